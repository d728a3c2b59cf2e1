import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { describedFields, operationsOf } from '../../../test/guides/described-fields.ts';
import { cellsOf, tableUnder } from '../../../test/guides/markdown.ts';
import { unauthenticated } from '../../platform/errors.ts';
import { coverageTable } from '../kit/coverage.ts';
import { coverage } from './coverage.ts';
import { itemFields } from './list.mapping.ts';
import { sportTracksRoutes } from './routes.ts';
import { types } from './types.ts';
import { lapFields } from './workout.schema.ts';

const page = readFileSync('src/dialects/sporttracks/README.md', 'utf8');
const parts = {
  signedIn: () => Promise.reject(unauthenticated()),
  shelf: {} as never,
  publicUrl: () => 'https://vitalgate.example',
};

test('the declared fields are those of a workout and its laps', async () => {
  const operations = await operationsOf('sporttracks', (app) => sportTracksRoutes(app, parts));
  const { sent, got } = describedFields(operations, 'Workouts', 'items');
  // Answers to POST and PUT, and to DELETE.
  const answers = ['uris', 'status'];
  const fields = [...new Set([...sent, ...got])].filter((field) => !answers.includes(field));
  expect(Object.keys(coverage['Workout'] ?? {}).sort()).toEqual(fields.sort());
  expect(Object.keys(coverage['Lap'] ?? {}).sort()).toEqual(Object.keys(lapFields).sort());
  const readOnly = fields.filter((field) => !sent.has(field));
  const told = Object.entries(coverage['Workout'] ?? {}).filter(([, { note }]) => note?.startsWith('read only'));
  expect(told.map(([field]) => field).sort()).toEqual(readOnly.sort());
});

test('items of a list have fields of workouts', () => {
  expect(itemFields.filter((field) => !Object.hasOwn(coverage['Workout'] ?? {}, field))).toEqual([]);
});

describe('the README', () => {
  test.each(Object.entries(coverage))('has the table of %s', (resource, fields) => {
    expect(tableUnder(page, resource)).toEqual(cellsOf(coverageTable(fields)));
  });

  test('has every type', () => {
    const rows = tableUnder(page, 'Types').slice(2);
    const told = rows.flatMap(([main = '', subs = '']) => [
      main,
      ...subs
        .split(',')
        .map((sub) => sub.trim())
        .filter(Boolean)
        .map((sub) => `${main}: ${sub}`),
    ]);
    expect(told.sort()).toEqual(types.map(({ type }) => type).sort());
  });
});
