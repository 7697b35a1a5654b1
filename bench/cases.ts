import { measureLogin } from './cases/login.ts';
import { measureAnonymous, measureMe } from './cases/me.ts';
import { measureMemory } from './cases/memory.ts';
import { measurePopulation } from './cases/population.ts';
import { measureProfile } from './cases/profile.ts';
import { measureSignup } from './cases/signup.ts';
import { measureStartUp } from './cases/start-up.ts';
import { measureStorm } from './cases/storm.ts';
import type { CaseName } from './options.ts';
import type { Outcome } from './outcome.ts';
import type { Run } from './run.ts';

export const CASES: Record<CaseName, (run: Run) => Promise<Outcome>> = {
  me: measureMe,
  anonymous: measureAnonymous,
  login: measureLogin,
  signup: measureSignup,
  storm: measureStorm,
  'start-up': measureStartUp,
  memory: measureMemory,
  population: measurePopulation,
  profile: measureProfile,
};
