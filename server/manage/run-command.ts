import { CommanderError } from 'commander';
import { explain } from './explain.ts';
import { createProgram } from './program.ts';
import { Refusal } from './refusal.ts';
import { complain } from './terminal.ts';

/** What the shell is told: done, not done, or the code that a command's own answer has. */
export async function runCommand(args: string[], prismaDirectory: string): Promise<number> {
  try {
    await createProgram(prismaDirectory).parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    // commander has said what was wrong already, or has shown the help.
    if (error instanceof CommanderError) {
      return error.exitCode;
    }
    complain(explain(error));
    return error instanceof Refusal ? error.exitCode : 1;
  }
}
