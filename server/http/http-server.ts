import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Config } from '../config.ts';
import type { DoorWatch } from '../observation.ts';
import { SECOND } from '../time.ts';
import { type Answer, send, text } from './answer.ts';
import { corsHeaders, preflight } from './cors.ts';
import { toRefusal } from './graphql-answer.ts';
import { answerHealth, answerReadiness } from './health.ts';
import { HttpError } from './http-error.ts';
import type { Ui } from './ui.ts';

export interface HttpParts {
  config: Config;
  answerOperation: (request: IncomingMessage, requestId: string) => Promise<Answer>;
  /** By which id a request goes. */
  requestIdOf: (request: IncomingMessage) => string;
  /** The playground's page, where it is served. */
  playground: ((request: IncomingMessage) => Promise<Answer>) | null;
  /** The user interface, where it was built. */
  ui: Ui | null;
  /** Tells of a refused page of another site. */
  reportOrigin: (request: IncomingMessage, requestId: string) => void;
  isReady: () => Promise<boolean>;
  isDraining: () => boolean;
  report: (error: unknown, requestId: string) => void;
  /** Hears of what is refused before there is an operation; null: nobody does. */
  watch: DoorWatch | null;
}

/** Makes the server, not listening yet. A client that is slow to send doesn't hold a connection for long. */
export function createHttpServer(parts: HttpParts): Server {
  const server = createServer({ connectionsCheckingInterval: 1 * SECOND }, (request, response) => {
    const requestId = parts.requestIdOf(request);
    respond(request, response, requestId, parts).catch((error: unknown) => parts.report(error, requestId));
  });
  const { headers, request, keepAlive } = parts.config.timeouts.http;
  server.headersTimeout = headers;
  server.requestTimeout = request;
  server.keepAliveTimeout = keepAlive;
  return server;
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
  parts: HttpParts,
): Promise<void> {
  let reply: Answer;
  try {
    reply = await answer(request, requestId, parts);
  } catch (error) {
    reply = refuse(request, requestId, error, parts);
  }
  if (pathOf(request) === '/graphql') {
    reply.headers['x-request-id'] = requestId;
  }
  finish(request, response, reply, parts);
}

function pathOf({ url = '' }: IncomingMessage): string {
  const query = url.indexOf('?');
  return query < 0 ? url : url.slice(0, query);
}

function answer(request: IncomingMessage, requestId: string, parts: HttpParts): Answer | Promise<Answer> {
  switch (pathOf(request)) {
    case '/graphql':
      return answerGraphql(request, requestId, parts);
    case '/healthz':
      return answerHealth();
    case '/readyz':
      return answerReadiness(parts.isReady);
    default:
      return answerPage(request, parts);
  }
}

function answerPage(request: IncomingMessage, { ui, playground }: HttpParts): Answer {
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const answer = isRead ? ui?.(request) : null;
  if (!answer && isRead && request.url === '/' && playground) {
    return text(302, '', { location: '/graphql' });
  }
  return answer ?? text(404, 'Not found\n');
}

function answerGraphql(request: IncomingMessage, requestId: string, parts: HttpParts): Answer | Promise<Answer> {
  switch (request.method) {
    case 'POST':
      return parts.answerOperation(request, requestId);
    case 'OPTIONS':
      return preflight(request, parts.config);
    case 'GET':
      if (parts.playground && request.headers.accept?.includes('text/html')) {
        return parts.playground(request);
      }
  }
  throw new HttpError(405, 'METHOD_NOT_ALLOWED', 'Send operations by POST.');
}

function refuse(
  request: IncomingMessage,
  requestId: string,
  error: unknown,
  { report, reportOrigin, watch }: HttpParts,
): Answer {
  if (error instanceof HttpError) {
    watch?.refused(error.code, requestId);
    if (error.code === 'CROSS_ORIGIN_REQUEST') {
      reportOrigin(request, requestId);
    }
    return toRefusal(error);
  }
  watch?.refused('INTERNAL_SERVER_ERROR', requestId);
  report(error, requestId);
  return text(500, 'Unexpected error\n');
}

/** What an answer varies by already, it still varies by. */
function addCors(request: IncomingMessage, { headers }: Answer, config: Config): void {
  const { vary: already } = headers;
  Object.assign(headers, corsHeaders(request, config));
  if (already && headers.vary !== already) {
    headers.vary = `${already}, ${headers.vary}`;
  }
}

function finish(request: IncomingMessage, response: ServerResponse, reply: Answer, parts: HttpParts): void {
  if (parts.isDraining() || reply.status === 413) {
    // A keep-alive connection would hold up the stop; and of a body that is too long, nobody reads the rest.
    response.shouldKeepAlive = false;
  }
  if (reply.status === 405) {
    reply.headers.allow = 'POST';
  }
  if (parts.config.publicUrl.protocol === 'https:') {
    reply.headers['strict-transport-security'] = 'max-age=31536000';
  }
  addCors(request, reply, parts.config);
  send(response, reply);
}
