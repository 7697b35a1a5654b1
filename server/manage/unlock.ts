import type { Command } from 'commander';
import { requireUser } from '../accounts/require-user.ts';
import { type CommandServices, withServices } from './open-services.ts';
import { Refusal } from './refusal.ts';
import { say } from './terminal.ts';

/** `unlock <user>`: lets somebody log in whose wrong passwords are used up. */
export function addUnlock(program: Command, prismaDirectory: string): void {
  program
    .command('unlock <user>')
    .description(
      'Forgets the wrong passwords that were counted for a user. Those of addresses and of devices that the user has logged in with stay counted.',
    )
    .action((name: string) => withServices({ prismaDirectory, redis: true }, (services) => unlock(services, name)));
}

async function unlock(services: CommandServices, name: string): Promise<void> {
  const { username } = await requireUser(services, name);
  if (!services.config.redis) {
    // What this process would forget is its own, and nobody has counted there.
    const wait = 'they are forgotten a day after the last of them, and when it ends';
    throw new Refusal(`Without REDIS_URL wrong passwords are counted in the serving process: ${wait}.`);
  }
  await services.attempts.forgetAccount(username);
  say(`${username} may try passwords again.`);
}
