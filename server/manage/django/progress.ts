/** Shows on standard error how far it is, where a person watches; otherwise nothing. */
export function createProgress(stream: NodeJS.WriteStream = process.stderr) {
  let rows = 0;
  return {
    /** So many rows more are dealt with. */
    add(more: number): void {
      rows += more;
      if (stream.isTTY) {
        stream.write(`\r${rows.toLocaleString('en')} rows`);
      }
    },
    /** Leaves an empty line for what comes. */
    end(): void {
      if (stream.isTTY) {
        stream.write('\r\u001B[K');
      }
    },
  };
}
