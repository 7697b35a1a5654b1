import { once } from 'node:events';
import { type ClientRequest, Agent as Connections, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a load came to: how many requests were answered as they should, and what became of each other one. */
export interface LoadResult {
  answered: number;
  failures: string[];
}

export interface Load {
  /** How many were answered so far. */
  answered(): number;
  /** What became of those that weren't. */
  failures(): readonly string[];
  stop(): Promise<LoadResult>;
}

export interface LoadTarget {
  url: string;
  /** The session of somebody whom every answer has to name. */
  cookie: string | null;
}

/** Nothing here takes so long, unless it is lost. */
const LOST_AFTER = 5000;

/** Long enough that a load leaves the machine to others, short enough that there is always a request on its way. */
const PAUSE = 5;

/** Asks for `me` again and again: some clients keep their connection, others open one for each request. */
export function startLoad(target: LoadTarget, clients: { kept: number; fresh: number }, askOnce = askMe): Load {
  const result: LoadResult = { answered: 0, failures: [] };
  let stopped = false;

  async function ask(connections: Connections): Promise<void> {
    while (!stopped) {
      await askOnce(target, connections).then(
        () => {
          result.answered += 1;
        },
        (error: NodeJS.ErrnoException) => result.failures.push(error.code ?? error.message),
      );
      await sleep(PAUSE);
    }
    connections.destroy();
  }

  const asking = Array.from({ length: clients.kept + clients.fresh }, (_, index) =>
    ask(new Connections({ keepAlive: index < clients.kept, maxSockets: 1 })),
  );
  return {
    answered: () => result.answered,
    failures: () => [...result.failures],
    async stop() {
      stopped = true;
      await Promise.all(asking);
      return result;
    },
  };
}

const OPERATION = '{"query":"{ me { username } }"}';

async function askMe(target: LoadTarget, agent: Connections): Promise<void> {
  const sent = open(target, agent);
  sent.end(OPERATION);
  const body = await answerTo(sent);
  if (!body.includes('"me":{"username"')) {
    throw new Error(body);
  }
}

/** What may be asked for twice: a page. */
export async function askPage({ url }: LoadTarget, agent: Connections): Promise<void> {
  const sent = request(`${url}/login`, { agent, headers: { accept: 'text/html' }, timeout: LOST_AFTER });
  sent.end();
  const body = await answerTo(sent);
  if (!body.includes('<script')) {
    throw new Error(body);
  }
}

/** Begins to ask for `me`, and answers how to finish: in between, the request is in flight. */
export async function sendHalf(target: LoadTarget): Promise<() => Promise<string>> {
  const sent = open(target, new Connections());
  const answer = answerTo(sent);
  // Whoever finishes it hears of its failure.
  answer.catch(() => undefined);
  sent.write(OPERATION.slice(0, 10));
  await sleep(200);
  return () => {
    sent.end(OPERATION.slice(10));
    return answer;
  };
}

function open({ url, cookie }: LoadTarget, agent: Connections): ClientRequest {
  const headers = {
    'content-type': 'application/json',
    'content-length': OPERATION.length,
    ...(cookie && { cookie }),
  };
  return request(`${url}/graphql`, { method: 'POST', agent, headers, timeout: LOST_AFTER });
}

async function answerTo(sent: ClientRequest): Promise<string> {
  sent.on('timeout', () => sent.destroy(new Error('no answer')));
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return text(response);
}
