import { buildSchema, isObjectType } from 'graphql';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { tableUnder } from '../../test/guides/markdown.ts';
import { categories } from './categories.ts';
import { isWithin, rangesIn } from './date-ranges.ts';
import { carriersOf } from './lock.ts';
import { sharedFields, type RecordType, type SharedRecord } from './shared-fields.ts';

const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));
/** Stored beside a record, and no field of its type. */
const unseen = new Set(['externalId', 'payload']);

describe('every field of every record has its place in the table of categories', () => {
  test.each(Object.keys(sharedFields) as RecordType[])('%s', (name) => {
    const type = schema.getType(name);
    if (!isObjectType(type)) throw new Error(`no type ${name}`);
    const { fields }: SharedRecord = sharedFields[name];
    expect(Object.keys(type.getFields()).sort()).toEqual(
      Object.keys(fields)
        .filter((field) => !unseen.has(field))
        .sort(),
    );
  });
});

test('notes and places show no record by themselves', () => {
  const carriers = (Object.keys(sharedFields) as RecordType[]).flatMap((name) => carriersOf(name));
  expect(carriers.map(({ category }) => category)).not.toContain('NOTES');
  expect(carriers.map(({ category }) => category)).not.toContain('LOCATION');
});

test.each([
  ['{(,)}', '2026-03-01', true],
  ['{}', '2026-03-01', false],
  ['{[2026-03-01,2026-03-02)}', '2026-03-01', true],
  ['{[2026-03-01,2026-03-02)}', '2026-02-28', false],
  ['{[2026-03-01,2026-03-02)}', '2026-03-02', false],
  ['{(,2026-03-02)}', '1950-01-01', true],
  ['{(,2026-03-02)}', '2026-03-02', false],
  ['{[2026-01-01,2026-02-01),[2026-03-01,)}', '2026-02-15', false],
  ['{[2026-01-01,2026-02-01),[2026-03-01,)}', '2199-12-31', true],
])('%s: %s is in it: %s', (dates, date, within) => {
  expect(isWithin(rangesIn(dates), date)).toBe(within);
});

/** What a category opens, as docs/sharing.md says it: whole records, and fields of others. */
function openedBy(category: string): string {
  const opened = Object.entries<SharedRecord>(sharedFields).flatMap(([type, { itself, fields }]) =>
    itself === category
      ? [`\`${type}\``]
      : Object.entries(fields)
          .filter(([, opening]) => typeof opening !== 'string' && opening.some((open) => open === category))
          .map(([field]) => `\`${type}.${field}\``),
  );
  return opened.join(' ');
}

test('docs/sharing.md has the table', () => {
  const table = tableUnder(readFileSync('docs/sharing.md', 'utf8'), 'What a category opens');
  const rows = categories.map((category) => [
    category,
    category === 'LOCATION' ? 'position streams' : openedBy(category),
  ]);
  expect(table).toEqual([['category', 'opens'], ['---', '---'], ...rows]);
});
