import { fileURLToPath } from 'node:url';
import { defineConfig } from 'prisma/config';

// Prisma's CLI would download a native engine that `prisma generate` never runs: any file that exists will do.
// Migrations use the same engine as WebAssembly, from the registry: see server/database/migration-engine.ts.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= fileURLToPath(import.meta.url);
process.env.PRISMA_HIDE_UPDATE_MESSAGE ??= '1';

export default defineConfig({ schema: 'schema.prisma', migrations: { path: 'migrations' } });
