import { SaxesParser } from 'saxes';
import { createGpxReader } from '../gpx/reader.ts';
import { maxXmlDepth } from '../limits.ts';
import type { Recording } from '../recording.ts';
import { damaged, notAnActivity } from '../refusals.ts';
import { createTcxReader } from '../tcx/reader.ts';
import { badInput } from '../../platform/errors.ts';
import type { XmlReader } from './reader.ts';
import { textChunks } from './text-chunks.ts';

const readers: Readonly<Record<string, () => XmlReader>> = {
  TrainingCenterDatabase: createTcxReader,
  gpx: createGpxReader,
};

const longestText = 2_000; // of one element: notes may be long, numbers and times are not

/**
 * Reads a TCX or GPX file in one pass, without building a tree. Entities are never expanded, DOCTYPEs are refused.
 * @throws DomainError BAD_USER_INPUT on `file`, PAYLOAD_TOO_LARGE
 */
export function decodeXml(bytes: Uint8Array): Recording {
  const parser = new SaxesParser({ xmlns: false, position: false });
  const path: string[] = [];
  let reader: XmlReader | undefined;
  let text = '';

  parser.on('error', (error) => {
    if (/^unclosed tag|^document must contain a root|^unexpected end/.test(error.message)) {
      throw badInput('file', `is truncated: its XML ends in the middle (line ${parser.line})`);
    }
    throw damaged(`its XML is not well-formed (line ${parser.line}: ${error.message.slice(0, 100)})`);
  });
  parser.on('doctype', () => {
    throw badInput('file', `has a DOCTYPE (line ${parser.line}), which is not read`);
  });
  parser.on('opentag', ({ name, attributes }) => {
    const local = localName(name);
    if (path.length === maxXmlDepth) throw damaged(`its XML is nested more than ${maxXmlDepth} deep`);
    reader ??= readerFor(local);
    reader.open(local, attributes, path.at(-1) ?? '');
    path.push(local);
    text = '';
  });
  const addText = (piece: string) => {
    if (text.length < longestText) text += piece.slice(0, longestText);
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const name = path.pop() ?? '';
    reader?.close(name, text.trim(), path.at(-1) ?? '');
    text = '';
  });

  for (const chunk of textChunks(bytes)) parser.write(chunk);
  parser.close();
  if (!reader) throw damaged('it holds no XML element');
  return reader.finish();
}

function readerFor(root: string): XmlReader {
  const create = Object.hasOwn(readers, root) ? readers[root] : undefined;
  if (!create) throw notAnActivity(`XML that is neither TCX nor GPX (its root is ${root.slice(0, 40)})`);
  return create();
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
