import type { IncomingMessage } from 'node:http';
import type { Services } from '../accounts/services.ts';
import type { Config } from '../config.ts';
import { withDeadline } from '../deadline.ts';
import { Context } from '../graphql/context.ts';
import type { Engine } from '../graphql/engine.ts';
import { unavailable } from '../graphql/errors.ts';
import { reportOperation } from '../graphql/report-operation.ts';
import type { DoorWatch } from '../observation.ts';
import type { Answer } from './answer.ts';
import { readBody } from './body.ts';
import type { CallerOf } from './caller.ts';
import { createDeviceCookie } from './device-cookie.ts';
import { toAnswer } from './graphql-answer.ts';
import { chooseAnswerType, requireJson } from './media-type.ts';
import { parseOperationRequest } from './operation-request.ts';
import { requireOwnOrigin } from './origin.ts';
import { createSessionCookie } from './session-cookie.ts';
import type { FindDocument } from './trusted-documents.ts';

export interface DoorParts {
  config: Config;
  engine: Engine;
  services: Services;
  callerOf: CallerOf;
  findDocument: FindDocument;
  /** Until the database has its migrations, nothing is answered. */
  isOpen: () => boolean;
  /** Hears what became of each request; null: nobody does. */
  watch: DoorWatch | null;
}

/** The one way in: `POST /graphql`. It refuses what isn't an operation of our own, and carries the session both ways. */
export function createDoor({ config, engine, services, callerOf, findDocument, isOpen, watch }: DoorParts) {
  const cookie = createSessionCookie(config);
  const deviceCookie = createDeviceCookie(config);

  return async function answerOperation(request: IncomingMessage, requestId: string): Promise<Answer> {
    requireOwnOrigin(request.headers, config);
    requireJson(request.headers);
    const type = chooseAnswerType(request.headers.accept);
    const named = parseOperationRequest(await readBody(request, config.longestBody));
    const operation = { ...named, query: findDocument(named) };
    if (!isOpen()) {
      watch?.refused('SERVICE_UNAVAILABLE', requestId);
      return toAnswer({ errors: [unavailable()] }, type, config.query.errors);
    }
    const presented = cookie.read(request.headers.cookie);
    const caller = callerOf(request, requestId);
    const context = new Context(services, caller, presented.token);
    const result = await withDeadline(engine(operation, context), config.deadline, () => ({
      errors: [unavailable()],
    }));
    if (watch) {
      const start = caller.answerBy - config.deadline;
      watch.answered(reportOperation(context, result, performance.now() - start));
    }
    const answer = toAnswer(result, type, config.query.errors);
    const change = context.cookieChange ?? (presented.unusable ? 'clear' : null);
    if (change) {
      answer.headers['set-cookie'] =
        change === 'clear' ? [cookie.clear()] : [cookie.set(change.begun), ...deviceCookie.set(change.deviceMarks)];
    }
    return answer;
  };
}
