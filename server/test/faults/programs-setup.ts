import { findPgbouncer, findPrograms, NEEDED, PGBOUNCER_NEEDED } from './programs.ts';

/** Says once, before all tests, what can't be run; under CI=true that is a failure. */
export default function setup(): void {
  if (!findPrograms()) {
    process.stderr.write(`Skipped: ${NEEDED}\n`);
  }
  if (!findPgbouncer()) {
    process.stderr.write(`Skipped: ${PGBOUNCER_NEEDED}\n`);
  }
}
