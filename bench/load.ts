import autocannon from 'autocannon';
import type { Round } from './job.ts';

/** One HTTP request that a contender is measured with. */
export interface Sent {
  method: 'GET' | 'POST';
  path: string;
  headers: Record<string, string>;
  body?: string | Buffer;
}

/** Asks once; anything but 200 is an error. */
export async function ask(url: string, { method, path, headers, body }: Sent): Promise<string> {
  const response = await fetch(url + path, { method, headers, ...(body !== undefined && { body: body as BodyInit }) });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${path}: ${response.status} ${text.slice(0, 500)}`);
  return text;
}

/** How long an answer may take. */
const patienceSeconds = 60;

/** How long, and on how many connections. */
export interface Repeated {
  seconds: number;
  connections: number;
}

/** Asks the same again and again. Every answer must be the one that was compared before. */
export async function askAgain(
  url: string,
  { body, ...request }: Sent,
  answer: string,
  { seconds, connections }: Repeated,
): Promise<Round> {
  let answered = 0;
  const begun = performance.now();
  let ended = begun;
  const result = await autocannon({
    ...request,
    url: url + request.path,
    ...(body !== undefined && { body }),
    connections,
    duration: seconds,
    timeout: patienceSeconds,
    verifyBody(given) {
      answered += 1;
      ended = performance.now();
      return given === answer;
    },
  });
  if (answered === 0) throw new Error(`${url}: ${seconds} seconds are too short for an answer`);
  return roundOf(result, (1000 * answered) / (ended - begun));
}

const writeConnections = 4;

/** Sends each of some requests once, on up to four connections. */
export async function sendAll(url: string, requests: readonly Sent[]): Promise<Round> {
  const waiting = [...requests];
  const begun = performance.now();
  // By itself it looks only once a second whether all are answered.
  let ended = begun;
  const result = await autocannon({
    url,
    connections: Math.min(writeConnections, requests.length),
    amount: requests.length,
    timeout: patienceSeconds,
    requests: [
      {
        setupRequest: (request: autocannon.Request) => ({ ...request, ...waiting.shift() }),
        onResponse: () => (ended = performance.now()),
      },
    ],
  });
  if (result['2xx'] !== requests.length)
    throw new Error(`${url}: of ${requests.length} were answered ${JSON.stringify(result.statusCodeStats)}`);
  return roundOf(result, (1000 * requests.length) / (ended - begun));
}

function roundOf(result: autocannon.Result, perSecond: number): Round {
  const failed = result.non2xx + result.errors + result.timeouts + result.mismatches;
  if (failed > 0)
    throw new Error(`${result.url}: ${failed} requests failed, ${result.mismatches} of them by another answer`);
  return { perSecond, figures: { 'p50 ms': result.latency.p50, 'p99 ms': result.latency.p99 } };
}
