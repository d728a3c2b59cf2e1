/** The jobs of the comparison, in the order in which they run. */
export const jobs = {
  'nested-read': 'a viewer, their 20 dashboards, 10 activities of each',
  pages: '100 activities: the first page, and one thousands of pages down',
  sharing: 'the same activities read as one’s own and as a viewer',
  samples: 'batches of 1000 samples over HTTP',
  year: 'a year of heart rate as days, with rollups and without',
  fit: 'FIT files in',
  start: 'from the command to the first answer, and idle memory',
  live: 'notifications to 5,000 subscribers',
  'growth-read': 'the nested read with more data for each person, and with more people',
  'growth-ingest': 'samples in, on the same data sets',
} as const;

export type JobName = keyof typeof jobs;

/** What is measured of the gateway alone. */
export const alone = {
  import: 'files of 25 MB beside a small query: time, event loop, memory',
  pictures: 'the most expensive pictures that are accepted: time, memory',
  executor: 'planned execution beside graphql-js, in memory',
  workouts: 'six hours with eleven streams over the SportTracks API, beside bare SQL',
} as const;

export const isName = <Names extends object>(names: Names, name: string): name is keyof Names & string =>
  Object.hasOwn(names, name);
