import { Tokenizer, TokenParser, TokenType } from '@streamparser/json';
import { CorruptDump } from './corrupt-dump.ts';
import { createPositions } from './positions.ts';

/** One element of the dump's array, and where it begins. */
export interface DumpRow {
  /** Counted from 1, rows of other models included. */
  number: number;
  line: number;
  value: unknown;
}

const OPENING = [TokenType.LEFT_BRACE, TokenType.LEFT_BRACKET];
const CLOSING = [TokenType.RIGHT_BRACE, TokenType.RIGHT_BRACKET];

/** Takes a dump apart into its rows, chunk by chunk. */
export function createRowParser() {
  const positions = createPositions();
  const tokenizer = new Tokenizer();
  const values = new TokenParser({ paths: ['$.*'], keepStack: false });
  const depth = createDepth();
  let rows: DumpRow[] = [];
  let number = 0;
  let line = 1;
  let offset = 0;

  tokenizer.onToken = (token) => {
    offset = token.offset;
    if (depth.enter(token.token) === 1) {
      line = positions.at(offset).line;
    }
    values.write(token);
  };
  values.onValue = ({ value }) => {
    number += 1;
    rows.push({ number, line, value });
  };

  return {
    /** The rows that a chunk completes. @throws {CorruptDump} */
    take(chunk: Uint8Array): DumpRow[] {
      positions.enter(chunk);
      rows = [];
      try {
        tokenizer.write(chunk);
      } catch (error) {
        throw new CorruptDump(positions.at(offsetOf(error) ?? offset), describe(chunk, offset));
      }
      return rows;
    },

    /** @throws {CorruptDump} where the array isn't closed */
    end(): void {
      if (!values.isEnded) {
        throw new CorruptDump(positions.end(), 'the file ends before its rows do');
      }
    },
  };
}

/** Knows how deep in the file a token is: what begins in the array itself, at 1, is a row. */
function createDepth() {
  let depth = 0;
  return {
    enter(token: TokenType): number {
      if (depth === 0 && token !== TokenType.LEFT_BRACKET) {
        throw new Error('not an array');
      }
      const before = depth;
      depth += Number(OPENING.includes(token)) - Number(CLOSING.includes(token));
      return before;
    },
  };
}

/** The tokenizer tells by its text alone where it stopped; what doesn't fit the grammar is at the last token. */
function offsetOf(error: unknown): number | undefined {
  const [, position] = /absolute position "(\d+)"/.exec((error as Error).message) ?? [];
  return position === undefined ? undefined : Number(position);
}

function describe(chunk: Uint8Array, offset: number): string {
  const isUtf16 = offset === 0 && (chunk[0] ?? 0) >= 0xfe;
  return isUtf16
    ? 'this is UTF-16, as PowerShell writes with “>”: let dumpdata write the file itself, with --output'
    : 'this is not the JSON that dumpdata writes';
}
