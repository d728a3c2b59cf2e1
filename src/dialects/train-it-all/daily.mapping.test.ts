import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RecordBase } from '../../daily/record-kind.ts';
import { newId } from '../../platform/ids.ts';
import { dailyResources, type DailyResource } from './daily-resources.ts';
import { fromRecord, requestOf, responseOf, toDraft, vendorNameOf } from './daily.mapping.ts';

const instants = fc.oneof(
  fc
    .date({ min: new Date('1970-01-01'), max: new Date('2026-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString()),
  fc.integer({ min: 0, max: 1_767_225_600 }),
  fc.integer({ min: 100_000_000_000, max: 1_767_225_600_000 }),
);
const days = fc
  .date({ min: new Date('1970-01-01'), max: new Date('2026-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

/** What a client may send in a field, by what the API says of it. */
function valueOf(words: string): fc.Arbitrary<unknown> {
  if (words.startsWith('int')) return fc.integer({ min: 0, max: 1000 });
  if (words.startsWith('number')) return fc.double({ min: 0, max: 1000, noNaN: true });
  return words === 'instant' ? instants : fc.string();
}

const fieldsOf = ({ fields, gathered }: DailyResource) => ({ ...fields, ...gathered?.fields });

const requestsOf = (resource: DailyResource) =>
  fc.record(
    {
      ...Object.fromEntries(
        Object.entries(fieldsOf(resource)).map(([name, { words }]) => [name, fc.option(valueOf(words))]),
      ),
      [resource.key.name]: resource.key.name === 'day' ? days : instants,
      externalId: fc.option(fc.string({ minLength: 1, maxLength: 200 })),
      rawPayload: fc.jsonValue(),
    },
    { requiredKeys: [resource.key.name] },
  );

const reader = { clientId: 'vg_cl_test', organisationId: newId() };

/** A draft as it would be stored, in a record that had nothing before. */
const stored = (draft: Readonly<Record<string, unknown>>): RecordBase & Record<string, unknown> => ({
  ...Object.fromEntries(dailyResources.flatMap((one) => Object.values(fieldsOf(one)).map(({ as }) => [as, null]))),
  externalId: null,
  ...draft,
  id: newId(),
  ownerId: newId(),
  clientId: reader.clientId,
  payload: null,
  localDate: String(draft['day'] ?? String(draft['measuredAt']).slice(0, 10)),
  createdAt: '2026-01-16T08:00:00.000Z',
  updatedAt: '2026-01-16T08:00:00.000Z',
});

describe.each(dailyResources.map((resource) => [resource.title, resource] as const))('%s', (_, resource) => {
  const request = requestOf(resource);
  const parse = (given: object) => request.parse(given) as Record<string, unknown>;

  /** A draft with every field, and instants as they are read back. */
  const whole = (draft: Readonly<Record<string, unknown>>) => {
    const fields = { ...resource.key.fields, ...fieldsOf(resource) };
    return Object.fromEntries(
      Object.values(fields).map(({ as, words }) => {
        const value = draft[as] ?? null;
        return [as, words === 'instant' && value !== null ? new Date(value as string).toISOString() : value];
      }),
    );
  };

  test('what a client writes, reads back and writes again is the same draft in every field', () => {
    fc.assert(
      fc.property(requestsOf(resource), (given) => {
        const draft = toDraft(resource, parse(given));
        const read = fromRecord(resource, stored(draft), reader);
        const again = toDraft(resource, parse({ ...read, ...(read['circumferences'] as object | null) }));
        // A total that was not sent is read as the sum of the meals.
        const derived = Object.keys(resource.derive?.(stored(draft) as never) ?? {});
        const names = derived.map((name) => fieldsOf(resource)[name]?.as as string);
        const kept = Object.fromEntries(names.map((name) => [name, again[name]]));
        expect(whole(again)).toEqual(whole({ ...draft, ...kept }));
      }),
    );
  });

  test('a draft has just the fields that were sent, null among them', () => {
    fc.assert(
      fc.property(requestsOf(resource), (given) => {
        const sent = Object.keys(given).filter((name) => name !== 'rawPayload');
        const names = { ...resource.key.fields, ...fieldsOf(resource) };
        const expected = sent.map((name) => names[name]?.as ?? name);
        const draft = toDraft(resource, parse({ ...given, unknown: 1 }));
        expect(Object.keys(draft).sort()).toEqual(expected.sort());
      }),
    );
  });

  test('what is read fits its schema, is the same each time, and changes no record', () => {
    fc.assert(
      fc.property(requestsOf(resource), fc.jsonValue(), (given, payload) => {
        const record = { ...stored(toDraft(resource, parse(given))), payload };
        const before = structuredClone(record);
        const read = fromRecord(resource, record, reader);
        const json = JSON.parse(JSON.stringify(read)) as Record<string, unknown>;
        expect(Object.keys(responseOf(resource).parse(json)).sort()).toEqual(Object.keys(json).sort());
        expect(fromRecord(resource, record, reader)).toEqual(read);
        expect(record).toEqual(before);
      }),
    );
  });

  test('no request that the route lets through makes the mapping throw, and it changes none', () => {
    const wild = fc.dictionary(
      fc.constantFrom(resource.key.name, ...Object.keys(fieldsOf(resource)), 'externalId', 'rawPayload'),
      fc.oneof(
        fc.double({ noNaN: true }),
        fc.double({ min: -8.64e15, max: 8.64e15, noNaN: true }),
        fc.maxSafeInteger(),
        fc.string({ unit: 'binary' }),
        fc.constant(null),
      ),
      { noNullPrototype: true },
    );
    fc.assert(
      fc.property(wild, fc.oneof(days, instants), (given, key) => {
        const result = request.safeParse({ [resource.key.name]: key, ...given });
        fc.pre(result.success);
        const body = result.data as Record<string, unknown>;
        const before = structuredClone(body);
        const draft = toDraft(resource, body);
        expect(toDraft(resource, body)).toEqual(draft);
        expect(body).toEqual(before);
        const issues = resource.kind.draft.safeParse(draft).error?.issues ?? [];
        const names = issues.map(({ path }) => vendorNameOf(resource)(String(path[0])));
        expect(names.filter((name) => !Object.hasOwn(request.shape, name))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

test('what a client sent along is shown to that client alone, whatever it is', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.option(fc.constantFrom('vg_cl_other', 'vg_cl_test')), (payload, clientId) => {
      for (const resource of dailyResources.filter(({ givesPayload }) => givesPayload)) {
        const record = { ...stored({ day: '2026-01-16' }), payload, clientId };
        const { rawPayload } = fromRecord(resource, record, reader);
        expect(rawPayload).toEqual(clientId === reader.clientId ? payload : null);
      }
    }),
  );
});
