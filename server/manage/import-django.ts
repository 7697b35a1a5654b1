import { open } from 'node:fs/promises';
import type { Command } from 'commander';
import { CorruptDump } from './django/corrupt-dump.ts';
import { importDump } from './django/import-dump.ts';
import { createImportReport } from './django/import-report.ts';
import { createProgress } from './django/progress.ts';
import { type CommandServices, withServices } from './open-services.ts';
import { Refusal } from './refusal.ts';

interface Options {
  model: string;
}

/** `import-django <file>`: the users of `manage.py dumpdata auth.user`. */
export function addImportDjango(program: Command, prismaDirectory: string): void {
  program
    .command('import-django <file>')
    .description('Imports the users of a Django dump (manage.py dumpdata auth.user); “-” reads standard input.')
    .option('--model <name>', 'the user model, where the project has one of its own', 'auth.user')
    .addHelpText(
      'after',
      '\nSafe to run again: who is here already is left alone. Exits with 1 where rows were refused.',
    )
    .action(async (file: string, options: Options) => {
      const chunks = await openDump(file);
      const source = file === '-' ? 'standard input' : file;
      await withServices({ prismaDirectory }, (services) => importFrom(services, source, chunks, options));
    });
}

/** Before anything else is opened. @throws {Refusal} */
async function openDump(file: string): Promise<AsyncIterable<Uint8Array>> {
  if (file === '-') {
    return process.stdin;
  }
  const handle = await open(file).catch((error) => Promise.reject(unreadable(file, error)));
  return handle.createReadStream();
}

async function importFrom(
  services: CommandServices,
  file: string,
  chunks: AsyncIterable<Uint8Array>,
  { model }: Options,
): Promise<void> {
  const report = createImportReport();
  const progress = createProgress();
  try {
    await importDump({ services, report, progress, userModel: model }, chunks);
  } catch (error) {
    throw describe(file, error);
  } finally {
    progress.end();
    report.tell();
  }
  const { created, present, refused } = report.counts;
  if (created + present + refused === 0) {
    throw new Refusal(`${file} has no user of the model ${model}. With a user model of your own, name it by --model.`);
  }
  if (refused > 0) {
    throw new Refusal(`${refused} of the users were refused, for the reasons above; the others are here.`);
  }
}

function describe(file: string, error: unknown): unknown {
  if (error instanceof CorruptDump) {
    return new Refusal(`${file}, ${error.message}. What is counted above stays; mend the file and run this again.`);
  }
  const { syscall } = error as NodeJS.ErrnoException;
  return syscall === 'read' ? unreadable(file, error as NodeJS.ErrnoException) : error;
}

function unreadable(file: string, { code }: NodeJS.ErrnoException): Refusal {
  return new Refusal(`${file} can’t be read (${code}).`);
}
