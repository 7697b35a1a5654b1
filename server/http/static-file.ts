import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { extname } from 'node:path';
import type { Answer } from './answer.ts';

/** A file in memory, as it is and as the build has compressed it. */
export interface StaticFile {
  type: string;
  etag: string;
  identity: Buffer;
  br?: Buffer;
  gzip?: Buffer;
}

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Reads a file, with `<path>.br` and `<path>.gz` where they are there. */
export function readStaticFile(path: string): StaticFile {
  const readIfThere = (file: string) => (existsSync(file) ? readFileSync(file) : undefined);
  const identity = readFileSync(path);
  return {
    type: TYPES[extname(path)] ?? 'application/octet-stream',
    // Weak: the same content in another coding has the same tag.
    etag: `W/"${createHash('sha256').update(identity).digest('base64url')}"`,
    identity,
    br: readIfThere(`${path}.br`),
    gzip: readIfThere(`${path}.gz`),
  };
}

/** Answers with a file in the best coding that the client takes; 304 where it has the file already. */
export function answerFile(
  request: IncomingMessage,
  file: StaticFile,
  status: number,
  more: Record<string, string>,
): Answer {
  const headers: Record<string, string> = {
    'content-type': file.type,
    etag: file.etag,
    vary: 'Accept-Encoding',
    ...more,
  };
  if (status === 200 && request.headers['if-none-match']?.includes(file.etag)) {
    return { status: 304, headers, body: '' };
  }
  for (const coding of ['br', 'gzip'] as const) {
    const body = file[coding];
    if (body && accepts(request.headers['accept-encoding'], coding)) {
      return { status, headers: { ...headers, 'content-encoding': coding }, body };
    }
  }
  return { status, headers, body: file.identity };
}

function accepts(header = '', coding: string): boolean {
  return header.split(',').some((part) => {
    const [name, quality] = part.trim().split(/\s*;\s*q=/);
    return name === coding && quality !== '0' && Number(quality ?? 1) > 0;
  });
}
