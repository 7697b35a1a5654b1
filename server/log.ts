import { createRequire } from 'node:module';
import pino, { type Logger } from 'pino';
import type { Config } from './config.ts';

/** Log lines for people on standard error: for commands, whose standard output is their answer. */
export function createCommandLog({ logLevel }: Pick<Config, 'logLevel'>): Logger {
  return pino({ level: logLevel, serializers: { error: describeError } }, prettyStream(2));
}

/** Lines of JSON on standard output; in development, where its package is installed, lines for people. */
export function createLog({ logLevel, profile }: Pick<Config, 'logLevel' | 'profile'>): Logger {
  const options = {
    level: logLevel,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { error: describeError },
  };
  return profile === 'development' ? pino(options, prettyStream()) : pino(options);
}

function prettyStream(destination = 1): pino.DestinationStream {
  const pretty = createRequire(import.meta.url)('pino-pretty') as (options: object) => pino.DestinationStream;
  return pretty({ destination, sync: true, singleLine: true, translateTime: 'SYS:HH:MM:ss', ignore: 'pid,hostname' });
}

/** An error as the log has it: what and where, and never the values that it was about. */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) {
    return { type: typeof error };
  }
  const { name, message, stack, code } = error as NodeJS.ErrnoException;
  return { name, ...(code && { code }), message, stack };
}
