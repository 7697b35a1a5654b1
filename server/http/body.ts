import type { IncomingMessage } from 'node:http';
import { HttpError } from './http-error.ts';

/** Reads a request's body as text. @throws {HttpError} 413 past so many bytes, 400 where it isn't UTF-8 */
export async function readBody(request: IncomingMessage, longest: number): Promise<string> {
  if (Number(request.headers['content-length']) > longest) {
    throw tooLarge(longest);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readBytes(request, longest));
  } catch (error) {
    throw error instanceof HttpError ? error : new HttpError(400, 'BAD_REQUEST', 'The body is cut off or not UTF-8.');
  }
}

async function readBytes(request: IncomingMessage, longest: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  // Leaving the loop must not end the connection: the refusal is still to be written.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > longest) {
      throw tooLarge(longest);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(longest: number): HttpError {
  return new HttpError(413, 'PAYLOAD_TOO_LARGE', `The body is longer than ${longest} bytes.`);
}
