import { expect, test } from 'vitest';
import { parseInstant } from './instant.ts';

test.each([
  ['2026-03-01T07:00:00Z', '2026-03-01T07:00:00.000Z', undefined],
  ['2026-03-01T07:00:00.25+01:00', '2026-03-01T06:00:00.250Z', 60],
  ['2026-03-01T07:00:00-0930', '2026-03-01T16:30:00.000Z', -570],
  ['2026-03-01 07:00:00', '2026-03-01T07:00:00.000Z', undefined],
  ['2026-03-01T07:00:00,5+05', '2026-03-01T02:00:00.500Z', 300],
  ['2026-02-28T24:00:00Z', '2026-03-01T00:00:00.000Z', undefined],
  ['0099-03-01T07:00:00+00:00', '0099-03-01T07:00:00.000Z', 0],
])('%s is read', (text, iso, utcOffsetMinutes) => {
  expect(parseInstant(text)).toEqual({ epochMs: Date.parse(iso), utcOffsetMinutes });
});

test.each([
  '',
  'yesterday',
  '2026-02-30T07:00:00Z',
  '2026-13-01T07:00:00Z',
  '2026-03-01T25:00:00Z',
  '2026-03-01T24:30:00Z',
  '2026-03-01T12:30:60Z',
  '2026-03-01T07:00:00+05:99',
  '2026-03-01T07:00:00+19:00',
])('%j is no instant', (text) => expect(parseInstant(text)).toBeUndefined());
