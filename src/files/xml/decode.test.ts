import { describe, expect, test } from 'vitest';
import { decodeRecording } from '../decode.ts';
import { gpxText } from '../testing/gpx-text.ts';
import { madeUpRecording } from '../testing/made-up-recording.ts';

const text = gpxText(madeUpRecording({ seconds: 5, title: 'Zürich' }));
const titleOf = (bytes: Uint8Array) => decodeRecording(bytes).sessions[0]?.title;

describe('encodings', () => {
  test.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16', Buffer.from(`\ufeff${text.replace('UTF-8', 'UTF-16')}`, 'utf16le')],
    ['big-endian UTF-16', Buffer.from(`\ufeff${text.replace('UTF-8', 'UTF-16')}`, 'utf16le').swap16()],
    ['Latin-1 that says so', Buffer.from(text.replace('UTF-8', 'ISO-8859-1'), 'latin1')],
  ])('%s is read', (_, bytes) => expect(titleOf(bytes)).toBe('Zürich'));

  test('text that is not in its encoding is refused', () => {
    expect(() => decodeRecording(Buffer.from(text, 'latin1'))).toThrow('file is damaged: its text is not valid UTF-8');
  });

  test('an encoding that is not known is refused by name', () => {
    expect(() => decodeRecording(Buffer.from(text.replace('UTF-8', 'EBCDIC')))).toThrow('in the encoding EBCDIC');
  });
});

describe('refused', () => {
  const entities = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><gpx><trk><name>&b;</name></trk></gpx>`;
  test.each([
    ['a DOCTYPE', entities, 'file has a DOCTYPE (line 1)'],
    ['an entity that is not of XML itself', '<gpx>\n<trk><name>&b;</name></trk></gpx>', /not well-formed \(line 2: /],
    ['tags that do not match', '<gpx>\n\n<trk></gpx>', /not well-formed \(line 3: /],
    ['a file that ends in the middle', text.slice(0, 600), 'file is truncated: its XML ends in the middle (line'],
    ['a file that ends in a tag', '<gpx><trk><trkseg><trkpt lat="1', 'file is truncated'],
    ['another root', '<kml/>', 'neither TCX nor GPX (its root is kml)'],
    ['a root named like a property of objects', '<constructor/>', 'neither TCX nor GPX'],
    ['depth', '<gpx>'.repeat(100_000), 'nested more than 100 deep'],
    ['only a declaration', '<?xml version="1.0"?>', /damaged|truncated/],
  ])('%s', (_, xml, message) => expect(() => decodeRecording(Buffer.from(xml))).toThrow(message));

  test('more than a million points', () => {
    const many = `<gpx><trk><trkseg>${'<trkpt/>'.repeat(1_000_001)}</trkseg></trk></gpx>`;
    expect(() => decodeRecording(Buffer.from(many))).toThrow('file holds more than 1,000,000 records');
  });
});
