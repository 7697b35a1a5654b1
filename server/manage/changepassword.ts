import type { Command } from 'commander';
import { requireUser } from '../accounts/require-user.ts';
import { setPassword } from '../accounts/set-password.ts';
import { PASSWORD_VARIABLE, readNewPassword } from './new-password.ts';
import { withServices } from './open-services.ts';
import { say } from './terminal.ts';

/** `changepassword <user>`: a new password, without the old one. */
export function addChangePassword(program: Command, prismaDirectory: string): void {
  program
    .command('changepassword <user>')
    .description(
      `Sets a user’s password and ends all their sessions. Asks for it twice, or takes ${PASSWORD_VARIABLE}.`,
    )
    .action((name: string) =>
      withServices({ prismaDirectory }, async (services) => {
        const user = await requireUser(services, name);
        await setPassword(services, user, await readNewPassword());
        await services.sessions.endAllOfUser(user.id, null);
        say(`${user.username} has a new password and is signed out everywhere.`);
      }),
    );
}
