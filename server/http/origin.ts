import type { IncomingHttpHeaders } from 'node:http';
import type { Config } from '../config.ts';
import { HttpError } from './http-error.ts';

type OriginRules = Pick<Config, 'allowedOrigins' | 'profile' | 'publicUrl'>;

/**
 * Refuses requests that another site's page makes with a visitor's cookie. Where the browser says by Sec-Fetch-Site
 * where the request comes from, that decides; otherwise Origin does. Programs that send neither pass: they have no
 * cookie but their own. (Fetch Metadata; OWASP CSRF prevention.) @throws {HttpError} 403
 */
export function requireOwnOrigin(headers: IncomingHttpHeaders, rules: OriginRules): void {
  if (!isTrusted(headers, rules)) {
    throw new HttpError(403, 'CROSS_ORIGIN_REQUEST', 'Pages of this origin may not call the API.');
  }
}

function isTrusted(headers: IncomingHttpHeaders, rules: OriginRules): boolean {
  const { origin } = headers;
  const site = headers['sec-fetch-site'];
  if (origin !== undefined && isAllowed(origin, rules)) {
    return true;
  }
  if (site !== undefined) {
    return site === 'same-origin' || site === 'none';
  }
  return origin === undefined || isOwn(origin, headers.host, rules);
}

/** Answers whether an origin is on the list, to the letter. The opaque origin `null` can't be on it. */
export function isAllowed(origin: string, { allowedOrigins }: OriginRules): boolean {
  return allowedOrigins.includes(origin);
}

function isOwn(origin: string, host: string | undefined, { profile, publicUrl }: OriginRules): boolean {
  return origin === publicUrl.origin || (profile === 'development' && origin === `http://${host}`);
}
