import type { Category } from '../sharing/categories.ts';

/** What a time series measures. */
export interface Metric {
  /** What stands in the database for it: it never changes, and no other metric ever gets it. */
  code: number;
  /** The units that a value may be sent in, with what turns it into the first one, in which it is read and compared. */
  units: Readonly<Record<string, number>>;
  /** Bounds of a value in the first unit: above `low`, at most `high`. */
  low: number;
  high: number;
  /** What a share must open for a viewer to see it. */
  category: Category;
  description: string;
}

/** Every metric that there is. A new one is an entry here; docs/samples.md tells the rest. */
export const metrics = {
  HEART_RATE: {
    code: 1,
    units: { bpm: 1, 'count/min': 1, 'count/s': 60 },
    low: 0,
    high: 300,
    category: 'HEART_RATE',
    description: 'Beats per minute.',
  },
  STEPS: {
    code: 2,
    units: { count: 1 },
    low: 0,
    high: 30_000,
    category: 'STEPS',
    description: 'Steps from start to end of the sample.',
  },
  RESTING_HEART_RATE: {
    code: 3,
    units: { bpm: 1 },
    low: 0,
    high: 220,
    category: 'HEART_RATE',
    description: 'Beats per minute at rest.',
  },
  HEART_RATE_VARIABILITY: {
    code: 4,
    units: { ms: 1 },
    low: 0,
    high: 1000,
    category: 'HEART_RATE',
    description: 'RMSSD in milliseconds.',
  },
  OXYGEN_SATURATION: {
    code: 5,
    units: { '%': 1 },
    low: 0,
    high: 100,
    category: 'HEART_RATE',
    description: 'SpO₂ in percent.',
  },
  RESPIRATORY_RATE: {
    code: 6,
    units: { 'count/min': 1 },
    low: 0,
    high: 120,
    category: 'HEART_RATE',
    description: 'Breaths per minute.',
  },
  SKIN_TEMPERATURE: {
    code: 7,
    units: { '°C': 1 },
    low: 5,
    high: 50,
    category: 'HEART_RATE',
    description: 'Degrees Celsius.',
  },
  WEIGHT: {
    code: 8,
    units: { kg: 1 },
    low: 0.5,
    high: 650,
    category: 'WEIGHT',
    description: 'Kilograms.',
  },
  ENERGY: {
    code: 9,
    units: { kcal: 1 },
    low: 0,
    high: 10_000,
    category: 'WORKOUT',
    description: 'Kilocalories burnt by activity from start to end of the sample.',
  },
} as const satisfies Record<string, Metric>;

export type MetricName = keyof typeof metrics;

export const metricNames = Object.keys(metrics) as MetricName[];

/** The unit in which a metric is read. */
export const unitOf = (metric: MetricName): string => Object.keys(metrics[metric].units)[0] as string;
