import { z } from 'zod';
import type { FieldErrors } from '../../platform/errors.ts';
import type { MetricName } from '../../samples/metrics.ts';
import type { GivenSample } from '../../samples/sample.input.ts';

/** The kinds of samples of the API: the metric that each stands for, and the units that it may be sent in. */
const dataTypes = {
  steps: { metric: 'STEPS', units: ['count'] },
  bpm: { metric: 'HEART_RATE', units: ['count/min', 'count/s'] },
} as const satisfies Record<string, { metric: MetricName; units: readonly string[] }>;

type DataType = keyof typeof dataTypes;

const body = z.object(
  {
    data_type: z.enum(Object.keys(dataTypes) as DataType[], 'must be steps or bpm'),
    data: z
      .array(z.unknown(), 'must be an array')
      .min(3, 'must have at least 3 elements')
      .max(1000, 'must have at most 1000 elements'),
  },
  'must be a JSON object',
);

/** One thing that is wrong: with the element of that index, or with the body itself. */
export interface Detail {
  index: number | null;
  field: string;
  message: string;
}

export interface Batch {
  dataType: DataType;
  metric: MetricName;
  samples: GivenSample[];
}

/** Reads the body of a request. What is in its elements is checked where all doors have it checked. */
export function toBatch(given: unknown): Batch | { details: Detail[] } {
  const parsed = body.safeParse(given);
  if (!parsed.success)
    return {
      details: parsed.error.issues.map(({ path, message }) => ({
        index: null,
        field: String(path[0] ?? 'body'),
        message,
      })),
    };
  const { data_type: dataType, data } = parsed.data;
  const { metric, units } = dataTypes[dataType];
  return { dataType, metric, samples: data.map((element) => toSample(element, units)) };
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
