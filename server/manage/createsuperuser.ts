import type { Command } from 'commander';
import { createSuperuser } from '../accounts/create-superuser.ts';
import { refuseIfAny } from '../accounts/errors.ts';
import { checkTaken } from '../accounts/taken-username.ts';
import { checkUsername } from '../accounts/username.ts';
import { PASSWORD_VARIABLE, readNewPassword } from './new-password.ts';
import { type CommandServices, withServices } from './open-services.ts';
import { ask, canAsk } from './question.ts';
import { Refusal } from './refusal.ts';
import { say } from './terminal.ts';

interface Options {
  username?: string;
  email?: string;
  /** False with --no-input. */
  input: boolean;
}

/** `createsuperuser`: an account that is staff and superuser. */
export function addCreateSuperuser(program: Command, prismaDirectory: string): void {
  program
    .command('createsuperuser')
    .description(`Creates an account that is staff and superuser. Asks for what isn’t given.`)
    .option('--username <name>', 'the name to log in with')
    .option('--email <address>', 'an e-mail address; none by default')
    .option('--no-input', `asks nothing: needs --username, and the password in ${PASSWORD_VARIABLE}`)
    .action((options: Options) => withServices({ prismaDirectory }, (services) => create(services, options)));
}

async function create(services: CommandServices, options: Options): Promise<void> {
  const asks = options.input && canAsk();
  const username = options.username ?? (asks ? await ask('Username: ') : undefined);
  if (username === undefined) {
    throw new Refusal('There is no username: give --username, or run this in a terminal.');
  }
  // Before anybody types a password twice for nothing.
  refuseIfAny([...checkUsername(username), ...(await checkTaken(services, username))]);
  const email = options.email ?? (asks ? await ask('E-mail (may be left empty): ') : null);
  const { password, confirmation } = await readNewPassword(options.input);
  const user = await createSuperuser(services, { username, email, password, passwordConfirmation: confirmation });
  say(`${user.username} is a superuser now.`);
}
