import { once } from 'node:events';
import type { Server } from 'node:http';
import { Server as NetServer } from 'node:net';
import { SECOND } from '../time.ts';

/** How long a connection may still take to say what it wants: browsers open some in advance, and never use them. */
const PATIENCE = 1 * SECOND;

/** Takes no more connections, and waits for the requests in flight; a request whose head isn't there yet is none. */
export async function closeServer(server: Server): Promise<void> {
  if (!server.listening) {
    return;
  }
  server.headersTimeout = PATIENCE;
  const closed = once(server, 'close');
  // http's own close would look no more after connections that are slow, and would wait for them without an end.
  NetServer.prototype.close.call(server);
  server.closeIdleConnections();
  await closed;
  // Now it may: this ends the timer of that.
  server.close();
}
