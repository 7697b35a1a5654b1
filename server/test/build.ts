import { buildWhenStale } from './server-process.ts';

/** Builds once before all test files: several of them run the built server, at once. */
export default buildWhenStale;
