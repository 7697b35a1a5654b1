import { createHash } from 'node:crypto';
import type { Session } from '../../server/sessions/session.ts';
import { type SessionToken, sessionIdOf } from '../../server/sessions/token.ts';
import { DAY } from '../../server/time.ts';

/** PostgreSQL and this process make the same people out of the same numbers, and so needn't tell each other. */
export const ID_SQL = `md5('user ' || n)::uuid`;
export const EPOCH_SQL = `md5('epoch ' || n)::uuid`;

export function usernameOf(n: number): string {
  return `person${n}`;
}

export function tokenOf(n: number): SessionToken {
  return createHash('sha256').update(`token ${n}`).digest('base64url');
}

/** As it was begun at a time, and is used again and again: no request has to write that it was seen. */
export function sessionOf(n: number, beganAt: number): Session {
  return {
    id: sessionIdOf(tokenOf(n)),
    userId: md5(`user ${n}`),
    epoch: md5(`epoch ${n}`),
    beganAt,
    lastSeenAt: beganAt,
    provedAt: beganAt,
    endsAt: beganAt + 7 * DAY,
    remembered: false,
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    address: '203.0.113.7',
  };
}

/** Written as PostgreSQL writes a UUID. */
function md5(text: string): string {
  return createHash('md5')
    .update(text)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
