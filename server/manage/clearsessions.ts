import type { Command } from 'commander';
import { withServices } from './open-services.ts';
import { say } from './terminal.ts';

/** `clearsessions`: what the server does once an hour by itself. */
export function addClearSessions(program: Command, prismaDirectory: string): void {
  program
    .command('clearsessions')
    .description('Removes expired sessions from the database. (The server does so every hour, and Redis by itself.)')
    .action(() =>
      withServices({ prismaDirectory, redis: true }, async ({ sessions, config }) => {
        await sessions.sweep();
        say(
          config.redis ? 'Nothing to do: Redis removes expired sessions by itself.' : 'Expired sessions are removed.',
        );
      }),
    );
}
