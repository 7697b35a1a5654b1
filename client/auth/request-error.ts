import type { CombinedError } from '@urql/core';

/**
 * What went wrong beside the operation's own results. Switch on `kind`; `message` is a sentence that a person may read.
 * No kind says that the input was at fault: that is a member of the operation's result union.
 */
export type RequestError =
  | {
      /** The service's answer didn't come: offline, blocked, cut off, or too late. What was sent may be done all the same. */
      kind: 'offline';
      message: string;
    }
  | {
      /** The service, or a proxy before it, can't answer now. */
      kind: 'unavailable';
      message: string;
      /** When to try again, in seconds; the server's own estimate, where it gave one. */
      retryAfterSeconds: number;
      /** A signup was done, but nobody is signed in yet: offer to log in. */
      accountCreated: boolean;
      /** A password was changed, but nobody is signed in any more: offer to log in with the new one. */
      passwordChanged: boolean;
      /** The other sessions have ended, and this one, too: offer to log in. */
      sessionsRevoked: boolean;
    }
  | {
      /** The session has ended, by time or from another device. Nothing ran: it may be sent again after a login. */
      kind: 'sessionEnded';
      message: string;
    }
  | {
      /** Not allowed; or the session ended while the operation ran, and a part of it may be done. `message` says which. */
      kind: 'forbidden';
      message: string;
    }
  | {
      /** It is done, but the browser keeps no cookie of this server, so that nobody is signed in. */
      kind: 'cookieBlocked';
      message: string;
      /** It was a signup: the account is there. */
      accountCreated: boolean;
    }
  | {
      /** Somebody else is signed in by now, or nobody: the answer was dropped. */
      kind: 'viewerChanged';
      message: string;
    }
  | {
      /** A defect, or an operation that the server doesn't take; `code` is what the server called it, if it did. */
      kind: 'unexpected';
      message: string;
      code: string | null;
    };

/** How long to wait where the server doesn't say, in seconds. */
const RETRY_AFTER = 5;

/** What a browser without cookies is told after a login, or after a signup. */
export function cookieBlocked(accountCreated: boolean): RequestError {
  const done = accountCreated ? 'Your account was created' : 'The password is right';
  const message = `${done}, but your browser didn’t keep the cookie that signs you in. Allow cookies for this site, and log in.`;
  return { kind: 'cookieBlocked', message, accountCreated };
}

export const VIEWER_CHANGED: RequestError = {
  kind: 'viewerChanged',
  message: 'The account that is signed in has changed since. Look at the page before you try again.',
};

/** Names what urql calls an error; use it for the errors of your own operations, too. */
export function toRequestError({ graphQLErrors: [first], response }: CombinedError): RequestError {
  if (!first) {
    return isFromProxy(response) ? unavailable(response) : unanswered(response);
  }
  const { code } = first.extensions;
  switch (code) {
    case 'SERVICE_UNAVAILABLE':
      return unavailable(response, first.extensions);
    case 'UNAUTHENTICATED':
      return { kind: 'sessionEnded', message: 'Your session has ended. Log in again to go on.' };
    case 'CROSS_ORIGIN_REQUEST':
      return { kind: 'unexpected', code, message: 'The server takes no requests from pages of this origin.' };
    case 'VIEWER_CHANGED':
      return VIEWER_CHANGED;
    case 'FORBIDDEN':
      return { kind: 'forbidden', message: first.message };
    default:
      return unexpected(typeof code === 'string' ? code : null);
  }
}

/** A proxy that doesn't reach the service answers for it, and not in GraphQL. */
function isFromProxy(response: Response | undefined): boolean {
  return response !== undefined && [502, 503, 504].includes(response.status);
}

function unanswered(response: Response | undefined): RequestError {
  if (response && !response.ok) {
    return unexpected(`HTTP_${response.status}`);
  }
  return { kind: 'offline', message: 'The server can’t be reached. Check the connection and try again.' };
}

function unavailable(response: Response | undefined, done: Record<string, unknown> = {}): RequestError {
  const seconds = Number(response?.headers.get('retry-after') ?? Number.NaN);
  return {
    kind: 'unavailable',
    message: 'The service can’t answer now. Try again in a moment.',
    retryAfterSeconds: Number.isFinite(seconds) && seconds >= 0 ? seconds : RETRY_AFTER,
    accountCreated: done.accountCreated === true,
    passwordChanged: done.passwordChanged === true,
    sessionsRevoked: done.sessionsRevoked === true,
  };
}

export function unexpected(code: string | null): RequestError {
  return { kind: 'unexpected', message: 'Something went wrong that shouldn’t have. Try again later.', code };
}
