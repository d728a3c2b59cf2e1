import type * as configModule from '../../src/platform/config.ts';
import type * as serveModule from '../../src/server/serve.ts';
import { built } from '../built.ts';

// The gateway as it runs, from its settings on.
const { serve } = await built<typeof serveModule>('server/serve.js');
const { loadConfig } = await built<typeof configModule>('platform/config.js');
const { url } = await serve(loadConfig());
process.send?.({ url });
