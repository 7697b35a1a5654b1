import { resolve } from 'node:path';
import type { Logger } from 'pino';
import type { Config } from './config.ts';

/** How far a start has come: requests are taken, and then answered. */
export type Stage = 'listening' | 'ready';

export type Tell = (stage: Stage, port: number) => void;

/** Says each stage once, whichever worker comes to it first, and comes to it again. */
export function createAnnouncer(config: Config, log: Logger): Tell {
  const said = new Set<Stage>();
  return (stage, port) => {
    if (!said.has(stage)) {
      said.add(stage);
      const say = stage === 'listening' ? sayListening : sayReady;
      say(config, port, log);
    }
  };
}

/** In development all of this is among the lines that say where everything is. */
function sayListening(config: Config, port: number, log: Logger): void {
  if (config.profile === 'production') {
    for (const hint of config.hints) {
      log.info(hint);
    }
    log.info({ port, publicUrl: config.publicUrl.origin }, 'listening');
  }
}

/** Says where everything is: for a person in development, as one line of the log in production. */
function sayReady(config: Config, port: number, log: Logger): void {
  if (config.profile === 'production') {
    log.info('ready');
    return;
  }
  const url = new URL(config.publicUrl);
  if (config.port === 0) {
    url.port = String(port);
  }
  process.stdout.write(`${describe(config, url.origin).join('\n')}\n`);
}

function describe(config: Config, origin: string): string[] {
  const lines = ['', '  Gatehouse is ready.', '', `  Pages        ${origin}`, `  API          POST ${origin}/graphql`];
  if (config.playground) {
    lines.push(`  Playground   ${origin}/graphql`);
  }
  lines.push(`  Users        ${describeDatabase(config)}`, `  Sessions     ${describeSessions(config)}`, '');
  lines.push(...config.hints.map((hint) => `  ${hint}`));
  if ('directory' in config.database) {
    lines.push('  For real servers set DATABASE_URL and REDIS_URL: see “Going to production” in the README.', '');
  }
  return lines;
}

function describeDatabase({ database }: Config): string {
  return 'url' in database ? 'PostgreSQL at DATABASE_URL' : `embedded PostgreSQL in ${resolve(database.directory)}`;
}

function describeSessions({ redis }: Config): string {
  return redis ? 'Redis at REDIS_URL' : 'in the same database';
}
