import * as z from 'zod';
import type { ImportedUser } from '../../accounts/import-users.ts';

/** Without a zone where the project had USE_TZ = False. */
const date = z.iso.datetime({ offset: true, local: true });

const fieldsSchema = z.object({
  username: z.string(),
  password: z.string(),
  email: z.string().nullish(),
  first_name: z.string().nullish(),
  last_name: z.string().nullish(),
  is_active: z.boolean().default(true),
  is_staff: z.boolean().default(false),
  is_superuser: z.boolean().default(false),
  date_joined: date,
  last_login: date.nullish(),
  groups: z.array(z.unknown()).default([]),
  user_permissions: z.array(z.unknown()).default([]),
});

const rowSchema = z.object({ model: z.string(), fields: z.record(z.string(), z.unknown()) });

/** A row of the dump, understood. */
export type DjangoRow =
  | { kind: 'user'; user: ImportedUser; hasRights: boolean; hasLocalDates: boolean }
  | { kind: 'other'; model: string }
  | { kind: 'unreadable'; username: string | undefined; reason: string };

/** Reads a row of dumpdata; what it is about beside users of that model is only named. */
export function readDjangoRow(value: unknown, userModel: string): DjangoRow {
  const row = rowSchema.safeParse(value);
  if (!row.success) {
    return { kind: 'unreadable', username: undefined, reason: 'this is not a row with a model and fields' };
  }
  // As Django has it, the case of a model's name doesn't matter.
  const { model, fields: raw } = row.data;
  if (model.toLowerCase() !== userModel.toLowerCase()) {
    return { kind: 'other', model };
  }
  const fields = fieldsSchema.safeParse(raw);
  if (!fields.success) {
    const username = typeof raw.username === 'string' ? raw.username : undefined;
    return { kind: 'unreadable', username, reason: describe(fields.error) };
  }
  return toUser(fields.data);
}

function toUser(fields: z.output<typeof fieldsSchema>): DjangoRow {
  const { username, password, email, date_joined: joined, last_login: login } = fields;
  const user: ImportedUser = {
    username,
    password,
    email: email ?? null,
    firstName: fields.first_name ?? '',
    lastName: fields.last_name ?? '',
    isActive: fields.is_active,
    isStaff: fields.is_staff,
    isSuperuser: fields.is_superuser,
    dateJoined: toDate(joined),
    lastLogin: login ? toDate(login) : null,
  };
  return {
    kind: 'user',
    user,
    hasRights: fields.groups.length + fields.user_permissions.length > 0,
    hasLocalDates: isLocal(joined) || (login ? isLocal(login) : false),
  };
}

function isLocal(text: string): boolean {
  return !/(Z|[+-]\d\d:?\d\d)$/.test(text);
}

function toDate(text: string): Date {
  return new Date(isLocal(text) ? `${text}Z` : text);
}

/** What is wrong with which field; zod's words name types and never values. */
function describe(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
}
