import { readFileSync } from 'node:fs';
import { buildSchema, isEnumType, isObjectType } from 'graphql';
import { expect, test } from 'vitest';
import { coverage as dambel } from '../dambel/coverage.ts';
import { coverage as nowatch } from '../nowatch/coverage.ts';
import { coverage as samples } from '../samples/coverage.ts';
import { coverage as sportTracks } from '../sporttracks/coverage.ts';
import { coverage as trainItAll } from '../train-it-all/coverage.ts';
import { coverageTable } from './coverage.ts';

test('the fields of a resource are told as a Markdown table', () => {
  const table = coverageTable({
    steps: { fate: 'carried', as: 'WellnessDay.steps' },
    mood: { fate: 'kept', as: null, note: 'written only' },
  });
  expect(table.split('\n')).toEqual([
    '| field | | in GraphQL | |',
    '| --- | --- | --- | --- |',
    '| `steps` | carried | `WellnessDay.steps` |  |',
    '| `mood` | kept |  | written only |',
  ]);
});

const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));

/** Whether GraphQL has a `Type.field`, or an enum of that name. */
function isInSchema(name: string): boolean {
  const [typeName = '', field] = name.split('.');
  const type = schema.getType(typeName);
  return field === undefined ? isEnumType(type) : isObjectType(type) && field in type.getFields();
}

test.each(Object.entries({ dambel, nowatch, samples, sportTracks, trainItAll }))(
  'what %s says of GraphQL is in its schema',
  (_name, coverage) => {
    const named = Object.values(coverage).flatMap((fields) => Object.values(fields).map(({ as }) => as));
    expect(named.filter((name) => name !== null && !isInSchema(name))).toEqual([]);
  },
);
