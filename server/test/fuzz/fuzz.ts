/**
 * Sends what nobody would write to the built server in production, made from the schema: `npm run fuzz`. It fails where an
 * answer is a 5xx, masked, untyped or not JSON, and where the server logs an error or ends. A failure prints its seed and
 * the smallest body that does it; `npm run fuzz -- <seed>` sends the same again.
 */
import fc from 'fast-check';
import { ERROR_CODES } from '../../graphql/errors.ts';
import { schema } from '../../graphql/schema.ts';
import { HTTP_ERROR_CODES } from '../../http/http-error.ts';
import { SECOND } from '../../time.ts';
import { Agent } from '../agent.ts';
import { ada } from '../people.ts';
import { choices } from './choices.ts';
import { type FuzzedBody, fuzzedBody } from './operations.ts';
import { startProduction } from './production.ts';

const ROUNDS = 1260;
/** So many are sent at once, each by a stranger and by somebody who is signed in. */
const BODIES = 8;
const FEWEST_REQUESTS = 20_000;
const MOST_TIME = 240 * SECOND;

const CODES: ReadonlySet<unknown> = new Set([...ERROR_CODES, ...HTTP_ERROR_CODES]);

/** A defect or a store's fault: no input may cause one. */
const FAULTS: ReadonlySet<unknown> = new Set(['INTERNAL_SERVER_ERROR', 'SERVICE_UNAVAILABLE']);

/** What an answer may hold of nothing: a stack, a path, a statement. */
const INSIDES = /\n\s+at |node_modules|\/dist\/|PrismaClient|prisma\.|SELECT |INSERT INTO/;

const codes = new Map<string, number>();
let requests = 0;
let round = 0;

const { name, server, remove } = await startProduction();
try {
  const url = await server.url();
  const stranger = new Agent(url);
  const person = new Agent(url);
  await person.signup(ada);
  const began = performance.now();
  const seed = Number(process.argv[2] ?? Date.now() % 2 ** 31);
  await fc.assert(
    fc.asyncProperty(fc.array(choices, { minLength: BODIES, maxLength: BODIES }), async (all) => {
      const bodies = all.map((choose) => fuzzedBody(schema, choose));
      await Promise.all(bodies.flatMap((body) => [judge(stranger, body), judge(person, body)]));
      // Some bodies log out. A login takes as long as twenty other requests.
      round += 1;
      if (!person.cookie && round % 8 === 0) {
        await person.login(ada.username, ada.password);
      }
    }),
    { seed, numRuns: ROUNDS, interruptAfterTimeLimit: MOST_TIME, endOnFailure: false },
  );
  server.signal('SIGTERM');
  requireEqual(await server.exit, 0, 'the exit code');
  requireNoErrors(server.output());
  if (requests < FEWEST_REQUESTS) {
    throw new Error(`only ${requests} requests were sent in ${MOST_TIME / SECOND} s`);
  }
  print(`${requests} requests in ${Math.round((performance.now() - began) / SECOND)} s, on ${name}, seed ${seed}:`);
  for (const [code, count] of [...codes].sort(([, a], [, b]) => b - a)) {
    print(`  ${String(count).padStart(6)} ${code}`);
  }
} finally {
  await server[Symbol.asyncDispose]();
  await remove();
}

async function judge(agent: Agent, body: FuzzedBody): Promise<void> {
  requests += 1;
  const response = await agent.post(JSON.stringify(body));
  const text = await response.text();
  const problem = problemWith(response.status, text);
  if (problem) {
    throw new Error(`${problem}: ${response.status} ${text.slice(0, 1000)}\nfor ${JSON.stringify(body)}`);
  }
}

function problemWith(status: number, text: string): string | null {
  if (status >= 500) {
    return 'a fault of the server';
  }
  if (INSIDES.test(text)) {
    return 'an answer that shows the inside';
  }
  const { data, errors = [] } = JSON.parse(text) as { data?: unknown; errors?: { extensions?: { code?: unknown } }[] };
  const found = errors.map(({ extensions }) => extensions?.code);
  for (const outcome of [...(data ? ['data'] : []), ...found.map(String)]) {
    codes.set(outcome, (codes.get(outcome) ?? 0) + 1);
  }
  if (found.some((code) => FAULTS.has(code))) {
    return 'a masked error';
  }
  return found.every((code) => CODES.has(code)) ? null : 'an error without a code';
}

/** Every line is one of the log, and none tells of an error. */
function requireNoErrors(output: string): void {
  for (const line of output.split('\n').filter(Boolean)) {
    if ((JSON.parse(line) as { level: number }).level >= 50) {
      throw new Error(`the server logged an error: ${line}`);
    }
  }
}

function requireEqual(given: unknown, expected: unknown, what: string): void {
  if (given !== expected) {
    throw new Error(`${what} was ${String(given)}`);
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
