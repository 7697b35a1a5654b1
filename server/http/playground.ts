import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Answer } from './answer.ts';
import { STORY } from './playground-story.ts';

/**
 * The playground: GraphiQL as one page that loads nothing from elsewhere. It is made when it is first asked for, and
 * kept compressed. The session's cookie keeps it logged in.
 */
export function createPlayground(): (request: IncomingMessage) => Promise<Answer> {
  let page: Promise<Page> | undefined;

  return async (request) => {
    page ??= renderPage();
    const { policy, compressed } = await page;
    const isGzip = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
    const headers: Record<string, string> = {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'cross-origin-opener-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      vary: 'Accept-Encoding',
    };
    if (isGzip) {
      headers['content-encoding'] = 'gzip';
    }
    return { status: 200, headers, body: isGzip ? compressed : await promisify(gunzip)(compressed) };
  };
}

interface Page {
  policy: string;
  compressed: Buffer;
}

async function renderPage(): Promise<Page> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const page = renderGraphiQL({ title: 'Gatehouse playground', credentials: 'same-origin', defaultTabs: STORY });
  const html = page.replace('</head>', `<style>${TABS_STAY}</style></head>`);
  return { policy: policyFor(html), compressed: await promisify(gzip)(html) };
}

/** GraphiQL moves a tab while it is pressed, away from under the pointer, so that the press is lost. */
const TABS_STAY = '.graphiql-tab { transform: none !important }';

/** Runs the page's own scripts, by their hashes, and no others. Its editor makes workers and styles as it goes. */
function policyFor(html: string): string {
  const scripts = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, script = '']) => script);
  const hashes = scripts.map((script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`);
  return [
    "default-src 'none'",
    `script-src ${hashes.join(' ')}`,
    'worker-src blob:',
    "style-src 'unsafe-inline'",
    "img-src 'self' data:",
    'font-src data:',
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
