import type { Job, Ratio, Round, Stage } from './job.ts';
import { median } from './median.ts';

export interface Measured {
  name: string;
  rounds: Round[];
}

export interface Comparison {
  /** The job's name on the command line. */
  job: string;
  title: string;
  unit: string;
  measured: Measured[];
  ratios: (Ratio & { rounds: number[] })[];
}

/** Runs a job: everyone warms up, then all take turns, so that a slow moment of the machine falls on all alike. */
export async function runJob(name: string, job: Job, stage: Stage, rounds: number): Promise<Comparison> {
  stage.tell('starts');
  await using prepared = await job.prepare(stage);
  const { entrants } = prepared;
  const measured = entrants.map((entrant) => ({ name: entrant.name, rounds: [] as Round[] }));
  stage.tell('warms up');
  for (const { round } of entrants) await round();
  const turns = entrants.map((entrant, index) => ({ ...entrant, into: measured[index] as Measured }));
  for (let number = 0; number < rounds; number += 1) {
    stage.tell(`round ${number + 1} of ${rounds}`);
    for (const { round, into } of inOrder(turns, number)) into.rounds.push(await round());
  }
  return {
    job: name,
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
