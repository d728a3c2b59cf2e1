import { z } from 'zod';
import type { FieldErrors } from '../../platform/errors.ts';
import type { MetricName } from '../../samples/metrics.ts';
import type { GivenSample } from '../../samples/sample.input.ts';

/** The kinds of samples of the API: the metric that each stands for, and the units that it may be sent in. */
export const dataTypes = {
  steps: { metric: 'STEPS', units: ['count'] },
  bpm: { metric: 'HEART_RATE', units: ['count/min', 'count/s'] },
} as const satisfies Record<string, { metric: MetricName; units: readonly string[] }>;

type DataType = keyof typeof dataTypes;

/** What an element looks like. It is checked where all doors have it checked, a thousand at once, so here it is only described. */
const element = z.unknown().meta({
  type: 'object',
  properties: {
    device_name: { type: 'string', minLength: 1, maxLength: 200 },
    device_version: { type: ['string', 'null'], maxLength: 200 },
    start_date: { type: 'string', format: 'date-time', description: 'ISO 8601 with an offset' },
    end_date: { type: ['string', 'null'], format: 'date-time', description: 'The start when it is left out' },
    value: { type: 'number', exclusiveMinimum: 0 },
    unit: { type: 'string', description: 'steps: count; bpm: count/min or count/s' },
  },
  required: ['device_name', 'start_date', 'value', 'unit'],
});

export const samplesBody = z.object(
  {
    data_type: z.enum(Object.keys(dataTypes) as DataType[], 'must be steps or bpm'),
    data: z
      .array(element, 'must be an array')
      .min(3, 'must have at least 3 elements')
      .max(1000, 'must have at most 1000 elements'),
  },
  'must be a JSON object',
);

/** One thing that is wrong: with the element of that index, or with the body itself. */
export const detail = z.object({ index: z.int().nullable(), field: z.string(), message: z.string() });
export type Detail = z.output<typeof detail>;

export interface Batch {
  metric: MetricName;
  samples: GivenSample[];
}

/** A checked body as the domain takes it. */
export function toBatch({ data_type: dataType, data }: z.output<typeof samplesBody>): Batch {
  const { metric, units } = dataTypes[dataType];
  return { metric, samples: data.map((given) => toSample(given, units)) };
}

function toSample(element: unknown, units: readonly unknown[]): GivenSample {
  const given = isObject(element) ? element : {};
  return {
    device: given.device_name,
    // An empty version says as little as none.
    deviceVersion: given.device_version === '' ? null : given.device_version,
    startedAt: given.start_date,
    endedAt: given.end_date,
    // `null` is no unit of anything, so that a unit of the metric's that this API does not have is refused too.
    unit: units.includes(given.unit) ? given.unit : null,
    value: given.value,
  };
}

const isObject = (given: unknown): given is Readonly<Record<string, unknown>> =>
  typeof given === 'object' && given !== null;

const vendorNames: Record<string, string> = {
  device: 'device_name',
  deviceVersion: 'device_version',
  startedAt: 'start_date',
  endedAt: 'end_date',
};

/** What was wrong with a batch, in the names of the API. */
export function fromFieldErrors(dataType: DataType, fields: FieldErrors): Detail[] {
  return Object.entries(fields).flatMap(([path, messages]) => {
    const [, index, field = path] = /^samples\.(\d+)\.(\w+)$/.exec(path) ?? [];
    return messages.map((message) => ({
      index: index === undefined ? null : Number(index),
      field: vendorNames[field] ?? field,
      message: field === 'unit' ? `must be ${dataTypes[dataType].units.join(' or ')}` : message,
    }));
  });
}
