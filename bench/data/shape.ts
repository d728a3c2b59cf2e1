/** How much a data set holds. */
export interface Shape {
  people: number;
  /** Activities of each person, with two to four laps. */
  activitiesEach: number;
  /** Activities of the first person, who has a list of thousands of pages. */
  longList: number;
  /** Heart rates of each person. */
  samplesEach: number;
  /** Heart rates of the second person, spread over one year. */
  samplesOfYear: number;
}

/** The data set of the comparison: 1,000 people, 500,000 activities and 5 million samples; by `scale` a part of it. */
export const wholeShape = (scale: number): Shape => ({
  people: Math.max(40, Math.round(1000 * scale)),
  activitiesEach: 100,
  longList: Math.max(4, Math.round(4000 * scale)) * pageSize + pageSize,
  samplesEach: 500,
  samplesOfYear: Math.round(4_500_000 * scale),
});

const everyone = (people: number, activities: number, samples: number): Shape => ({
  people,
  activitiesEach: activities,
  longList: activities,
  samplesEach: samples,
  samplesOfYear: samples,
});

/** Data sets that grow: the same people with more data, and more people with the same data each. */
export function growingShapes(scale: number): Readonly<Record<string, Shape>> {
  const people = Math.max(40, Math.round(100 * scale));
  const samples = Math.max(10, Math.round(500 * scale));
  return {
    '1×': everyone(people, 50, samples),
    '10× data per person': everyone(people, 500, 10 * samples),
    '100× data per person': everyone(people, 5000, 100 * samples),
    '10× people': everyone(10 * people, 50, samples),
  };
}

export const pageSize = 100;

/** How many owners share with each viewer. */
export const dashboardsEach = 20;

/** Whom a job asks as: everyone has a token, made of their place in the data set from 1. */
export const tokenOf = (person: number): string => `vg_pt_bench_${person}`;

/** The day at which the data ends. */
export const lastDay = '2026-11-01';
/** The year of the second person's heart rates. */
export const year = { from: '2025-11-01T00:00:00Z', to: '2026-11-01T00:00:00Z' };
