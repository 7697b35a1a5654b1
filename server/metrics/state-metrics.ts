import { Counter, Gauge, type Registry } from 'prom-client';

/** What is looked at only when somebody asks; it costs nothing in between. */
export interface State {
  /** Asks the stores, and answers whether each can be used. */
  stores(): Promise<{ kind: string; up: boolean }[]>;
  ready(): Promise<boolean>;
  /** Absent without a database server. */
  pool?: (() => { total: number; idle: number; waiting: number }) | undefined;
  hashQueue(): { running: number; waiting: number; refused: number };
}

/** How things stand, asked anew by each scrape. */
export function registerState(registry: Registry, { stores, ready, pool, hashQueue }: State): void {
  const registers = [registry];

  new Gauge({
    name: 'gatehouse_ready',
    help: '1 while requests can be served, as /readyz has it.',
    registers,
    async collect() {
      this.set(Number(await ready()));
    },
  });
  new Gauge({
    name: 'gatehouse_store_up',
    help: '1 while a store answers.',
    labelNames: ['store'],
    registers,
    async collect() {
      for (const { kind, up } of await stores()) {
        this.set({ store: kind }, Number(up));
      }
    },
  });
  new Gauge({
    name: 'gatehouse_hash_queue',
    help: 'Passwords that are being hashed (`running`), and that wait for their turn (`waiting`).',
    labelNames: ['state'],
    registers,
    collect() {
      const { running, waiting } = hashQueue();
      this.set({ state: 'running' }, running);
      this.set({ state: 'waiting' }, waiting);
    },
  });
  new Counter({
    name: 'gatehouse_hash_queue_refused_total',
    help: 'Passwords that were not hashed because the answer would have been due before.',
    registers,
    collect() {
      this.reset();
      this.inc(hashQueue().refused);
    },
  });
  if (pool) {
    new Gauge({
      name: 'gatehouse_database_pool',
      help: 'Connections to PostgreSQL in use (`busy`) and free (`idle`), and queries that wait for one (`waiting`).',
      labelNames: ['state'],
      registers,
      collect() {
        const { total, idle, waiting } = pool();
        this.set({ state: 'busy' }, total - idle);
        this.set({ state: 'idle' }, idle);
        this.set({ state: 'waiting' }, waiting);
      },
    });
  }
}
