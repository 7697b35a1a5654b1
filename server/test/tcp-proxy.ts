import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A store's address that tests can make fail, in the ways that networks and servers fail. */
export async function startTcpProxy(target: { host: string; port: number }) {
  let refusing = false;
  let frozen = false;
  let fatal: string | null = null;
  const pairs = new Set<Pair>();

  const server = createServer((client) => {
    if (refusing) {
      client.destroy();
      return;
    }
    const pair: Pair = { client, store: connect(target), lost: false };
    pairs.add(pair);
    client.on('data', (chunk) => {
      if (fatal !== null && chunk.includes(fatal)) {
        cut();
      }
      forward(pair, pair.store, chunk);
    });
    pair.store.on('data', (chunk) => forward(pair, client, chunk));
    for (const socket of [client, pair.store]) {
      socket.on('error', () => drop(pair));
      socket.on('close', () => drop(pair));
    }
    if (frozen) {
      client.pause();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  function forward({ lost }: Pair, to: Socket, chunk: Buffer): void {
    if (!lost && !to.destroyed) {
      to.write(chunk);
    }
  }

  function drop(pair: Pair): void {
    pairs.delete(pair);
    pair.client.destroy();
    pair.store.destroy();
  }

  function cut(): void {
    fatal = null;
    refusing = true;
    pairs.forEach(drop);
  }

  return {
    port: (server.address() as AddressInfo).port,
    /** The store is gone: connections break, and new ones are refused. */
    cut,
    /** The same, the moment that somebody sends this text; it doesn't arrive any more. */
    cutBefore(text: string): void {
      fatal = text;
    },
    /** The store hangs: what is sent waits, and arrives when it wakes. */
    freeze(): void {
      frozen = true;
      for (const { client } of pairs) {
        client.pause();
      }
    },
    /** The network forgets today's connections without a word; new ones work. */
    forget(): void {
      for (const pair of pairs) {
        pair.lost = true;
      }
    },
    /** The store is back. */
    restore(): void {
      refusing = false;
      frozen = false;
      for (const { client } of pairs) {
        client.resume();
      }
    },
    async [Symbol.asyncDispose]() {
      pairs.forEach(drop);
      server.close();
      await once(server, 'close');
    },
  };
}

interface Pair {
  client: Socket;
  store: Socket;
  lost: boolean;
}

/** The same URL by way of a proxy. */
export function throughProxy(url: string, port: number): string {
  const through = new URL(url);
  through.hostname = '127.0.0.1';
  through.port = String(port);
  return through.href;
}
