import { fork } from 'node:child_process';
import { once } from 'node:events';
import { globSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type * as encodeModule from '../../src/files/fit/encode.ts';
import { madeUpRecording } from '../../src/files/testing/made-up-recording.ts';
import { built } from '../built.ts';
import { passingFolder, startContender } from '../contender.ts';
import type { Decoded } from '../contenders/fitsdk.ts';
import { tokenOf } from '../data/shape.ts';
import type { Job } from '../job.ts';
import { sendAll, type Sent } from '../load.ts';
import { dataOf } from './activities.ts';
import { sameAnswers } from './same-answers.ts';

/** Nobody can upload a file twice: each round of an upload has people of its own, from this one on. */
const firstPerson = 10;

/** A round takes some seconds, as those of other jobs do, if there are people enough. */
const timesInRound = (people: number): number => Math.max(1, Math.min(6, Math.floor(people / 20)));

const upload = `mutation ($file: Upload!) { uploadActivityFile(input: { file: $file }) { activities { durationSeconds } } }`;

function uploadAs(person: number, path: string): Sent {
  const boundary = 'vitalgate-bench';
  const part = (name: string, value: string) =>
    `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  return {
    method: 'POST',
    path: '/graphql',
    headers: {
      authorization: `Bearer ${tokenOf(person)}`,
      'apollo-require-preflight': '1',
      'content-type': `multipart/form-data; boundary=${boundary}`,
    },
    body: Buffer.concat([
      Buffer.from(part('operations', JSON.stringify({ query: upload, variables: { file: null } }))),
      Buffer.from(part('map', JSON.stringify({ 0: ['variables.file'] }))),
      Buffer.from(
        `--${boundary}\r\ncontent-disposition: form-data; name="0"; filename="${basename(path)}"\r\ncontent-type: application/octet-stream\r\n\r\n`,
      ),
      readFileSync(path),
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]),
  };
}

interface Uploaded {
  uploadActivityFile: { activities: { durationSeconds: number }[] };
}

/** The timer times that the gateway takes from a file; `undefined` of a file that is no activity. */
async function uploaded(url: string, person: number, path: string): Promise<number[] | undefined> {
  const { headers, body } = uploadAs(person, path);
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: body as Buffer<ArrayBuffer> });
  const text = await response.text();
  if (text.includes('BAD_USER_INPUT')) return undefined;
  return dataOf<Uploaded>(text).uploadActivityFile.activities.map(({ durationSeconds }) => durationSeconds);
}

/** Where there is no corpus: runs of one to three hours. */
async function madeUpFiles(folder: string): Promise<string[]> {
  const { encodeFit } = await built<typeof encodeModule>('files/fit/encode.js');
  return Promise.all(
    [1, 2, 3, 2, 1, 3].map(async (hours, index) => {
      const path = join(folder, `${index}.fit`);
      const start = `2026-03-0${index + 1}T07:00:00Z`;
      await writeFile(path, encodeFit(madeUpRecording({ seconds: hours * 3600, start })));
      return path;
    }),
  );
}

export const fit: Job = {
  title: 'FIT in: files of devices, where a corpus of them is there, else made-up ones',
  unit: 'files/s',
  ratios: () => [{ of: 'gateway', against: 'fitsdk, one thread', atLeast: 1.6 }],
  async prepare(stage) {
    await using stack = new AsyncDisposableStack();
    const folder = stack.use(await passingFolder());
    const real = globSync(join(stage.corpus, 'fit', '*.fit'));
    const found = real.length > 0 ? real.toSorted() : await madeUpFiles(folder.path);
    const { url } = stack.use(await startContender('gateway', await stage.whole()));
    const sdk = fork(join(import.meta.dirname, '../contenders/fitsdk.ts'));
    stack.defer(() => void sdk.kill());
    const decode = async (paths: readonly string[]) => {
      const answered = once(sdk, 'message');
      sdk.send(paths);
      const [answer] = (await answered) as [{ decoded: Decoded[]; milliseconds: number }];
      return answer;
    };
    const { decoded } = await decode(found);
    // The files that both read to their end.
    const paths: string[] = [];
    for (const [index, path] of found.entries()) {
      const taken = await uploaded(url, firstPerson, path);
      const timerSeconds = decoded[index]?.timerSeconds;
      if (!taken || !timerSeconds) continue;
      sameAnswers([
        { name: 'the gateway', answer: taken },
        { name: `the SDK (${basename(path)})`, answer: timerSeconds },
      ]);
      paths.push(path);
    }
    let person = firstPerson;
    const times = timesInRound(stage.shape.people);
    const held = stack.move();
    return {
      entrants: [
        {
          name: 'gateway',
          async round() {
            const requests = Array.from({ length: times }, () => {
              person += 1;
              return paths.map((path) => uploadAs(person, path));
            });
            return sendAll(url, requests.flat());
          },
        },
        {
          name: 'fitsdk, one thread',
          async round() {
            const { milliseconds } = await decode(Array.from({ length: times }, () => paths).flat());
            return { perSecond: (1000 * times * paths.length) / milliseconds };
          },
        },
      ],
      [Symbol.asyncDispose]: () => held.disposeAsync(),
    };
  },
};
