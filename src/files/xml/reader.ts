import type { Recording } from '../recording.ts';

/** What makes a Recording from the elements of one XML format, as they come. Names come without namespace prefix. */
export interface XmlReader {
  open(name: string, attributes: Readonly<Record<string, string>>, parent: string): void;
  /** `text` is the text of an element without child elements, trimmed; otherwise it is empty. */
  close(name: string, text: string, parent: string): void;
  finish(): Recording;
}

/** A decimal number, or undefined. */
export function toNumber(text: string | undefined): number | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
}
