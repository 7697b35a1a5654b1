import { type Answer, text } from './answer.ts';

/** `/healthz`: the process lives. It says nothing of the stores, so that their fault doesn't get it restarted. */
export function answerHealth(): Answer {
  return text(200, 'ok\n');
}

/** `/readyz`: requests can be served now. Why not is in the log, and not for strangers. */
export async function answerReadiness(isReady: () => Promise<boolean>): Promise<Answer> {
  return (await isReady()) ? text(200, 'ready\n') : text(503, 'not ready\n');
}
