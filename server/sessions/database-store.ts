import type { Database } from '../database/database.ts';
import { Prisma, type Session as SessionRow } from '../database/generated/client.ts';
import { DEFAULT_LIFETIMES, expiryOf, type Session } from './session.ts';
import { type SessionStore, UserGone } from './session-store.ts';

/** Not `*`: while a new release takes over, the table may have columns already that this one doesn't know. */
const COLUMNS = Prisma.raw(
  Object.values(Prisma.SessionScalarFieldEnum)
    .map((name) => `"${name}"`)
    .join(', '),
);

/** Keeps sessions in the database: the default, and enough for one machine. */
export function createDatabaseStore({ prisma }: Database, lifetimes = DEFAULT_LIFETIMES): SessionStore {
  const toRow = (session: Session): SessionRow => ({
    ...session,
    beganAt: new Date(session.beganAt),
    lastSeenAt: new Date(session.lastSeenAt),
    provedAt: new Date(session.provedAt),
    endsAt: new Date(session.endsAt),
    expiresAt: new Date(expiryOf(session, lifetimes)),
  });

  return {
    async create(session) {
      await prisma.session.create({ data: toRow(session) }).catch((error: unknown) => {
        throw isMissingUser(error) ? new UserGone('there is no such user') : error;
      });
    },
    async find(id) {
      const row = await prisma.session.findUnique({ where: { id } });
      return row && toSession(row);
    },
    async findAllOfUser(userId) {
      return (await prisma.session.findMany({ where: { userId } })).map(toSession);
    },
    async touch(session) {
      const { id, lastSeenAt, expiresAt } = toRow(session);
      await prisma.session.updateMany({ where: { id }, data: { lastSeenAt, expiresAt } });
    },
    async delete(id) {
      const rows = await prisma.$queryRaw<SessionRow[]>`
        DELETE FROM "Session" WHERE "id" = ${id} RETURNING ${COLUMNS}`;
      return rows[0] ? toSession(rows[0]) : null;
    },
    async deleteAllOfUser(userId, endedEpoch) {
      await prisma.session.deleteMany({ where: { userId, ...(endedEpoch && { epoch: endedEpoch }) } });
    },
    async sweep(now) {
      await prisma.session.deleteMany({ where: { expiresAt: { lt: new Date(now) } } });
    },
  };
}

function isMissingUser(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2003';
}

function toSession({ expiresAt: _, ...row }: SessionRow): Session {
  return {
    ...row,
    beganAt: row.beganAt.getTime(),
    lastSeenAt: row.lastSeenAt.getTime(),
    provedAt: row.provedAt.getTime(),
    endsAt: row.endsAt.getTime(),
  };
}
