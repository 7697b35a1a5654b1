import { fileURLToPath } from 'node:url';
import { runCommand } from './manage/run-command.ts';

/** Beside the sources, and beside the bundle. */
const PRISMA_DIRECTORY = fileURLToPath(new URL('../prisma', import.meta.url));

process.exitCode = await runCommand(process.argv.slice(2), PRISMA_DIRECTORY);
