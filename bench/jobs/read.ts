import { startContenders } from '../contender.ts';
import type { Job, Ratio, Stage } from '../job.ts';
import { ask, askAgain, type Sent } from '../load.ts';
import { sameAnswers } from './same-answers.ts';

/** How one contender is asked for what all of a job are asked for. */
export interface Question {
  /** As what it stands in the table. */
  name: string;
  /** The file of `contenders/` that answers. */
  contender: string;
  ask: (url: string) => Promise<Sent> | Sent;
  /** Its answer in the words in which all are compared. */
  plain: (answer: string) => unknown;
  /** Which answers must be the same; by default all of the job. */
  group?: string;
}

/** A job that asks for the same again and again. */
export const readJob = (
  title: string,
  ratios: (stage: Stage) => readonly Ratio[],
  questionsOf: (stage: Stage) => readonly Question[],
  connections = 10,
): Job => ({
  title,
  unit: 'requests/s',
  ratios,
  async prepare(stage) {
    const questions = questionsOf(stage);
    const names = [...new Set(questions.map(({ contender }) => contender))];
    await using stack = new AsyncDisposableStack();
    const contenders = stack.use(await startContenders(names, await stage.whole()));
    const asked = [];
    for (const question of questions) {
      const { url } = contenders.of(question.contender);
      const sent = await question.ask(url);
      asked.push({ ...question, url, sent, answer: await ask(url, sent) });
    }
    for (const group of Map.groupBy(asked, ({ group = '' }) => group).values())
      sameAnswers(group.map(({ name, plain, answer }) => ({ name, answer: plain(answer) })));
    const held = stack.move();
    return {
      entrants: asked.map(({ name, url, sent, answer }) => ({
        name,
        round: () => askAgain(url, sent, answer, { seconds: stage.seconds, connections }),
      })),
      [Symbol.asyncDispose]: () => held.disposeAsync(),
    };
  },
});
