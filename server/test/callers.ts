import { generateSessionToken } from '../sessions/token.ts';
import { DAY } from '../time.ts';
import type { Agent } from './agent.ts';
import { ada, type Person } from './people.ts';
import type { TestApp } from './test-app.ts';

let count = 0;

/** Somebody whom no other test knows. */
export function somebody(): Person {
  return { ...ada, username: `person${++count}` };
}

/** Callers who aren't signed in, whatever their cookie says; each by how it came to that. */
export const STRANGERS: Record<string, (app: TestApp) => Promise<Agent>> = {
  anonymous: async (app) => app.visitor(),

  forged: async (app) => withCookie(app, `gatehouse=${generateSessionToken()}`),

  malformed: async (app) => withCookie(app, 'gatehouse=%00garbage'),

  doubled: async (app) => {
    const { cookie } = await app.signedUp(somebody());
    return withCookie(app, `${cookie}; ${cookie}`);
  },

  revoked: async (app) => {
    const agent = await app.signedUp(somebody());
    const { cookie } = agent;
    await agent.logout();
    return withCookie(app, `${cookie}`);
  },

  'epoch-stale': async (app) => {
    const agent = await app.signedUp(somebody());
    // As after a restore of the session store: the record is there, but the user's epoch has moved on.
    await app.database.prisma.user.updateMany({ data: { sessionEpoch: crypto.randomUUID() } });
    return agent;
  },

  deactivated: async (app) => {
    const person = somebody();
    const agent = await app.signedUp(person);
    await app.database.prisma.user.updateMany({
      where: { username: person.username },
      data: { isActive: false },
    });
    return agent;
  },

  deleted: async (app) => {
    const person = somebody();
    const agent = await app.signedUp(person);
    const { cookie } = agent;
    await agent.deleteAccount(person.password);
    return withCookie(app, `${cookie}`);
  },

  // Last, because it moves the clock for all.
  expired: async (app) => {
    const agent = await app.signedUp(somebody());
    app.advance(31 * DAY);
    return agent;
  },
};

function withCookie(app: TestApp, cookie: string): Agent {
  const agent = app.visitor();
  agent.cookie = cookie;
  return agent;
}
