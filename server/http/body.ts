import type { IncomingMessage } from 'node:http';
import { HttpError } from './http-error.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Reads a request's body as text. @throws {HttpError} 413 past so many bytes, 400 where it isn't UTF-8 */
export async function readBody(request: IncomingMessage, longest: number): Promise<string> {
  if (Number(request.headers['content-length']) > longest) {
    throw tooLarge(longest);
  }
  try {
    return utf8.decode(await readBytes(request, longest));
  } catch (error) {
    throw error instanceof HttpError ? error : new HttpError(400, 'BAD_REQUEST', 'The body is cut off or not UTF-8.');
  }
}

/** By events: the stream's own iterator costs as much as all the rest of the door. */
function readBytes(request: IncomingMessage, longest: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > longest) {
        // Nothing more is heard, but the connection stays: the refusal is still to be written.
        request.removeAllListeners('data').pause();
        reject(tooLarge(longest));
      } else {
        chunks.push(chunk);
      }
    });
    request.on('end', () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
    request.on('error', reject);
    request.on('close', () => {
      if (!request.readableEnded) {
        reject(new Error('the connection ended before the body did'));
      }
    });
  });
}

function tooLarge(longest: number): HttpError {
  return new HttpError(413, 'PAYLOAD_TOO_LARGE', `The body is longer than ${longest} bytes.`);
}
