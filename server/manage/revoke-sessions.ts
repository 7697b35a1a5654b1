import type { Command } from 'commander';
import { requireUser } from '../accounts/require-user.ts';
import { revokeAllSessions } from '../accounts/revoke-all-sessions.ts';
import { revokeSessions } from '../accounts/revoke-sessions.ts';
import { type CommandServices, withServices } from './open-services.ts';
import { Refusal } from './refusal.ts';
import { say } from './terminal.ts';

/** `revoke-sessions <user>` and `--all`: signed out everywhere, at once. */
export function addRevokeSessions(program: Command, prismaDirectory: string): void {
  program
    .command('revoke-sessions [user]')
    .description('Signs a user out everywhere; with --all everybody, for after a restore of the database.')
    .option('--all', 'every user’s sessions')
    .action((name: string | undefined, { all = false }: { all?: boolean }) => {
      if ((name === undefined) !== all) {
        throw new Refusal('Name a user, or give --all.');
      }
      return withServices({ prismaDirectory }, (services) =>
        name === undefined ? revokeEverybodys(services) : revokeOnes(services, name),
      );
    });
}

async function revokeOnes(services: CommandServices, name: string): Promise<void> {
  const user = await requireUser(services, name);
  await revokeSessions(services, user);
  await services.sessions.endAllOfUser(user.id, null);
  say(`${user.username} is signed out everywhere.`);
}

async function revokeEverybodys(services: CommandServices): Promise<void> {
  const users = await revokeAllSessions(services);
  say(`Everybody is signed out (${users} users).`);
}
