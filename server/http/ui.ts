import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { type Answer, text } from './answer.ts';
import { answerFile, readStaticFile } from './static-file.ts';

/** Answers a GET for a page or a file of the UI; null where there is none. */
export type Ui = (request: IncomingMessage) => Answer | null;

/** What the build wrote down of the UI's addresses. */
const PAGES = 'pages.json';

/** A year: another content has another name. */
const ASSET_HEADERS = { 'cache-control': 'public, max-age=31536000, immutable' };

/** Nothing but our own files, and no script or style in the page itself. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const PAGE_HEADERS = {
  // Kept, and asked for again each time: a new build is seen at once.
  'cache-control': 'no-cache',
  'content-security-policy': POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  // `next` may tell another site what somebody was about to do.
  'referrer-policy': 'same-origin',
};

/**
 * The built UI, read into memory once: one page for every address that the UI knows, and files whose names change with
 * their content. Null where it wasn't built.
 */
export function loadUi(directory: string): Ui | null {
  if (!existsSync(join(directory, PAGES))) {
    return null;
  }
  const page = readStaticFile(join(directory, 'index.html'));
  const addresses: string[] = JSON.parse(readFileSync(join(directory, PAGES), 'utf8'));
  const names = readdirSync(join(directory, 'assets')).filter((name) => !/\.(br|gz)$/.test(name));
  const assets = new Map(names.map((name) => [`/assets/${name}`, readStaticFile(join(directory, 'assets', name))]));

  const isPage = (path: string) => addresses.some((address) => isAt(address, path));

  return (request) => {
    const path = request.url?.split('?')[0] ?? '';
    const asset = assets.get(path);
    if (asset) {
      return answerFile(request, asset, 200, ASSET_HEADERS);
    }
    if (path === '/.well-known/change-password') {
      // W3C, A Well-Known URL for Changing Passwords: where a password manager sends a person.
      return text(302, '', { location: '/password' });
    }
    if (isPage(path)) {
      return answerFile(request, page, 200, PAGE_HEADERS);
    }
    if (path.endsWith('/') && isPage(path.slice(0, -1))) {
      return text(308, '', { location: path.slice(0, -1) + (request.url ?? '').slice(path.length) });
    }
    // A person who is lost gets the UI's own page for that.
    return request.headers.accept?.includes('text/html') ? answerFile(request, page, 404, PAGE_HEADERS) : null;
  };
}

/** A part of an address that begins with `:` stands for any. */
function isAt(address: string, path: string): boolean {
  const parts = path.split('/');
  const wanted = address.split('/');
  return (
    wanted.length === parts.length &&
    wanted.every((part, at) => part === parts[at] || (part.startsWith(':') && parts[at]))
  );
}
