import './generate-prisma.ts';

// The generated code has to be there before the database's own can be imported.
const { writeNewMigration } = await import('../database/new-migration.ts');

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
