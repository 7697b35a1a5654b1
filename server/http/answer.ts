import type { ServerResponse } from 'node:http';

/** By their names, in lower case. A list is a header that comes several times. */
export type Headers = Record<string, string> & { 'set-cookie'?: string[] };

/** What goes back over the wire. */
export interface Answer {
  status: number;
  headers: Headers;
  body: string | Buffer;
}

/** Writes an answer whole. Nothing of ours may be guessed at, whatever it is, nor cached unless it says so. */
export function send(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, {
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    // Of a 304 it would be the length of what the client has.
    ...(status !== 304 && { 'content-length': Buffer.byteLength(body) }),
    ...headers,
  });
  response.end(body);
}

/** A page or a line for a person. */
export function text(status: number, body: string, headers: Record<string, string> = {}): Answer {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers }, body };
}
