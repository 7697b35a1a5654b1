import type { Around } from '../observation.ts';
import type { Database, Prisma } from './database.ts';

/** The same database, with somebody around each statement: named as the code names it, or by Prisma's model and method. */
export function observeDatabase(database: Database, around: Around): Database {
  const prisma = database.prisma.$extends({
    query: {
      $allOperations: ({ model, operation, args, query }) =>
        around(model ? `${model}.${operation}` : operation, () => query(args)),
    },
  });
  return {
    ...database,
    prisma: prisma as unknown as Prisma,
    rows: (statement, values) => around(statement.name, () => database.rows(statement, values)),
  };
}
