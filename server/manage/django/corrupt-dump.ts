import type { Position } from './positions.ts';

/** The file isn't what dumpdata writes. The message says where, and quotes nothing: there are hashes in it. */
export class CorruptDump extends Error {
  override readonly name = 'CorruptDump';

  constructor({ line, column }: Position, what: string) {
    super(`line ${line}, column ${column}: ${what}`);
  }
}
