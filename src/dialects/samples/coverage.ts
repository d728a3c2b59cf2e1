import type { Coverage } from '../kit/coverage.ts';

export const coverage: Coverage = {
  Samples: {
    data_type: { fate: 'carried', as: 'Metric', note: 'steps is STEPS, bpm is HEART_RATE' },
    device_name: { fate: 'carried', as: 'Sample.device' },
    device_version: { fate: 'carried', as: 'Sample.deviceVersion', note: 'an empty one is none' },
    start_date: {
      fate: 'carried',
      as: 'Sample.startedAt',
      note: 'needs an offset; names the sample, with metric and device',
    },
    end_date: { fate: 'carried', as: 'Sample.endedAt', note: 'the start when it is left out' },
    value: { fate: 'carried', as: 'Sample.value', note: 'read in beats per minute whatever the unit' },
    unit: { fate: 'carried', as: 'Sample.unit', note: 'steps: count; bpm: count/min or count/s' },
  },
};
