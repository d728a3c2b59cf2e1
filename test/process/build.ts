import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';

/** Tests of the whole program run what is built, so it is built from what stands in `src` now; incremental, so mostly at once. */
export default function setup(): void {
  execFileSync(process.execPath, [resolve('node_modules/typescript/bin/tsc'), '-p', '.'], { stdio: 'inherit' });
}
