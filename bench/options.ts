import { parseArgs } from 'node:util';

/** What a run measures, in the order in which it does: beside a hash nothing else should run, and later cases keep programs. */
export const CASE_NAMES = [
  'login',
  'signup',
  'me',
  'anonymous',
  'storm',
  'start-up',
  'memory',
  'population',
  'profile',
] as const;

export type CaseName = (typeof CASE_NAMES)[number];

/** A million users, and what slows down what it watches, are for those who ask for them. */
const USUAL_CASES = CASE_NAMES.filter((name) => name !== 'population' && name !== 'profile');
const QUICK_CASES: readonly CaseName[] = ['login', 'signup', 'me', 'anonymous', 'start-up'];

export interface Options {
  cases: readonly CaseName[];
  /** How often each is measured, in turn with what it is compared with. */
  rounds: number;
  /** How long a round of requests is. */
  seconds: number;
  /** Connections that the load generator keeps busy. */
  connections: number;
  /** On PGlite in the server's own process instead of PostgreSQL and Redis. */
  embedded: boolean;
  /** Beside mercurius and better-auth, too. */
  peers: boolean;
  /** Short, and held against the baseline. */
  quick: boolean;
  writeBaseline: boolean;
  /** Where the figures go as JSON. */
  json: string | null;
  /** Work factor of bcrypt, for everybody. */
  cost: number;
}

/** The command line can't be used as it is; the message is for people. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const USAGE = `npm run bench -- [options]
  --cases a,b     some of: ${CASE_NAMES.join(', ')}
                  (default: all but population and profile)
  --rounds N      rounds of requests, interleaved (default 7)
  --seconds N     how long each is (default 2)
  --connections N that the load generator keeps busy (default 64)
  --embedded      on PGlite instead of PostgreSQL and Redis
  --peers         beside mercurius and better-auth, too; installs them in bench/peers/ when needed
  --quick         short, with ratios held against bench/baseline.json; exit code 1 where more than a quarter is lost
  --write-baseline  as --quick, and what is measured becomes the baseline
  --json FILE     the figures as JSON, too`;

/** Reads the command line. @throws {UsageError} */
export function readOptions(args: string[]): Options {
  const given = parse(args);
  const writeBaseline = given['write-baseline'];
  const quick = given.quick || writeBaseline;
  if (quick && (given.embedded || given.peers)) {
    throw new UsageError('--quick is compared with a baseline that has neither --embedded nor --peers');
  }
  const cases = given.cases ? given.cases.split(',').map(caseName) : quick ? QUICK_CASES : USUAL_CASES;
  const slow = cases.find((name) => quick && !QUICK_CASES.includes(name));
  if (slow) {
    throw new UsageError(`--quick has no ${slow}; it has ${QUICK_CASES.join(', ')}`);
  }
  return {
    cases,
    rounds: wholeNumber('--rounds', given.rounds ?? (quick ? '5' : '7')),
    seconds: wholeNumber('--seconds', given.seconds ?? (quick ? '1' : '2')),
    connections: wholeNumber('--connections', given.connections ?? '64'),
    embedded: given.embedded,
    peers: given.peers,
    quick,
    writeBaseline,
    json: given.json ?? null,
    // The cheaper the hash, the more is seen of what is done beside it.
    cost: quick ? 10 : 12,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        cases: { type: 'string' },
        rounds: { type: 'string' },
        seconds: { type: 'string' },
        connections: { type: 'string' },
        embedded: { type: 'boolean', default: false },
        peers: { type: 'boolean', default: false },
        quick: { type: 'boolean', default: false },
        'write-baseline': { type: 'boolean', default: false },
        json: { type: 'string' },
        help: { type: 'boolean', default: false, short: 'h' },
      },
    }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function caseName(name: string): CaseName {
  const known = CASE_NAMES.find((one) => one === name);
  if (!known) {
    throw new UsageError(`--cases: there is no ${name}; there are ${CASE_NAMES.join(', ')}`);
  }
  return known;
}

function wholeNumber(option: string, text: string): number {
  if (!/^[1-9]\d{0,4}$/.test(text)) {
    throw new UsageError(`${option} must be a whole number from 1 to 99999`);
  }
  return Number(text);
}
