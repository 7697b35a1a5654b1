import { hash, randomBytes } from 'node:crypto';

/** What the client holds: 32 random bytes as base64url, and nothing else. */
export type SessionToken = string;

/** What is stored: the SHA-256 of the token. A stolen store holds nothing that opens a session. */
export type SessionId = string;

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** What a person sees of a session, to tell it from others: nothing that leads back to the other two. */
export type PublicSessionId = string;

/** Makes a new token; 256 bits can't be guessed (ASVS 5.0 7.2.3 asks for 128). */
export function generateSessionToken(): SessionToken {
  return randomBytes(32).toString('base64url');
}

/** Answers whether a text could be a token at all, so that garbage costs no look-up. */
export function isSessionToken(text: string): text is SessionToken {
  return TOKEN.test(text);
}

// Synchronous on purpose: it takes less than the way to another thread, where it would wait behind others.
export function sessionIdOf(token: SessionToken): SessionId {
  return hash('sha256', token, 'base64url');
}

/** A hash of the stored id under a name of its own: neither a token nor what a store knows it by. */
export function publicIdOf(id: SessionId): PublicSessionId {
  return hash('sha256', `public session id:${id}`, 'base64url').slice(0, 22);
}
