import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import * as binding from '@prisma/schema-engine-wasm/schema_engine_bg';

/**
 * Prisma's own migration engine, as WebAssembly: what `prisma migrate` runs, without the native binary that its
 * command line downloads. It keeps the same `_prisma_migrations` table, so that either may be used later.
 */
export async function openMigrationEngine(
  adapters: SqlMigrationAwareDriverAdapterFactory,
  schema: string,
): Promise<binding.SchemaEngine> {
  await instantiate();
  return binding.SchemaEngine.new(
    { datamodels: [['schema.prisma', schema]] },
    // The engine's own log repeats what its errors say.
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(adapters),
  );
}

let instantiated: Promise<void> | undefined;

function instantiate(): Promise<void> {
  instantiated ??= loadModule();
  return instantiated;
}

async function loadModule(): Promise<void> {
  const path = createRequire(import.meta.url)
    .resolve('@prisma/schema-engine-wasm')
    .replace(/\.js$/, '_bg.wasm');
  const { instance } = await WebAssembly.instantiate(await readFile(path), { './schema_engine_bg.js': { ...binding } });
  binding.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
}
