import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { createLog } from './log.ts';

const FORGERY = 'x\r\n{"level":30,"msg":"logged in"}\n[00:00:00] INFO: logged in';
const TERMINAL = '\u001b[2K\u001b]0;owned\u0007 \u009b2J \u007f \u2028 \u202eevil';

/** Everything that acts on a terminal but the end of a line. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const ACTING = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e]/;

/** Keeps what is written to it. */
function page() {
  const parts: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      parts.push(String(chunk));
      done();
    },
  });
  return { stream, text: () => parts.join('') };
}

/** What a profile's log makes of hostile texts, wherever a line may have them. */
async function written(profile: 'development' | 'production'): Promise<string> {
  const { stream, text } = page();
  const log = createLog({ logLevel: 'debug', profile }, stream);
  for (const hostile of [FORGERY, TERMINAL]) {
    log.info({ event: 'loggedIn', userAgent: hostile, [hostile]: 1 }, hostile);
    log.error({ error: Object.assign(new Error(hostile), { code: hostile }) }, 'unexpected error');
    log.warn(hostile);
  }
  log.info('the end');
  await expect.poll(text).toContain('the end');
  return text();
}

test('in production no text forges a line of the log or acts on a terminal', async () => {
  const lines = (await written('production')).trimEnd().split('\n');
  expect(lines).toHaveLength(7);
  expect(lines.map((line) => typeof JSON.parse(line).time)).toEqual(lines.map(() => 'string'));
  expect(lines.join('')).not.toMatch(ACTING);
});

test('in development neither: what isn’t the end of our own line, or of an error’s stack, is written out', async () => {
  const output = await written('development');
  expect(output).not.toMatch(ACTING);
  const lines = output.trimEnd().split('\n');
  const own = /^\[\d\d:\d\d:\d\d\] (INFO|ERROR|WARN): |^ {4}/;
  expect(lines.filter((line) => !own.test(line))).toEqual([]);
  expect(lines.filter((line) => /^\[/.test(line))).toHaveLength(7);
});

test('of an error the log has its name, message and stack, and nothing that hangs on it', async () => {
  const { stream, text } = page();
  const log = createLog({ logLevel: 'debug', profile: 'production' }, stream);
  log.error({ error: Object.assign(new Error('a fault'), { parameters: ['hunter2'], cause: new Error('hunter2') }) });
  log.error({ error: 'hunter2' });

  await expect.poll(text).toContain('"type":"string"');
  expect(text()).toContain('a fault');
  expect(text()).not.toContain('hunter2');
});
