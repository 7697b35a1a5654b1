/** An answer, on standard output. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** What a person should know beside the answer, on standard error. */
export function complain(line: string): void {
  process.stderr.write(`${line}\n`);
}
