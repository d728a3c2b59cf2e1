import { monitorEventLoopDelay } from 'node:perf_hooks';
import type * as configModule from '../src/platform/config.ts';
import type * as serveModule from '../src/server/serve.ts';
import { built } from './built.ts';

// The built gateway, with a clock on its event loop. It is told by messages what to do.
const { serve } = await built<typeof serveModule>('server/serve.js');
const { loadConfig } = await built<typeof configModule>('platform/config.js');

const resolution = 5;
const delay = monitorEventLoopDelay({ resolution });
const running = await serve(loadConfig());
delay.enable();
let peak = 0;
const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 20);

process.on('message', async (message) => {
  if (message === 'load') {
    const toMs = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - resolution);
    process.send?.({ p99Ms: toMs(delay.percentile(99)), maxMs: toMs(delay.max), peakMegabytes: peak / 2 ** 20 });
    delay.reset();
    peak = 0;
    return;
  }
  clearInterval(watch);
  await running.stop();
  process.exit();
});
process.send?.('ready');
