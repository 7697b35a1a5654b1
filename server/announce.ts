import { resolve } from 'node:path';
import type { Logger } from 'pino';
import type { Config } from './config.ts';

/** Says once where everything is: for a person in development, as one line of the log in production. */
export function announce(config: Config, port: number, log: Logger): void {
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
