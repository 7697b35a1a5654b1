import type { IncomingHttpHeaders } from 'node:http';
import { HttpError } from './http-error.ts';

export type AnswerType = 'application/json' | 'application/graphql-response+json';

/**
 * Requires a JSON body. A form can't send one to another site without asking first, so this refuses cross-site forms,
 * too. @throws {HttpError} 415
 */
export function requireJson(headers: IncomingHttpHeaders): void {
  if (headers['content-type'] === 'application/json' && headers['content-encoding'] === undefined) {
    return;
  }
  const [type = '', ...parameters] = (headers['content-type'] ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length);
  const isUtf8 = charset === undefined || /^"?utf-?8"?$/.test(charset);
  const isPlain = (headers['content-encoding'] ?? 'identity') === 'identity';
  if (type !== 'application/json' || !isUtf8 || !isPlain) {
    throw new HttpError(415, 'UNSUPPORTED_MEDIA_TYPE', 'Send application/json in UTF-8.');
  }
}

const OFFERED: readonly AnswerType[] = ['application/json', 'application/graphql-response+json'];

/**
 * Chooses the media type of the answer. A client that doesn't say gets application/json.
 * @throws {HttpError} 406 where it takes neither
 */
export function chooseAnswerType(accept: string | undefined): AnswerType {
  if (accept === undefined || accept.trim() === '') {
    return 'application/json';
  }
  const ranges = accept.split(',').map(parseRange);
  const ranked = ranges
    .filter(({ quality }) => quality > 0)
    .sort((one, other) => other.quality - one.quality)
    .flatMap(({ type }) => OFFERED.filter((offered) => type === offered || type === '*/*' || type === 'application/*'));
  const chosen = ranked[0];
  if (!chosen) {
    throw new HttpError(406, 'NOT_ACCEPTABLE', `The answer can be ${OFFERED.join(' or ')}.`);
  }
  return chosen;
}

function parseRange(range: string): { type: string; quality: number } {
  const [type = '', ...parameters] = range
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  return { type, quality: quality === undefined ? 1 : Number(quality) || 0 };
}
