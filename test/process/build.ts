import { execFileSync } from 'node:child_process';

/** Tests of the whole program run what is built, so it is built from what stands in `src` now; incremental, so mostly at once. */
export default function setup(): void {
  execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
}
