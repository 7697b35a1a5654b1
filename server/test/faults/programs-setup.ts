import { findPrograms, NEEDED } from './programs.ts';

/** Says once, before all tests, what can't be run; under CI=true that is a failure. */
export default function setup(): void {
  if (!findPrograms()) {
    process.stderr.write(`Skipped: ${NEEDED}\n`);
  }
}
