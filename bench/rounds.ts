import type { Job, Ratio, Round, Stage } from './job.ts';
import { median } from './median.ts';

export interface Measured {
  name: string;
  rounds: Round[];
}

export interface Comparison {
  title: string;
  unit: string;
  measured: Measured[];
  ratios: (Ratio & { rounds: number[] })[];
}

/** Runs a job: everyone warms up, then all take turns, so that a slow moment of the machine falls on all alike. */
export async function runJob(job: Job, stage: Stage, rounds: number): Promise<Comparison> {
  await using prepared = await job.prepare(stage);
  const measured = prepared.entrants.map((entrant) => ({ name: entrant.name, rounds: [] as Round[], entrant }));
  for (const { entrant } of measured) await entrant.round();
  for (let round = 0; round < rounds; round += 1)
    for (const { entrant, rounds: own } of inTurn(measured, round)) own.push(await entrant.round());
  return {
    title: job.title,
    unit: job.unit,
    measured: measured.map(({ name, rounds: own }) => ({ name, rounds: own })),
    ratios: job.ratios(stage).map((ratio) => ({ ...ratio, rounds: ratiosOf(measured, ratio) })),
  };
}

/** Every second round goes the other way, so that nobody always comes after the same one. */
const inTurn = <T>(all: readonly T[], round: number): readonly T[] => (round % 2 === 0 ? all : all.toReversed());

function ratiosOf(measured: readonly Measured[], { of, against }: Ratio): number[] {
  const [own, other] = [of, against].map((name) => measured.find((one) => one.name === name)?.rounds ?? []);
  return (own ?? []).map(({ perSecond }, round) => perSecond / (other?.[round]?.perSecond ?? Number.NaN));
}

export const medianOf = (measured: Measured | undefined, of: (round: Round) => number | undefined): number =>
  median((measured?.rounds ?? []).map((round) => of(round) ?? Number.NaN));
