import type { Shape } from './data/shape.ts';

/** What the comparison gives to each of its jobs. */
export interface Stage {
  shape: Shape;
  /** Which part of a whole comparison this is, from 0 to 1. */
  scale: number;
  /** How long a round lasts, for those that go by time. */
  seconds: number;
  /** A folder of real device files, which may be missing. */
  corpus: string;
  /** The database with the whole data set, which is loaded when it is first asked for; for its administrator. */
  whole: () => Promise<string>;
  /** Makes a further database on the same server, with the gateway's schema and what it is filled with. */
  database: (name: string, fill: (databaseUrl: string) => Promise<void>) => Promise<string>;
  /** Tells whoever waits what happens. */
  tell: (text: string) => void;
}

export interface Round {
  /** How much was done, in the job's unit, a second. */
  perSecond: number;
  /** What else there is to tell, by the heading of its column. */
  figures?: Readonly<Record<string, number>>;
}

/** Someone who takes part in a job, ready to be measured. */
export interface Entrant {
  name: string;
  round: () => Promise<Round>;
}

/** How many times as much a second one does as another, within one run. */
export interface Ratio {
  of: string;
  against: string;
  /** Of what else than how much is done a second. */
  figure?: string;
  /** The target, where there is one. */
  atLeast?: number;
}

export interface Job {
  title: string;
  unit: string;
  ratios: (stage: Stage) => readonly Ratio[];
  /** Starts everyone who takes part, and makes sure that they give the same answers. */
  prepare: (stage: Stage) => Promise<AsyncDisposable & { entrants: Entrant[] }>;
}
