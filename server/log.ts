import { createRequire } from 'node:module';
import pino, { type Logger } from 'pino';
import type { Config } from './config.ts';
import { escapeControls } from './escape-controls.ts';
import type { DoorWatch } from './observation.ts';

/** Log lines for people on standard error: for commands, whose standard output is their answer. */
export function createCommandLog({ logLevel }: Pick<Config, 'logLevel'>): Logger {
  return pino({ level: logLevel, serializers: { error: describeError } }, prettyStream(2));
}

/** Lines of JSON on standard output; in development, where its package is installed, lines for people. */
export function createLog(
  { logLevel, profile }: Pick<Config, 'logLevel' | 'profile'>,
  destination: pino.DestinationStream | 1 = 1,
): Logger {
  const options = {
    level: logLevel,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { error: describeError },
  };
  if (profile === 'development') {
    return pino(options, prettyStream(destination));
  }
  return pino(options, escaping(destination === 1 ? pino.destination({ dest: 1, sync: true }) : destination));
}

/** With LOG_LEVEL=debug, a line for each operation and each refused request. */
export function logDoor(log: Logger): DoorWatch {
  return {
    answered: ({ name, outcome, milliseconds, requestId }) =>
      log.debug({ operation: name, outcome, ms: Math.round(milliseconds * 10) / 10, requestId }, 'operation'),
    refused: (code, requestId) => log.debug({ code, requestId }, 'a request was refused'),
  };
}

/** Escapes what JSON leaves as it is and a terminal may obey: for JSON to stay the same, for people to be read so. */
function escaping(stream: pino.DestinationStream, prefix = '\\u'): pino.DestinationStream {
  return { write: (line: string) => void stream.write(`${escapeControls(line.trimEnd(), prefix)}\n`) };
}

function prettyStream(destination: pino.DestinationStream | number): pino.DestinationStream {
  const pretty = createRequire(import.meta.url)('pino-pretty') as (options: object) => pino.DestinationStream;
  const lines = pretty({
    destination,
    sync: true,
    singleLine: true,
    translateTime: 'SYS:HH:MM:ss',
    ignore: 'pid,hostname',
    // It would print a message as it is, with what JSON had escaped.
    messageFormat: (line: Record<string, unknown>, key: string) => escapeControls(String(line[key])),
  });
  return escaping(lines, '\\\\u');
}

/** An error as the log has it: what and where, and never the values that it was about. */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) {
    return { type: typeof error };
  }
  const { name, message, stack, code } = error as NodeJS.ErrnoException;
  // Its message may quote what somebody sent; of its stack, only the ends of lines are its own.
  const lines = stack
    ?.replace(message, () => escapeControls(message))
    .split('\n')
    .map((line) => escapeControls(line));
  return { name, ...(code && { code }), message: escapeControls(message), stack: lines?.join('\n') };
}
