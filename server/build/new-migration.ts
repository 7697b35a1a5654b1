import { readFile } from 'node:fs/promises';
import './generate-prisma.ts';

// The generated code has to be there before the database's own can be imported.
const { writeNewMigration } = await import('../database/new-migration.ts');
const { breaksOlderCode } = await import('../database/older-code.ts');

const name = process.argv[2];
if (!name) {
  process.stderr.write('Usage: npm run db:new-migration <name>\n');
  process.exit(1);
}
process.stdout.write('Comparing prisma/migrations with schema.prisma…\n');
const path = await writeNewMigration('prisma', name, new Date());
process.stdout.write(
  path ? `Wrote ${path}: read it, then commit it.\n` : 'schema.prisma and prisma/migrations agree.\n',
);
for (const reason of path ? breaksOlderCode(await readFile(path, 'utf8')) : []) {
  process.stdout.write(`The release before can’t work with it (docs/backup.md, “Upgrade”): it ${reason}\n`);
}
