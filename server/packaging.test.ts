import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { loadConfig } from './config.ts';
import { environmentSchema } from './environment.ts';

// There is no container engine to try these with: what can be read out of them is held here.
const compose = parse(await readFile('docker-compose.yml', 'utf8'));
const dockerfile = await readFile('Dockerfile', 'utf8');

/** What compose makes of `${NAME:-default}` and `${NAME:?message}`, with these variables set. */
function interpolate(text: string, variables: Record<string, string>): string {
  return text.replace(/\$\{(\w+):([-?])([^}]*)\}/g, (_all, name, kind, rest) => {
    const value = variables[name] ?? (kind === '-' ? rest : undefined);
    if (value === undefined) {
      throw new Error(`${name} is required`);
    }
    return value;
  });
}

function appEnvironment(variables: Record<string, string>): Record<string, string> {
  const entries = Object.entries<string>(compose.services.app.environment);
  return Object.fromEntries(entries.map(([name, value]) => [name, interpolate(value, variables)]));
}

const GIVEN = {
  POSTGRES_PASSWORD: 'x',
  PUBLIC_URL: 'https://example.com',
  SECRET_KEY: '5a1f0c8e7b9d2346f1e0a7c58b3d9e62407f8c1b6a5d3e92c0b4f7a81d6e2c39',
};

test.each(Object.keys(GIVEN))('compose refuses to start without %s', (name) => {
  const { [name as keyof typeof GIVEN]: _, ...others } = GIVEN;
  expect(() => appEnvironment(others)).toThrow(name);
});

test('with those three, the service takes its environment as production', () => {
  const config = loadConfig({ NODE_ENV: 'production', ...appEnvironment(GIVEN) });
  expect(config).toMatchObject({ profile: 'production', playground: false, warnings: [] });
});

test('compose hands on every setting', () => {
  const own = ['NODE_ENV', 'HOST', 'PORT', 'DATA_DIR', 'ALLOW_EMBEDDED'];
  const missing = Object.keys(environmentSchema.shape).filter((name) => !(name in compose.services.app.environment));
  expect(missing.filter((name) => !own.includes(name))).toEqual([]);
});

test('compose hands on what Node itself reads', () => {
  const set = { NODE_EXTRA_CA_CERTS: '/ca.pem' };
  expect(appEnvironment({ ...GIVEN, ...set })).toMatchObject(set);
  expect(appEnvironment(GIVEN)).toMatchObject({ NODE_EXTRA_CA_CERTS: '' });
});

test('the service waits for stores that are healthy, and they keep their data', () => {
  const { app, postgres, redis } = compose.services;
  expect(app.depends_on).toEqual({
    postgres: { condition: 'service_healthy' },
    redis: { condition: 'service_healthy' },
  });
  for (const store of [postgres, redis]) {
    expect(store.healthcheck.test).toBeDefined();
    expect(Object.keys(compose.volumes)).toContain(store.volumes[0].split(':')[0]);
    expect(store.ports).toBeUndefined();
  }
});

test('the image runs the bundle without root, with production dependencies and a health check', () => {
  const stages = dockerfile.split(/^FROM /m);
  expect(stages.length).toBeGreaterThan(2);
  const last = stages.at(-1);
  expect(last).toMatch(/^USER node$/m);
  expect(last).toMatch(/^CMD \["node", "dist\/main.js"\]$/m);
  expect(last).toMatch(/^HEALTHCHECK /m);
  expect(last).toMatch(/^ENV NODE_ENV=production/m);
  expect(dockerfile).toContain('npm ci --omit=dev');
});
