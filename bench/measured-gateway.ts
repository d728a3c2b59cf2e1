import { monitorEventLoopDelay } from 'node:perf_hooks';

// The built gateway, with a clock on its event loop. It is told by messages what to do.
const { serve } = (await import('../dist/src/server/serve.js' as string)) as typeof import('../src/server/serve.ts');
const { loadConfig } = (await import(
  '../dist/src/platform/config.js' as string
)) as typeof import('../src/platform/config.ts');

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
