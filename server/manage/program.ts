import { Command } from 'commander';
import { addActivate } from './activate.ts';
import { addChangePassword } from './changepassword.ts';
import { addCheck } from './check.ts';
import { addClearSessions } from './clearsessions.ts';
import { addCreateSuperuser } from './createsuperuser.ts';
import { addDeactivate } from './deactivate.ts';
import { addImportDjango } from './import-django.ts';
import { addRevokeSessions } from './revoke-sessions.ts';
import { addUnlock } from './unlock.ts';

const EXIT_CODES = `
Exit codes: 0 done; 1 not done, or not all of it; 130 interrupted. check has codes of its own: 0, 1 and 2.
It takes the server’s environment. An embedded database belongs to one process: stop the server first.`;

/** The command line: every command, with its help. */
export function createProgram(prismaDirectory: string): Command {
  const program = new Command('manage')
    .description('Looks after the accounts of a Gatehouse, as whoever runs it.')
    .addHelpText('after', EXIT_CODES)
    .exitOverride();
  addCreateSuperuser(program, prismaDirectory);
  addChangePassword(program, prismaDirectory);
  addActivate(program, prismaDirectory);
  addDeactivate(program, prismaDirectory);
  addUnlock(program, prismaDirectory);
  addRevokeSessions(program, prismaDirectory);
  addClearSessions(program, prismaDirectory);
  addImportDjango(program, prismaDirectory);
  addCheck(program);
  return program;
}
