import { type Cores, chooseCores, moveTo } from './cores.ts';
import type { Target } from './load/target.ts';
import { type Load, load } from './load/wrk.ts';
import type { Options } from './options.ts';
import { nodeHttp, yoga } from './processes/bare.ts';
import { embeddedGatehouse, gatehouse } from './processes/gatehouse.ts';
import type { Kind, Requests } from './processes/kind.ts';
import { betterAuth, mercurius } from './processes/peers.ts';
import { freePort, type Started, start } from './processes/started.ts';
import { openStores, type Place, type Stores } from './stores.ts';

/** A program that runs and can be asked. */
export interface Contender extends Started {
  name: string;
  base: string;
  requests: Requests;
}

/** What every case works with. */
export interface Run {
  options: Options;
  cores: Cores;
  stores: Stores;
  /** Ourselves first, then whatever we are compared with. */
  kinds: { own: Kind; bare: Kind[]; peers: Kind[] };
  /** Starts a program, on the server's core unless said otherwise. */
  launch(kind: Kind, more?: { cores?: string | null; place?: Place | null }): Promise<Started & { base: string }>;
  /** The same with its accounts made. */
  prepare(kind: Kind, more?: { cores?: string | null; place?: Place | null }): Promise<Contender>;
  /** The same, kept from case to case until the run ends. */
  kept(kind: Kind): Promise<Contender>;
  placeFor(kind: Kind): Promise<Place | null>;
  load(target: Target, more?: { seconds?: number; cookies?: string }): Promise<Load>;
  close(): Promise<void>;
}

export async function openRun(options: Options): Promise<Run> {
  const cores = chooseCores();
  moveTo(cores.load);
  const stores = await openStores();
  const started = new Set<Started>();
  const keeping = new Map<Kind, Promise<Contender>>();
  let closing: Promise<void> | null = null;

  async function close(): Promise<void> {
    for (const program of started) {
      await program[Symbol.asyncDispose]();
    }
    await stores.remove();
  }

  const run: Run = {
    options,
    cores,
    stores,
    kinds: {
      own: options.embedded ? embeddedGatehouse : gatehouse,
      bare: options.quick ? [yoga] : [yoga, nodeHttp],
      peers: options.peers ? [mercurius, betterAuth] : [],
    },
    async placeFor({ keeps }) {
      if (keeps === 'nothing') {
        return null;
      }
      return keeps === 'servers' ? stores.servers() : stores.embedded();
    },
    async launch(kind, more = {}) {
      const place = more.place === undefined ? await run.placeFor(kind) : more.place;
      const port = await freePort();
      const base = `http://127.0.0.1:${port}`;
      const program = await start({
        name: kind.name,
        script: kind.script,
        env: await kind.env({ place, port, cost: options.cost }),
        cores: more.cores === undefined ? cores.server : more.cores,
        directory: stores.directory,
        probe: kind.probe(base),
      });
      started.add(program);
      return { ...program, base };
    },
    async prepare(kind, more) {
      const program = await run.launch(kind, more);
      return { ...program, name: kind.name, requests: await kind.requests(program.base) };
    },
    kept(kind) {
      const contender = keeping.get(kind) ?? run.prepare(kind);
      keeping.set(kind, contender);
      return contender;
    },
    load: (target, more = {}) =>
      load(target, {
        seconds: more.seconds ?? options.seconds,
        connections: options.connections,
        cores: cores.load,
        directory: stores.directory,
        cookies: more.cookies,
      }),
    close() {
      closing ??= close();
      return closing;
    },
  };
  return run;
}
