import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A store's address that tests can make fail, in the ways that networks and servers fail. */
export async function startTcpProxy(target: { host: string; port: number }) {
  let refusing = false;
  let frozen = false;
  let delay = 0;
  let fatal: { text: string; arrives: boolean } | null = null;
  let listener: (() => void) | null = null;
  const pairs = new Set<Pair>();

  const server = createServer((client) => {
    if (refusing) {
      client.destroy();
      return;
    }
    const pair: Pair = { client, store: connect(target), lost: false, doomed: false };
    const [toStore, toClient] = [lineTo(pair, pair.store), lineTo(pair, client)];
    pairs.add(pair);
    client.on('data', (chunk) => {
      listener?.();
      if (fatal && chunk.includes(fatal.text)) {
        pair.doomed = fatal.arrives;
        if (!fatal.arrives) {
          cut();
        }
      }
      toStore(chunk);
    });
    pair.store.on('data', (chunk) => {
      listener?.();
      if (pair.doomed) {
        cut();
      }
      toClient(chunk);
    });
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

  /** What goes one way: in its order, also where it is delayed. */
  function lineTo(pair: Pair, to: Socket): (chunk: Buffer) => void {
    const waiting: { chunk: Buffer; due: number }[] = [];

    function send(): void {
      for (let first = waiting[0]; first && first.due <= performance.now(); first = waiting[0]) {
        waiting.shift();
        if (!pair.lost && !to.destroyed) {
          to.write(first.chunk);
        }
      }
      const [next] = waiting;
      if (next) {
        setTimeout(send, Math.ceil(next.due - performance.now()));
      }
    }

    return (chunk) => {
      const due = Math.max(performance.now() + delay, waiting.at(-1)?.due ?? 0);
      if (waiting.push({ chunk, due }) === 1) {
        send();
      }
    };
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
      fatal = { text, arrives: false };
    },
    /** The same, the moment that the store answers this text: it is done, and nobody hears of it. */
    cutAnswerTo(text: string): void {
      fatal = { text, arrives: true };
    },
    /** Calls with each piece of what is sent, either way, before it goes on; null ends that. */
    onTraffic(call: (() => void) | null): void {
      listener = call;
    },
    /** The store is far away: each piece of what is sent, either way, takes this many milliseconds. */
    delay(milliseconds: number): void {
      delay = milliseconds;
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
      delay = 0;
      fatal = null;
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

export type TcpProxy = Awaited<ReturnType<typeof startTcpProxy>>;

interface Pair {
  client: Socket;
  store: Socket;
  /** Nothing arrives any more. */
  lost: boolean;
  /** The next answer doesn't arrive, nor anything after it. */
  doomed: boolean;
}

/** The same URL by way of a proxy. */
export function throughProxy(url: string, port: number): string {
  const through = new URL(url);
  through.hostname = '127.0.0.1';
  through.port = String(port);
  return through.href;
}
