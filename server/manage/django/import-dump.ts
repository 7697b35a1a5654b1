import { type ImportedUser, importUsers } from '../../accounts/import-users.ts';
import type { Services } from '../../accounts/services.ts';
import { readDjangoRow } from './django-row.ts';
import type { ImportReport, RowName } from './import-report.ts';
import type { createProgress } from './progress.ts';
import { readDump } from './read-dump.ts';
import type { DumpRow } from './row-parser.ts';

/** Users that are created in one statement, or none of them. */
const BATCH = 1000;

/** What an import is made with. */
export interface DumpImport {
  services: Pick<Services, 'database'>;
  report: ImportReport;
  progress: ReturnType<typeof createProgress>;
  /** `auth.user`, or what a project has in its place. */
  userModel: string;
}

interface Candidate {
  row: RowName;
  user: ImportedUser;
}

/** Imports the users of a dump as it streams, batch by batch. @throws {CorruptDump} the batches before it stay */
export async function importDump(parts: DumpImport, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  let waiting: Candidate[] = [];
  for await (const rows of readDump(chunks)) {
    waiting.push(...rows.flatMap((row) => sort(parts, row)));
    while (waiting.length >= BATCH) {
      await importBatch(parts, waiting.slice(0, BATCH));
      waiting = waiting.slice(BATCH);
    }
  }
  await importBatch(parts, waiting);
}

/** A user to import; or none, and the report knows why. */
function sort({ report, userModel }: DumpImport, { line, number, value }: DumpRow): Candidate[] {
  const row = readDjangoRow(value, userModel);
  if (row.kind === 'other') {
    report.leaveOut(row.model);
    return [];
  }
  if (row.kind === 'unreadable') {
    report.refuse({ line, number, username: row.username }, row.reason);
    return [];
  }
  if (row.hasRights) {
    report.note('groups or permissions, which are not moved');
  }
  if (row.hasLocalDates) {
    report.note('dates without a time zone (USE_TZ was off), taken as UTC');
  }
  return [{ row: { line, number, username: row.user.username }, user: row.user }];
}

async function importBatch({ services, report, progress }: DumpImport, batch: Candidate[]): Promise<void> {
  const outcomes = await importUsers(
    services,
    batch.map(({ user }) => user),
  );
  progress.end();
  for (const [index, outcome] of outcomes.entries()) {
    const { row, user } = batch[index] as Candidate;
    report.settle(row, user, outcome);
  }
  progress.add(batch.length);
}
