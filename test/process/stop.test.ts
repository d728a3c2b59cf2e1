import { once } from 'node:events';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { encodeFit } from '../../src/files/fit/encode.ts';
import { madeUpRecording } from '../../src/files/testing/made-up-recording.ts';
import { runningServer, testDataFolder } from '../database/data-folder.ts';
import { ask, startGateway, type RunningGateway } from './program.ts';

const operations = JSON.stringify({
  query: 'mutation ($file: Upload!) { uploadActivityFile(input: { file: $file }) { activities { id } } }',
  variables: { file: null },
});

/** An upload that has sent half of its file, and the way to send the rest and get the answer. */
async function halfAnUpload({ url, tokens }: RunningGateway): Promise<() => Promise<{ status: number; text: string }>> {
  const form = new FormData();
  form.append('operations', operations);
  form.append('map', JSON.stringify({ 0: ['variables.file'] }));
  form.append('0', new Blob([Buffer.from(encodeFit(madeUpRecording({ seconds: 600 })))]), 'slow.fit');
  const encoded = new Response(form);
  const body = Buffer.from(await encoded.arrayBuffer());
  const half = body.length >> 1;
  const sending = request(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': encoded.headers.get('content-type') as string,
      'content-length': body.length,
      authorization: `Bearer ${tokens[0]}`,
      'apollo-require-preflight': '1',
    },
  });
  sending.write(body.subarray(0, half));
  await sleep(200);
  return async () => {
    sending.end(body.subarray(half));
    const [response] = await once(sending, 'response');
    const chunks: string[] = await response.setEncoding('utf8').toArray();
    return { status: response.statusCode, text: chunks.join('') };
  };
}

const answers = ({ url }: RunningGateway): Promise<boolean> =>
  fetch(`${url}/health/live`).then(
    () => true,
    () => false,
  );

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s finishes the requests under way, lets nobody in, and stops the database server',
  async (signal) => {
    const DATA_DIR = await testDataFolder();
    const gateway = await startGateway({ DATA_DIR });
    const finish = await halfAnUpload(gateway);
    gateway.child.kill(signal);
    // The signal takes a moment to arrive; then new connections are refused while the upload goes on.
    while (await answers(gateway)) await sleep(50);
    const { status, text } = await finish();
    expect([status, text]).toEqual([200, expect.stringContaining('"activities":[{"id":"act_')]);
    expect((await gateway.ended).code).toBe(0);
    expect(await runningServer(DATA_DIR)).toBeUndefined();
    const { id } = JSON.parse(text).data.uploadActivityFile.activities[0];
    const next = await startGateway({ DATA_DIR });
    expect(await ask(next.url, next.tokens[0] as string, `{ node(id: "${id}") { id } }`)).toEqual({ node: { id } });
  },
);

test('idle connections do not hold up the end', async () => {
  const gateway = await startGateway({ DATA_DIR: await testDataFolder(), DEMO: '0' });
  // fetch keeps its connection open after the answer.
  await (await fetch(`${gateway.url}/health/live`)).text();
  gateway.child.kill('SIGTERM');
  const ended = await Promise.race([gateway.ended, sleep(10_000, undefined, { ref: false })]);
  expect(ended?.code).toBe(0);
});
