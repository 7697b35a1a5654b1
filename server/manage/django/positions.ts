/** Where in a text something is, both counted from 1; the column in bytes. */
export interface Position {
  line: number;
  column: number;
}

const NEWLINE = 10;

/** Finds the lines of a stream while it passes. Offsets are asked for in rising order and within the current chunk. */
export function createPositions() {
  let chunk: Uint8Array = new Uint8Array();
  let chunkStart = 0;
  let line = 1;
  let lineStart = 0;
  let looked = 0;

  function advance(offset: number): void {
    for (let at = chunk.indexOf(NEWLINE, looked); at >= 0 && chunkStart + at < offset; ) {
      line += 1;
      lineStart = chunkStart + at + 1;
      looked = at + 1;
      at = chunk.indexOf(NEWLINE, looked);
    }
  }

  return {
    /** The next chunk comes; what was not asked for in the last one is counted. */
    enter(next: Uint8Array): void {
      advance(chunkStart + chunk.length);
      chunkStart += chunk.length;
      chunk = next;
      looked = 0;
    },

    /** Which line and column a byte is at. */
    at(offset: number): Position {
      advance(offset);
      return { line, column: offset - lineStart + 1 };
    },

    /** The end of what has come so far. */
    end(): Position {
      return this.at(chunkStart + chunk.length);
    },
  };
}
