import { setTimeout as sleep } from 'node:timers/promises';
import { encodeFit } from '../src/files/fit/encode.ts';
import { gpxText } from '../src/files/testing/gpx-text.ts';
import { madeUpRecording } from '../src/files/testing/made-up-recording.ts';
import { tcxText } from '../src/files/testing/tcx-text.ts';
import { startMeasuredGateway, type MeasuredGateway } from './gateway-process.ts';

// How the gateway fares while files of about 25 MB are imported: event-loop delay, memory, and what a small query beside it waits.

const upload = `mutation ($file: Upload!) {
  uploadActivityFile(input: { file: $file }) { activities { id fitUrl } }
}`;

interface Uploaded {
  data?: { uploadActivityFile: { activities: { id: string; fitUrl: string }[] } };
}

async function send(gateway: MeasuredGateway, bytes: Uint8Array): Promise<{ id: string; fitUrl: string }> {
  const form = new FormData();
  form.append('operations', JSON.stringify({ query: upload, variables: { file: null } }));
  form.append('map', JSON.stringify({ 0: ['variables.file'] }));
  form.append('0', new Blob([Buffer.from(bytes)]), 'long');
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${gateway.token}`, 'apollo-require-preflight': '1' },
    body: form,
  });
  const answer = (await response.json()) as Uploaded;
  const [activity] = answer.data?.uploadActivityFile.activities ?? [];
  if (!activity) throw new Error(JSON.stringify(answer));
  return activity;
}

async function query(gateway: MeasuredGateway, text: string): Promise<void> {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${gateway.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query: text }),
  });
  const { errors } = (await response.json()) as { errors?: unknown };
  if (errors) throw new Error(JSON.stringify(errors));
}

/** Latencies of a small query, asked again and again while `task` runs. */
async function besides<T>(gateway: MeasuredGateway, task: () => Promise<T>) {
  const latencies: number[] = [];
  const over = new AbortController();
  const asking = (async () => {
    while (!over.signal.aborted) {
      const start = performance.now();
      await query(gateway, '{ viewer { name } }');
      latencies.push(performance.now() - start);
      await sleep(10);
    }
  })();
  const start = performance.now();
  const result = await task().finally(() => over.abort());
  const seconds = (performance.now() - start) / 1000;
  await asking;
  latencies.sort((a, b) => a - b);
  return { result, seconds, p99: latencies[Math.floor(latencies.length * 0.99)] ?? 0 };
}

const round = (value: number) => Math.round(value * 10) / 10;
const gateway = await startMeasuredGateway();
const rows: Record<string, number | string>[] = [];

async function measure<T>(what: string, task: () => Promise<T>): Promise<T> {
  await sleep(500);
  await gateway.load();
  const { result, seconds, p99 } = await besides(gateway, task);
  const load = await gateway.load();
  rows.push({
    what,
    seconds: round(seconds),
    'loop p99 ms': round(load.p99Ms),
    'loop max ms': round(load.maxMs),
    'query p99 ms': round(p99),
    'peak MB': Math.round(load.peakMegabytes),
  });
  return result;
}

const start = (day: number) => `2025-0${day}-01T00:00:00Z`;
const fits = [1, 2, 3].map((day) => encodeFit(madeUpRecording({ seconds: 768_000, start: start(day) })));
const tcx = Buffer.from(tcxText(madeUpRecording({ seconds: 59_000 })));
const gpx = Buffer.from(gpxText(madeUpRecording({ seconds: 86_000 })));

try {
  await measure('nothing', () => sleep(3000));
  await measure('FIT, 768,000 records', () => send(gateway, fits[0] as Uint8Array));
  const activity = await measure('TCX, 59,000 records', () => send(gateway, tcx));
  await measure('GPX, 86,000 records', () => send(gateway, gpx));
  await measure('two FIT at once', () => Promise.all(fits.slice(1).map((bytes) => send(gateway, bytes))));
  await measure('a FIT encoded of 59,000 records', async () => {
    const response = await fetch(activity.fitUrl, { headers: { authorization: `Bearer ${gateway.token}` } });
    return (await response.arrayBuffer()).byteLength;
  });
  await measure('streams of 768,000 records, 1000 points', () =>
    query(
      gateway,
      '{ viewer { health { activities(first: 1, filter: {to: "2025-01-20"}) { edges { node { streams { kind values } } } } } } }',
    ),
  );
  console.table(rows);
} finally {
  await gateway.stop();
}
