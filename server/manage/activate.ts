import type { Command } from 'commander';
import { requireUser } from '../accounts/require-user.ts';
import { setActive } from '../accounts/set-active.ts';
import { withServices } from './open-services.ts';
import { say } from './terminal.ts';

/** `activate <user>`: may log in again. */
export function addActivate(program: Command, prismaDirectory: string): void {
  program
    .command('activate <user>')
    .description('Lets a user log in again who was deactivated.')
    .action((name: string) =>
      withServices({ prismaDirectory }, async (services) => {
        const { id, username } = await requireUser(services, name);
        const changed = await setActive(services, id, true);
        say(changed ? `${username} is active and may log in.` : `${username} is active already.`);
      }),
    );
}
