import type { IncomingMessage } from 'node:http';
import {
  type Attributes,
  context,
  DiagLogLevel,
  diag,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { withDeadline } from '../deadline.ts';
import type { Around, DoorWatch } from '../observation.ts';
import { SECOND } from '../time.ts';
import { startProvider } from './provider.ts';

/**
 * Spans of OpenTelemetry: one for each operation, and within it one for each call to a store and each password that is
 * hashed. They have names that the code gives, outcomes and times; never a document, a variable, a token or a user.
 */
export interface Tracing {
  /** Stands around all that answers an operation. Goes on with the trace that the request names by `traceparent`. */
  aroundOperation<T extends { status: number }>(
    request: IncomingMessage,
    requestId: string,
    work: () => Promise<T>,
  ): Promise<T>;
  /** Tells the operation's span what became of it. */
  readonly door: DoorWatch;
  readonly aroundDatabase: Around;
  readonly aroundRedis: Around;
  /** Stands around a step of ours. */
  readonly aroundStep: Around;
  /** Sends what hasn't been sent yet; a collector that is away isn't waited for. */
  close(): Promise<void>;
}

/** Nobody waits longer than this for a collector when the process ends. */
const FLUSH_TIMEOUT = 2 * SECOND;

/** Starts the SDK. Where it sends to, how often, and which traces it samples, it reads from its own variables (OTEL_…). */
export function startTracing(options: NonNullable<Config['tracing']>, log: Logger): Tracing {
  // Its messages may quote a header of the collector's, which can hold a key: what went wrong is enough.
  const warn = (message: string) => log.warn(`OpenTelemetry: ${firstLine(message)}`);
  const tell = (message: string) => log.debug(`OpenTelemetry: ${firstLine(message)}`);
  diag.setLogger({ error: warn, warn, info: tell, debug: tell, verbose: tell }, DiagLogLevel.WARN);
  const provider = startProvider(options);
  const tracer = provider.getTracer('gatehouse');

  return {
    aroundOperation: (request, requestId, work) => traceOperation(tracer, request, requestId, work),
    door: {
      answered({ name, kind, outcome }) {
        const span = trace.getActiveSpan();
        span?.updateName(kind ? `${kind} ${name}` : `graphql ${name}`);
        span?.setAttributes({
          'graphql.operation.name': name,
          ...(kind && { 'graphql.operation.type': kind }),
          'gatehouse.outcome': outcome,
        });
      },
      refused: (code) => void trace.getActiveSpan()?.setAttribute('gatehouse.outcome', code),
    },
    aroundDatabase: spansOf(tracer, SpanKind.CLIENT, { 'db.system.name': 'postgresql' }, 'db.operation.name'),
    aroundRedis: spansOf(tracer, SpanKind.CLIENT, { 'db.system.name': 'redis' }, 'db.operation.name'),
    aroundStep: spansOf(tracer, SpanKind.INTERNAL, {}, null),
    async close() {
      const fault = (error: unknown) => log.warn({ error }, 'the last traces could not be sent');
      await withDeadline(provider.shutdown().catch(fault), FLUSH_TIMEOUT, () => fault(new Error('no answer in time')));
      context.disable();
      propagation.disable();
      trace.disable();
      diag.disable();
    },
  };
}

async function traceOperation<T extends { status: number }>(
  tracer: Tracer,
  { headers: { traceparent } }: IncomingMessage,
  requestId: string,
  work: () => Promise<T>,
): Promise<T> {
  // Nothing else of the headers: tracestate and baggage are a stranger's text.
  const parent = propagation.extract(ROOT_CONTEXT, { traceparent });
  const attributes = { 'http.request.method': 'POST', 'url.path': '/graphql', 'gatehouse.request_id': requestId };
  const span = tracer.startSpan('graphql', { kind: SpanKind.SERVER, attributes }, parent);
  try {
    const answer = await context.with(trace.setSpan(parent, span), work);
    endWith(span, answer.status);
    return answer;
  } catch (error) {
    const { status = 500, code } = error as { status?: number; code?: string };
    if (code !== undefined) {
      span.setAttribute('gatehouse.outcome', code);
    }
    endWith(span, status);
    throw error;
  }
}

/** OpenTelemetry's conventions: of a server, only 5xx is an error. */
function endWith(span: Span, status: number): void {
  span.setAttribute('http.response.status_code', status);
  if (status >= 500) {
    span.setStatus({ code: SpanStatusCode.ERROR });
  }
  span.end();
}

function spansOf(tracer: Tracer, kind: SpanKind, attributes: Attributes, nameAs: string | null): Around {
  return async (name, call) => {
    const parent = context.active();
    // What the process does by itself, such as asking whether a store is there, belongs to no trace.
    if (trace.getSpan(parent) === undefined) {
      return call();
    }
    const span = tracer.startSpan(name, { kind, attributes: nameAs ? { ...attributes, [nameAs]: name } : attributes });
    try {
      return await context.with(trace.setSpan(parent, span), call);
    } catch (error) {
      // Its message may hold values; its name doesn't.
      span.setStatus({ code: SpanStatusCode.ERROR });
      span.setAttribute('error.type', error instanceof Error ? error.name : typeof error);
      throw error;
    } finally {
      span.end();
    }
  };
}

function firstLine(message: string): string {
  return (message.split('\n')[0] as string).slice(0, 200);
}
