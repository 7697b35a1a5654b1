// better-auth with e-mail and password, on PostgreSQL, with its sessions in Redis as `secondaryStorage`, as its
// documentation sets it up for production. Its log and its limits on requests are off; its password hash is bcrypt, of
// the same cost as everybody's here.
import { createServer } from 'node:http';
import bcrypt from 'bcrypt';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { toNodeHandler } from 'better-auth/node';
import pg from 'pg';
import { createClient } from 'redis';

const { PORT, DATABASE_URL, REDIS_URL, REDIS_PREFIX, SECRET_KEY, BCRYPT_COST } = process.env;

const redis = await createClient({ url: REDIS_URL }).connect();
const options = {
  baseURL: `http://127.0.0.1:${PORT}`,
  secret: SECRET_KEY,
  database: new pg.Pool({ connectionString: DATABASE_URL, max: 10 }),
  secondaryStorage: {
    get: (key) => redis.get(REDIS_PREFIX + key),
    set: (key, value, ttl) => redis.set(REDIS_PREFIX + key, value, ttl ? { EX: ttl } : undefined),
    delete: (key) => redis.del(REDIS_PREFIX + key),
  },
  emailAndPassword: {
    enabled: true,
    password: {
      hash: (password) => bcrypt.hash(password, Number(BCRYPT_COST)),
      verify: ({ hash, password }) => bcrypt.compare(password, hash),
    },
  },
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  logger: { disabled: true },
};

const { runMigrations } = await getMigrations(options);
await runMigrations();
createServer(toNodeHandler(betterAuth(options))).listen(Number(PORT), '127.0.0.1');
