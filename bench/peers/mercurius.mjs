// The same `me`, `login` and `signup` with mercurius (JIT on), @fastify/session on Redis and prepared statements on
// PostgreSQL, each as its documentation sets it up for production. No log, no limits, nothing that isn't needed for them.
import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import session from '@fastify/session';
import bcrypt from 'bcrypt';
import { RedisStore } from 'connect-redis';
import fastify from 'fastify';
import mercurius from 'mercurius';
import pg from 'pg';
import { createClient } from 'redis';

const { PORT, DATABASE_URL, REDIS_URL, REDIS_PREFIX, SECRET_KEY, BCRYPT_COST } = process.env;
const COLUMNS = 'id, username, email, "firstName", "lastName", "dateJoined"';

const schema = `
  type User { id: ID! username: String! email: String firstName: String! lastName: String! dateJoined: String! }
  type Query { me: User }
  type Mutation {
    login(username: String!, password: String!): User
    signup(username: String!, password: String!): User
  }
`;

const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 10 });
await pool.query(`CREATE TABLE IF NOT EXISTS "Person" (
  id uuid PRIMARY KEY, username text NOT NULL UNIQUE, email text, "firstName" text NOT NULL DEFAULT '',
  "lastName" text NOT NULL DEFAULT '', "dateJoined" timestamptz NOT NULL DEFAULT now(), password text NOT NULL)`);

async function one(name, text, values) {
  const { rows } = await pool.query({ name, text, values });
  return rows[0] && { ...rows[0], dateJoined: rows[0].dateJoined.toISOString() };
}

async function begin(request, user) {
  // Another id for the session: one that was planted before is worth nothing afterwards.
  await request.session.regenerate();
  request.session.userId = user.id;
  await request.session.save();
}

const resolvers = {
  Query: {
    me: (_root, _args, { request }) => {
      const { userId } = request.session;
      return userId ? one('me', `SELECT ${COLUMNS} FROM "Person" WHERE id = $1`, [userId]) : null;
    },
  },
  Mutation: {
    login: async (_root, { username, password }, { request }) => {
      const user = await one('login', `SELECT ${COLUMNS}, password FROM "Person" WHERE username = $1`, [username]);
      if (!user || !(await bcrypt.compare(password, user.password))) {
        return null;
      }
      await begin(request, user);
      return user;
    },
    signup: async (_root, { username, password }, { request }) => {
      const hash = await bcrypt.hash(password, Number(BCRYPT_COST));
      const text = `INSERT INTO "Person" (id, username, email, "firstName", "lastName", password)
        VALUES ($1, $2, $3, 'Ada', 'Lovelace', $4) RETURNING ${COLUMNS}`;
      const user = await one('signup', text, [randomUUID(), username, `${username}@example.com`, hash]);
      await begin(request, user);
      return user;
    },
  },
};

const redis = await createClient({ url: REDIS_URL }).connect();
const app = fastify();
app.register(cookie);
app.register(session, {
  secret: SECRET_KEY,
  store: new RedisStore({ client: redis, prefix: `${REDIS_PREFIX}sess:` }),
  // Neither is written without need: the defaults would save every session on every request.
  saveUninitialized: false,
  rolling: false,
  cookie: { secure: false, httpOnly: true, sameSite: 'lax', maxAge: 12 * 3600 * 1000 },
});
app.register(mercurius, { schema, resolvers, jit: 1, context: (request) => ({ request }) });
await app.listen({ port: Number(PORT), host: '127.0.0.1' });
