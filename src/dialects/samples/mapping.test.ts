import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DomainError } from '../../platform/errors.ts';
import { checkSamples } from '../../samples/sample.input.ts';
import { dataTypes, detail, fromFieldErrors, samplesBody, toBatch } from './mapping.ts';

type DataType = keyof typeof dataTypes;
const types = Object.keys(dataTypes) as DataType[];

const names = ['device_name', 'device_version', 'start_date', 'end_date', 'unit', 'value', '__proto__', 'constructor'];
const wildElement = fc.oneof(
  fc.jsonValue(),
  fc.dictionary(fc.constantFrom(...names), fc.jsonValue(), { noNullPrototype: true }),
);
const wildBody = fc.record({
  data_type: fc.constantFrom(...types),
  data: fc.array(wildElement, { minLength: 3, maxLength: 60 }),
});

const instants = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2026-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
const sensible = (type: DataType) =>
  fc.record(
    {
      device_name: fc.string({ minLength: 1, maxLength: 200 }),
      device_version: fc.option(fc.string({ maxLength: 200 })),
      start_date: instants,
      unit: fc.constantFrom(...(dataTypes[type].units as readonly string[])),
      value: fc.double({ min: 0, minExcluded: true, max: 5, noNaN: true }),
    },
    { requiredKeys: ['device_name', 'start_date', 'unit', 'value'] },
  );

const checked = (given: object) => samplesBody.parse(given);

/** What the domain refuses of a batch; it throws nothing but its own refusal. */
function refusal(dataType: DataType, { metric, samples }: ReturnType<typeof toBatch>) {
  try {
    checkSamples(metric, samples);
    return [];
  } catch (error) {
    if (error instanceof DomainError) return fromFieldErrors(dataType, error.fields ?? {});
    throw error;
  }
}

describe.each(types)('%s', (type) => {
  const batches = fc.array(sensible(type), { minLength: 3, maxLength: 20 });

  test('what an honest client sends is what the domain takes, field by field', () => {
    fc.assert(
      fc.property(batches, (data) => {
        const batch = toBatch(checked({ data_type: type, data }));
        expect(refusal(type, batch)).toEqual([]);
        expect(batch.metric).toBe(dataTypes[type].metric);
        const { startedAtMs, values, origin, origins } = checkSamples(batch.metric, batch.samples);
        const read = startedAtMs.map((ms, index) => ({
          device_name: origins[origin[index] as number]?.device,
          device_version: origins[origin[index] as number]?.deviceVersion,
          start_date: new Date(ms).toISOString(),
          unit: origins[origin[index] as number]?.unit,
          value: values[index],
        }));
        expect(read).toEqual(data.map((sent) => ({ ...sent, device_version: sent.device_version || null })));
        // Written again as it is read, it is the same batch.
        const again = toBatch(checked({ data_type: type, data: read }));
        expect(again.samples.map((sample) => ({ ...sample, deviceVersion: sample.deviceVersion ?? null }))).toEqual(
          batch.samples.map((sample) => ({ ...sample, deviceVersion: sample.deviceVersion ?? null })),
        );
      }),
    );
  });

  test('an empty version is none', () => {
    const data = Array.from({ length: 3 }, () => ({ device_version: '' }));
    expect(toBatch(checked({ data_type: type, data })).samples.map(({ deviceVersion }) => deviceVersion)).toEqual([
      null,
      null,
      null,
    ]);
  });

  test('no unit of the metric that this API does not have is let through', () => {
    const others = fc.string().filter((unit) => !(dataTypes[type].units as readonly string[]).includes(unit));
    fc.assert(
      fc.property(
        fc.oneof(others, fc.constantFrom('bpm', 'steps', 'toString', '__proto__')),
        sensible(type),
        (unit, sent) => {
          const data = [sent, sent, { ...sent, unit }];
          const message = `must be ${dataTypes[type].units.join(' or ')}`;
          expect(refusal(type, toBatch(checked({ data_type: type, data })))).toEqual([
            { index: 2, field: 'unit', message },
          ]);
        },
      ),
    );
  });
});

test('whatever the elements are, the mapping does not throw, changes nothing, and each mistake has an index and a name', () => {
  fc.assert(
    fc.property(wildBody, (given) => {
      const body = checked(given);
      const before = JSON.stringify(body);
      const batch = toBatch(body);
      expect(toBatch(body)).toEqual(batch);
      expect(JSON.stringify(body)).toBe(before);
      expect(batch.samples).toHaveLength(given.data.length);
      for (const told of refusal(given.data_type, batch)) {
        expect(detail.parse(told)).toEqual(told);
        expect(names).toContain(told.field);
        expect(told.index).toBeGreaterThanOrEqual(0);
        expect(told.index).toBeLessThan(given.data.length);
      }
    }),
    { numRuns: 300 },
  );
});
