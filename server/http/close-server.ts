import { once } from 'node:events';
import type { Server } from 'node:http';
import { Server as NetServer } from 'node:net';
import { SECOND } from '../time.ts';

/** How long a connection may still take to say what it wants: browsers open some in advance, and never use them. */
const PATIENCE = 1 * SECOND;

/**
 * Takes no more connections, and waits for the requests in flight; one whose head isn't there yet is none. Who sends or
 * reads so slowly that it isn't over within so many milliseconds is cut off: the stores are to be closed, too.
 */
export async function closeServer(server: Server, within: number): Promise<void> {
  if (!server.listening) {
    return;
  }
  const closed = once(server, 'close');
  server.headersTimeout = PATIENCE;
  // http's own close would look no more after connections that are slow, and would wait for them without an end.
  NetServer.prototype.close.call(server);
  server.closeIdleConnections();
  // A request that was answered before all of it was there leaves a connection that is idle only now.
  const closing = setInterval(() => server.closeIdleConnections(), PATIENCE);
  const cutting = setTimeout(() => server.closeAllConnections(), within);
  await closed;
  clearInterval(closing);
  clearTimeout(cutting);
  // Now it may: this ends the timer of http's own.
  server.close();
}
