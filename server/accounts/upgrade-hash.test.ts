import { pino } from 'pino';
import { expect, test, vi } from 'vitest';
import type { UserWithPassword } from '../database/user.ts';
import { HashQueueFull } from '../passwords/hash-queue.ts';
import { callerDueIn } from '../test/caller-due-in.ts';
import { MARGIN } from './in-time.ts';
import type { Services } from './services.ts';
import { upgradeHash } from './upgrade-hash.ts';

const ada = { id: 'a', password: 'an old one' } as UserWithPassword;

/** Services whose parts fail as a test wants; the real ones are in server/test/. */
function servicesWith(hash: () => Promise<string>, updateMany = vi.fn(async () => ({ count: 1 }))) {
  const lines: string[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(line) });
  const services = {
    passwords: { isOutdated: () => true, hash },
    database: { prisma: { user: { updateMany } } },
    log,
    events: { emit: vi.fn() },
  };
  return { services: services as unknown as Services, updateMany, lines };
}

test('a queue that is full leaves the hash to the next login, and fails nothing', async () => {
  const { services, updateMany, lines } = servicesWith(() => Promise.reject(new HashQueueFull('full')));

  await upgradeHash(services, ada, 'secret', callerDueIn(3000));

  expect(updateMany).not.toHaveBeenCalled();
  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toMatch(/secret|an old one/);
});

test('a store that fails leaves the hash to the next login, and fails nothing', async () => {
  const fault = vi.fn(() => Promise.reject(new Error('gone')));
  const { services, lines } = servicesWith(async () => 'new', fault);

  await upgradeHash(services, ada, 'secret', callerDueIn(3000));

  expect(fault).toHaveBeenCalledOnce();
  expect(lines).toHaveLength(1);
});

test('an upgrade is waited for only while the answer is not due, and writes nothing after that', async () => {
  let finish: (encoded: string) => void = () => undefined;
  const { services, updateMany, lines } = servicesWith(() => new Promise((resolve) => (finish = resolve)));
  const start = performance.now();

  await upgradeHash(services, ada, 'secret', callerDueIn(MARGIN + 50));
  expect(performance.now() - start).toBeLessThan(MARGIN + 50);
  // A timer may fire a little early, and what is done by then is done in time.
  await new Promise((resolve) => setTimeout(resolve, 20));
  finish('new');
  await vi.waitFor(() => expect(lines).toHaveLength(1));

  expect(updateMany).not.toHaveBeenCalled();
});
