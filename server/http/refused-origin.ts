import type { IncomingMessage } from 'node:http';
import type { Services } from '../accounts/services.ts';
import type { CallerOf } from './caller.ts';

/** No origin is longer than a host name with a scheme and a port. */
const LONGEST_ORIGIN = 300;

/** Tells that a page of another site called. */
export function createOriginReport({ events }: Pick<Services, 'events'>, callerOf: CallerOf) {
  return (request: IncomingMessage, requestId: string): void => {
    const caller = callerOf(request, requestId);
    const { origin, 'sec-fetch-site': site } = request.headers;
    events.emit({ type: 'originRefused', userId: null, origin: shorten(origin), site: shorten(site) }, caller);
  };
}

function shorten(header: string | string[] | undefined): string | null {
  return header === undefined ? null : String(header).slice(0, LONGEST_ORIGIN);
}
