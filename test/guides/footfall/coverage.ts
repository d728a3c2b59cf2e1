import type { Coverage } from '../../../src/dialects/kit/coverage.ts';

export const coverage: Coverage = {
  Days: {
    date: { fate: 'carried', as: 'WellnessDay.day', note: 'names the record' },
    footfalls: { fate: 'carried', as: 'WellnessDay.steps' },
    burnt_kj: { fate: 'derived', as: 'WellnessDay.activityEnergyKilocalories', note: '1 kcal is 4.184 kJ' },
    changed: { fate: 'carried', as: 'WellnessDay.updatedAt', note: 'read only' },
  },
};
