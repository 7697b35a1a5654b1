import { createRowParser, type DumpRow } from './row-parser.ts';

/**
 * Reads a dump as it streams: the rows of each chunk, so that no more of the file is held than that.
 * @throws {CorruptDump}
 */
export async function* readDump(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<DumpRow[]> {
  const parser = createRowParser();
  for await (const chunk of chunks) {
    yield parser.take(chunk);
  }
  parser.end();
}
