import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** What a client sends to a store, command by command, while it goes through. */
export interface WireTap extends AsyncDisposable {
  port: number;
  /** What was sent since it was last asked: Redis' commands by name, PostgreSQL's statements as text. */
  take(): string[];
}

/** Names what is new in a chunk. Made for each connection: a message may come in pieces. */
type Listener = (chunk: Buffer) => string[];

export async function tap(target: { host: string; port: number }, listenerOf: () => Listener): Promise<WireTap> {
  let heard: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const listen = listenerOf();
    const store = connect(target);
    for (const socket of [client, store]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
    }
    client.on('data', (chunk) => heard.push(...listen(chunk)));
    client.pipe(store).pipe(client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    take() {
      const taken = heard;
      heard = [];
      return taken;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) {
        socket.destroy();
      }
      server.close();
      await once(server, 'close');
    },
  };
}

/** RESP: a command is an array of bulk strings, the first of them its name. */
export function redisCommands(): Listener {
  return (chunk) =>
    [...chunk.toString('latin1').matchAll(/\*\d+\r\n\$\d+\r\n([a-z]+)\r\n/gi)].map(([, name = '']) =>
      name.toLowerCase(),
    );
}

/**
 * PostgreSQL's extended protocol: Parse names a statement, Bind picks it, Execute runs it. One that is prepared already
 * is known by its name.
 */
export function postgresStatements(): Listener {
  const prepared = new Map<string, string>();
  let rest = Buffer.alloc(0);
  let isStarted = false;
  let bound = '';

  function name(type: string, body: Buffer): string[] {
    const [first = '', second = ''] = body.toString('utf8').split('\0');
    if (type === 'P') {
      prepared.set(first, second);
    } else if (type === 'B') {
      bound = second;
    }
    return type === 'E' ? [prepared.get(bound) ?? ''] : type === 'Q' ? [first] : [];
  }

  return (chunk) => {
    const statements: string[] = [];
    rest = Buffer.concat([rest, chunk]);
    // The first message has no type.
    for (let head = isStarted ? 1 : 0; rest.length >= head + 4; head = 1) {
      const end = head + rest.readInt32BE(head);
      if (rest.length < end) {
        break;
      }
      statements.push(...(isStarted ? name(String.fromCharCode(rest[0] as number), rest.subarray(5, end)) : []));
      isStarted = true;
      rest = rest.subarray(end);
    }
    return statements;
  };
}
