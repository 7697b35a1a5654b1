/** A request that isn't heard at all: its status, and a code and a sentence in the shape of a GraphQL error. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly status: number;
  readonly code: HttpErrorCode;

  constructor(status: number, code: HttpErrorCode, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** What a request that isn't heard at all is answered. */
export const HTTP_ERROR_CODES = [
  'BAD_REQUEST',
  'CROSS_ORIGIN_REQUEST',
  'DOCUMENT_NOT_TRUSTED',
  'METHOD_NOT_ALLOWED',
  'NOT_ACCEPTABLE',
  'PAYLOAD_TOO_LARGE',
  'PERSISTED_QUERY_NOT_FOUND',
  'UNSUPPORTED_MEDIA_TYPE',
] as const;

export type HttpErrorCode = (typeof HTTP_ERROR_CODES)[number];
