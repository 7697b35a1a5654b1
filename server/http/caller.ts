import type { IncomingMessage } from 'node:http';
import type { Logger } from 'pino';
import type { Caller } from '../accounts/caller.ts';
import type { Config } from '../config.ts';
import { createClientAddress } from './client-address.ts';
import { createDeviceCookie } from './device-cookie.ts';

/** Browsers have 200 at the most. Each event is a line of the log that holds it. */
const LONGEST_USER_AGENT = 512;

/** Tells who sends a request. Made once: it is to warn once. */
export type CallerOf = (request: IncomingMessage, requestId: string) => Caller;

export function createCallerOf(config: Pick<Config, 'trustProxy' | 'deadline' | 'publicUrl'>, log: Logger): CallerOf {
  const deviceCookie = createDeviceCookie(config);
  const clientAddress = createClientAddress(config, log);
  return (request, requestId) => {
    let address: string | undefined;
    // Read now: of a connection that has ended nobody can tell it any more.
    const { remoteAddress } = request.socket;
    return {
      /** Only what is counted or told needs it. */
      get address() {
        address ??= clientAddress({ socket: { remoteAddress }, headers: request.headers });
        return address;
      },
      userAgent: (request.headers['user-agent'] ?? '').slice(0, LONGEST_USER_AGENT),
      requestId,
      answerBy: performance.now() + config.deadline,
      deviceMarks: () => deviceCookie.read(request.headers.cookie),
    };
  };
}
