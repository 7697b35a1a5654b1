import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';
import { expect, inject, test, vi } from 'vitest';
import { onPGlite } from '../database/embedded.ts';
import type { User } from '../database/user.ts';
import { createDatabaseStore } from '../sessions/database-store.ts';
import type { Session } from '../sessions/session.ts';
import { createSessions } from '../sessions/sessions.ts';
import { createSigner } from '../signature.ts';
import { callerDueIn } from '../test/caller-due-in.ts';
import { beginSession, beginSessionAfter, continueSessionAfter, SessionNotStored } from './begin-session.ts';
import { InvalidCredentials } from './errors.ts';
import type { Services } from './services.ts';

const session = {} as Session;
const nobody = { id: randomUUID(), username: 'nobody', sessionEpoch: randomUUID() } as User;

test('a login whose account is deleted before its session begins is refused and told like any other', async () => {
  const dump = new Blob([await readFile(inject('embeddedTemplate'))]);
  const database = onPGlite(await PGlite.create({ loadDataDir: dump }));
  const emit = vi.fn();
  const signer = createSigner({ current: 'a key', previous: null });
  const sessions = createSessions(createDatabaseStore(database), Date.now);
  const services = { sessions, signer, events: { emit, on: () => () => undefined } } as unknown as Services;

  await expect(beginSession(services, nobody, false, callerDueIn(3000))).rejects.toThrow(InvalidCredentials);
  await expect(beginSessionAfter('passwordChanged', services, nobody, false, callerDueIn(3000))).rejects.toThrow(
    InvalidCredentials,
  );
  // A login tells it itself.
  expect(emit.mock.calls.map(([event]) => event)).toMatchObject([{ type: 'loginFailed', userId: nobody.id }]);
  await database.close();
});

test('a session store that hangs after the change is committed is told before the answer is due', async () => {
  // A store that never answers: a real one would be given up by its own timeout, which is later than this deadline.
  const sessions = { begin: () => new Promise(() => undefined) } as unknown as Services['sessions'];
  const late = beginSessionAfter('accountCreated', { sessions } as Services, nobody, false, callerDueIn(150));

  await expect(late).rejects.toThrow(SessionNotStored);
  await expect(late).rejects.toMatchObject({ done: 'accountCreated' });
});

test('so it is when the others were signed out and this session can’t go on', async () => {
  const hanging = { continueUnder: () => new Promise(() => undefined) };
  const failing = { continueUnder: () => Promise.reject(new Error('the store is away')) };
  for (const sessions of [hanging, failing] as unknown as Services['sessions'][]) {
    const late = continueSessionAfter('sessionsRevoked', { sessions } as Services, nobody, session, callerDueIn(150));
    await expect(late).rejects.toMatchObject({ name: 'SessionNotStored', done: 'sessionsRevoked' });
  }
});
