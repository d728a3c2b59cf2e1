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
  const { entrants } = prepared;
  const measured = entrants.map(({ name }) => ({ name, rounds: [] as Round[] }));
  if (!job.takesTurnsItself) for (const { round } of entrants) await round();
  const turns = entrants.map((entrant, index) => ({ ...entrant, into: measured[index] as Measured }));
  for (let number = 0; number < (job.takesTurnsItself ? 1 : rounds); number += 1)
    for (const { round, into } of inOrder(turns, number)) into.rounds.push(await round());
  return {
    title: job.title,
    unit: job.unit,
    measured,
    ratios: job.ratios(stage).map((ratio) => ({ ...ratio, rounds: ratiosOf(measured, ratio) })),
  };
}

/** Every second round goes the other way, so that nobody always comes after the same one. */
const inOrder = <T>(all: readonly T[], number: number): readonly T[] => (number % 2 === 0 ? all : all.toReversed());

function ratiosOf(measured: readonly Measured[], { of, against, figure }: Ratio): number[] {
  const valuesOf = (name: string) =>
    measured
      .find((one) => one.name === name)
      ?.rounds.map(({ perSecond, figures }) => (figure === undefined ? perSecond : (figures?.[figure] as number)));
  const [own, others] = [valuesOf(of), valuesOf(against)];
  if (!own || !others) throw new Error(`There is no ${own ? against : of} to compare.`);
  return own.map((value, round) => value / (others[round] as number));
}

/** The medians over the rounds of one who took part, by heading. */
export function mediansOf({ rounds }: Measured, unit: string): Record<string, number> {
  const headings = Object.keys(rounds[0]?.figures ?? {});
  return {
    [unit]: median(rounds.map(({ perSecond }) => perSecond)),
    ...Object.fromEntries(
      headings.map((heading) => [heading, median(rounds.map(({ figures }) => figures?.[heading] as number))]),
    ),
  };
}
