import type { Command } from 'commander';
import { requireUser } from '../accounts/require-user.ts';
import { setActive } from '../accounts/set-active.ts';
import { withServices } from './open-services.ts';
import { say } from './terminal.ts';

/** `deactivate <user>`: signed out at once, and may not log in. */
export function addDeactivate(program: Command, prismaDirectory: string): void {
  program
    .command('deactivate <user>')
    .description('Ends all sessions of a user at once and lets them log in no more. The account stays.')
    .action((name: string) =>
      withServices({ prismaDirectory }, async (services) => {
        const { id, username } = await requireUser(services, name);
        const changed = await setActive(services, id, false);
        await services.sessions.endAllOfUser(id, null);
        say(changed ? `${username} is deactivated and signed out.` : `${username} is deactivated already.`);
      }),
    );
}
