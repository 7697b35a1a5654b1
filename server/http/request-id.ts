import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Config } from '../config.ts';
import { isTrustedProxy } from './client-address.ts';

/** What a proxy's own ids are made of: nothing that a log, a header or a terminal takes for anything else. */
const SANE = /^[\w.:+/=-]{8,128}$/;

/**
 * Tells by which id a request goes, in its answer, its events and the log. A trusted proxy that has given it one already
 * keeps it, so that both logs speak of the same request; anybody else's could be made to look like somebody's request.
 */
export function createRequestIdOf({ trustProxy }: Pick<Config, 'trustProxy'>): (request: IncomingMessage) => string {
  return ({ headers: { 'x-request-id': given }, socket }) => {
    const isTaken = typeof given === 'string' && trustProxy !== null && SANE.test(given);
    return isTaken && isTrustedProxy(socket.remoteAddress, trustProxy) ? given : randomUUID();
  };
}
