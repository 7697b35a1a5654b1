import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import { Writable } from 'node:stream';
import { Refusal } from './refusal.ts';

/** As a shell has it for a program that was interrupted. */
const INTERRUPTED = 130;

/** Answers whether there is somebody to ask. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true;
}

/** Asks a question on the terminal. @throws {Refusal} where the person gives up instead */
export function ask(question: string): Promise<string> {
  return readLine(question, process.stderr);
}

/** The same for what must not be seen: nothing that is typed is shown. */
export async function askHidden(question: string): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  try {
    return await readLine(question, nowhere);
  } finally {
    process.stderr.write('\n');
  }
}

/** Reads a line, echoing it to `echo`. */
async function readLine(question: string, echo: Writable): Promise<string> {
  const reader = createInterface({ input: process.stdin, output: echo, terminal: true, historySize: 0 });
  // Only now, when the terminal itself echoes no more: somebody may type as soon as the question is there.
  process.stderr.write(question);
  reader.setPrompt(question);
  try {
    const answer = once(reader, 'line').then(([line]) => line as string);
    return await Promise.race([answer, givenUp(reader, 'SIGINT'), givenUp(reader, 'close')]);
  } finally {
    reader.close();
  }
}

async function givenUp(reader: Interface, event: 'SIGINT' | 'close'): Promise<never> {
  await once(reader, event);
  throw new Refusal('Nothing was done.', INTERRUPTED);
}
