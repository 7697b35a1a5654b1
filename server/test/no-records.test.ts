import { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { generateSessionToken } from '../sessions/token.ts';
import { ada } from './people.ts';
import { keysOf } from './redis-keys.ts';
import { startTestApp, type TestApp } from './test-app.ts';

/** Every row and every key that there is, by its name, without what only counts attempts. */
async function records({ database, config }: TestApp): Promise<string[]> {
  const users = await database.prisma.user.findMany({ select: { id: true } });
  const sessions = await database.prisma.session.findMany({ select: { id: true } });
  return [...users, ...sessions]
    .map(({ id }) => id)
    .concat(await keysOf(config.redis))
    .sort();
}

const GUARDED = 'mutation { revokeOtherSessions { __typename } }';

/** What anonymous and hostile clients send, none of which checks a password or signs up. */
function barrage(app: TestApp): Promise<unknown>[] {
  const cookies = [undefined, `gatehouse=${generateSessionToken()}`, 'gatehouse=x', 'gatehouse=; gatehouse=', 'a=b'];
  return cookies.flatMap((cookie) => {
    const visitor = app.visitor({
      'x-forwarded-for': `203.0.113.${Math.random()}`,
      'user-agent': `ua ${Math.random()}`,
    });
    const headers = cookie === undefined ? undefined : { cookie };
    return [
      ...[
        '{ me { id } }',
        GUARDED,
        'mutation { logout }',
        '{',
        '{ nothing }',
        '{ passwordPolicy { rules { code } } }',
      ].map((query) => visitor.send(query, {}, headers)),
      ...['', 'x', '[]', '{"query":1}', '\u0000', 'x'.repeat(200_000)].map((body) => visitor.post(body, headers)),
      visitor.post('{}', { ...headers, origin: 'https://evil.example' }),
      fetch(`${app.url}/graphql?query={me{id}}`),
      fetch(`${app.url}/${Math.random()}`),
    ];
  });
}

test('anonymous, forged and malformed requests leave no record in any store', async () => {
  await using app = await startTestApp();
  await app.signedUp(ada);
  const before = await records(app);
  expect(before.length).toBeGreaterThan(1);

  for (let round = 0; round < 5; round += 1) {
    await Promise.allSettled(barrage(app));
  }

  expect(await records(app)).toEqual(before);
});

test('refused logins and signups leave counters that run out, and nothing else', async () => {
  await using app = await startTestApp();
  await app.signedUp(ada);
  const before = await records(app);

  await Promise.all([
    ...Array.from({ length: 10 }, (_, index) => app.visitor().login(`nobody${index}`, 'wrong')),
    ...Array.from({ length: 10 }, () => app.visitor().login(ada.username, 'wrong')),
    ...Array.from({ length: 5 }, () => app.visitor().signup({ ...ada, password: 'short' })),
  ]);

  const after = await records(app);
  expect(after.filter((name) => !name.includes('attempts:'))).toEqual(
    before.filter((name) => !name.includes('attempts:')),
  );
  expect(await withoutExpiry(app.config.redis, after)).toEqual([]);
});

/** Which of the counters would stay for ever. */
async function withoutExpiry(config: TestApp['config']['redis'], names: string[]): Promise<string[]> {
  if (!config) {
    return [];
  }
  const redis = new Redis(config.url);
  const counters = names.filter((name) => name.includes('attempts:'));
  const lives = await Promise.all(counters.map((name) => redis.pttl(name)));
  await redis.quit();
  expect(counters.length).toBeGreaterThan(10);
  return counters.filter((_, index) => (lives[index] ?? -1) < 0);
}
