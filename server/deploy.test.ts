import { spawnSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { DCLinter } from 'dclint';
import * as apps from 'kubernetes-models/apps/v1';
import * as batch from 'kubernetes-models/batch/v1';
import * as networking from 'kubernetes-models/networking.k8s.io/v1';
import * as policy from 'kubernetes-models/policy/v1';
import * as core from 'kubernetes-models/v1';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type Environment, loadConfig } from './config.ts';
import { environmentSchema } from './environment.ts';
import { SECRETS } from './secret-files.ts';

// There is no container engine and no cluster to try these with: what can be read out of them is held here. That the
// balancer's configuration works is in balancer.test.ts.
const dockerfile = await readFile('Dockerfile', 'utf8');
const port = Number(dockerfile.match(/^EXPOSE (\d+)$/m)?.[1]);
const { version } = JSON.parse(await readFile('package.json', 'utf8'));
const KNOWN = [...Object.keys(environmentSchema.shape), ...SECRETS.map((name) => `${name}_FILE`)];

/** What an operator puts in. */
const GIVEN: Environment = {
  POSTGRES_PASSWORD: 'x',
  PUBLIC_URL: 'https://example.com',
  SECRET_KEY: '5a1f0c8e7b9d2346f1e0a7c58b3d9e62407f8c1b6a5d3e92c0b4f7a81d6e2c39',
};

describe('compose', async () => {
  const { services, networks, volumes } = parse(await readFile('deploy/compose.yml', 'utf8'), { merge: true });
  const balancer = await readFile('deploy/haproxy.cfg', 'utf8');
  const processes = Object.keys(services).filter((name) => name.startsWith('app-'));

  test.each(['deploy/compose.yml', 'docker-compose.yml'])('%s is what its schema allows', (file) => {
    // The schema alone: what else the linter knows is a matter of taste.
    const rules = Object.fromEntries(RULES.map((rule) => [rule, 0 as const]));
    const linter = new DCLinter({ rules, quiet: false, debug: false, exclude: [] });
    expect(linter.lintFiles([file], false).flatMap(({ messages }) => messages)).toEqual([]);
  });

  test('three processes run in production, on a database that is migrated before they start', () => {
    expect(processes).toHaveLength(3);
    for (const name of processes) {
      expect(services[name]).toEqual(services['app-1']);
    }
    const { environment, depends_on, stop_grace_period } = services['app-1'];
    const config = loadConfig(interpolated(environment));
    expect(config).toMatchObject({ profile: 'production', port, migrate: 'check', warnings: [], hints: [NIST] });
    expect(depends_on.migrate.condition).toBe('service_completed_successfully');
    expect(services.migrate.command).toEqual(['node', 'dist/migrate.js']);
    expect(Number.parseInt(stop_grace_period, 10) * 1000).toBeGreaterThan(config.timeouts.stop);
  });

  test('the balancer counts as one of the proxies, whatever TRUST_PROXY is without it', () => {
    const config = loadConfig(interpolated(services['app-1'].environment, { ...GIVEN, TRUST_PROXY: '1' }));
    expect(config.trustProxy).toBe(2);
  });

  test('the migrations have their own way to the database, and their own time', () => {
    const own = { MIGRATE_DATABASE_URL: 'postgresql://owner@db/x', DATABASE_MIGRATION_TIMEOUT_MS: '60000' };
    const given = { ...GIVEN, ...own, DATABASE_POOLER: 'transaction' };
    const { database, timeouts } = loadConfig(interpolated(services.migrate.environment, given), ['DATABASE_URL']);
    expect(database).toMatchObject({ migrationUrl: own.MIGRATE_DATABASE_URL, pooler: 'transaction' });
    expect(timeouts.database.migration).toBe(60_000);
  });

  test('every variable is one that is known, and what is named exists', () => {
    for (const { environment, networks: joined = [], depends_on = {}, volumes: mounted = [] } of Object.values<any>(
      services,
    )) {
      const unknown = Object.keys(environment ?? {}).filter((name) => !KNOWN.includes(name));
      expect(unknown.filter((name) => !/^(PGPASSWORD|POSTGRES_(USER|DB|PASSWORD))$/.test(name))).toEqual([]);
      expect(Object.keys(networks)).toEqual(expect.arrayContaining(joined));
      expect(Object.keys(services)).toEqual(expect.arrayContaining(Object.keys(depends_on)));
      const named = mounted.map((mount: string) => mount.split(':')[0]).filter((name: string) => !name.startsWith('.'));
      expect(Object.keys(volumes)).toEqual(expect.arrayContaining(named));
    }
  });

  test('the stores are those of docker-compose.yml', async () => {
    const small = parse(await readFile('docker-compose.yml', 'utf8')).services;
    for (const store of ['postgres', 'redis']) {
      const { image, command, volumes: kept, healthcheck } = services[store];
      expect(small[store]).toMatchObject({ image, volumes: kept, healthcheck, ...(command && { command }) });
    }
  });

  test('the balancer knows each process, asks whether it is ready, and gives a stop the time to be seen', () => {
    for (const name of processes) {
      expect(balancer.match(new RegExp(`^  server ${name} ${name}:${port}$`, 'gm'))).toHaveLength(2);
    }
    const [, every] = balancer.match(/inter (\d+)s fall 1 /) ?? [];
    const delay = Number(services['app-1'].environment.STOP_DELAY_MS);
    expect(delay).toBeGreaterThanOrEqual(2 * Number(every) * 1000);
    const [, listens] = balancer.match(/^ {2}bind :(\d+)$/m) ?? [];
    expect(services.balancer.ports).toEqual([`127.0.0.1:${port}:${listens}`]);
  });

  test.runIf(spawnSync('haproxy', ['-v']).status === 0)('the balancer takes its configuration', () => {
    const { status, stderr } = spawnSync('haproxy', ['-c', '-f', 'deploy/haproxy.cfg'], { encoding: 'utf8' });
    expect(stderr).not.toContain('[ALERT]');
    expect(status).toBe(0);
    // Only that the containers' names mean nothing here.
    const warnings = stderr.split('\n').filter((line) => line.includes('[WARNING]'));
    expect(warnings.filter((line) => !line.includes('could not resolve address'))).toEqual([]);
  });
});

describe('Kubernetes', async () => {
  const manifests: any[] = await readManifests();
  const of = (kind: string) => manifests.find((manifest) => manifest.kind === kind);
  const pod = of('Deployment').spec.template;
  const [container] = pod.spec.containers;
  const given = { ...of('ConfigMap').data, ...of('Secret').stringData };

  test.each(manifests.map((manifest) => [manifest.kind, manifest]))(
    'the %s is what its schema allows',
    (_, manifest) => {
      expect(unknownIn(manifest)).toEqual([]);
    },
  );

  test('a misspelt property is seen, which the schema lets pass, and a wrong value is refused', () => {
    const { spec, ...rest } = of('Deployment');
    expect(unknownIn({ ...rest, spec: { ...spec, replica: 3 } })).toEqual(['/spec/replica']);
    expect(() => unknownIn({ ...rest, spec: { ...spec, replicas: 'three' } })).toThrow('replicas must be integer');
  });

  test('a pod runs in production once the secrets are filled in, and not before', () => {
    expect(Object.keys(given).filter((name) => !KNOWN.includes(name))).toEqual([]);
    const production = { NODE_ENV: 'production', ...given };
    expect(() => loadConfig(production)).toThrow(/SECRET_KEY must be/);
    const filled = { DATABASE_URL: 'postgresql://u:p@db/x', REDIS_URL: 'redis://r', SECRET_KEY: GIVEN.SECRET_KEY };
    const config = loadConfig({ ...production, ...filled });
    expect(config).toMatchObject({ migrate: 'check', warnings: [], port });
    expect(pod.spec.terminationGracePeriodSeconds * 1000).toBeGreaterThan(config.timeouts.stop);
    expect(container.readinessProbe.timeoutSeconds * 1000).toBeGreaterThan(config.timeouts.storePing);
    expect(portNamed('metrics')).toBe(config.metrics?.port);
    // All pods ask the same stores: one ping that is missed would take all of them away.
    expect(container.readinessProbe.failureThreshold).toBeGreaterThan(1);
  });

  test('probes, service, budget and policy are about these pods and their ports', () => {
    const { labels } = pod.metadata;
    expect(portNamed('http')).toBe(port);
    expect(container.livenessProbe.httpGet).toEqual({ path: '/healthz', port: 'http' });
    expect(container.readinessProbe.httpGet).toEqual({ path: '/readyz', port: 'http' });
    expect(of('Service').spec.selector).toEqual(labels);
    expect(of('Service').spec.ports[0].targetPort).toBe('http');
    for (const { matchLabels } of [
      of('Deployment').spec.selector,
      of('PodDisruptionBudget').spec.selector,
      of('NetworkPolicy').spec.podSelector,
    ]) {
      expect(matchLabels).toEqual(labels);
    }
    const open = of('NetworkPolicy').spec.ingress.flatMap(({ ports }: any) => ports.map((entry: any) => entry.port));
    expect(open.map(portNamed)).toEqual([port, portNamed('metrics')]);
    // With the same stores, pooler and time-outs.
    expect(of('Job').spec.template.spec.containers[0].envFrom).toEqual(container.envFrom);
    // Its pods would be sent requests otherwise.
    expect(of('Job').spec.template.metadata.labels).not.toEqual(labels);
  });

  test('nothing runs as root, writes to its image or has a capability, and the image is this release', () => {
    for (const { spec } of [pod, of('Job').spec.template]) {
      expect(spec).toMatchObject({ automountServiceAccountToken: false, securityContext: { runAsNonRoot: true } });
      for (const { securityContext, image } of spec.containers) {
        expect(securityContext).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
        expect(image.split(':')[1]).toBe(version);
      }
    }
    expect(of('Deployment').spec.strategy.rollingUpdate.maxUnavailable).toBe(0);
  });

  function portNamed(name: string): number | undefined {
    return container.ports.find((entry: { name: string }) => entry.name === name)?.containerPort;
  }
});

const NIST = 'PASSWORD_MIN_LENGTH is 8: NIST recommends 15 where there is no second factor.';

/** The linter's own, beside the schema. */
const RULES = [
  'no-build-and-image',
  'no-duplicate-container-names',
  'no-duplicate-exported-ports',
  'no-quotes-in-volumes',
  'no-unbound-port-interfaces',
  'no-version-field',
  'require-project-name-field',
  'require-quotes-in-ports',
  'service-container-name-regex',
  'service-dependencies-alphabetical-order',
  'service-image-require-explicit-tag',
  'service-keys-order',
  'service-ports-alphabetical-order',
  'services-alphabetical-order',
  'top-level-properties-order',
];

const MODELS: Record<string, new (manifest: object) => { validate(): void }> = {
  ConfigMap: core.ConfigMap,
  Secret: core.Secret,
  Service: core.Service,
  Deployment: apps.Deployment,
  Job: batch.Job,
  NetworkPolicy: networking.NetworkPolicy,
  PodDisruptionBudget: policy.PodDisruptionBudget,
} as never;

/** What compose makes of `${NAME:-default}` and `${NAME:?message}`. */
function interpolated(environment: Record<string, string>, given = GIVEN): Environment {
  const fill = (text: string) =>
    text.replace(/\$\{(\w+):[-?]([^}]*)\}/g, (_all, name, standard) => given[name] ?? standard);
  return Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, fill(value)]));
}

async function readManifests(): Promise<unknown[]> {
  const names = await readdir('deploy/kubernetes');
  return Promise.all(names.map(async (name) => parse(await readFile(`deploy/kubernetes/${name}`, 'utf8'))));
}

/** What the schema doesn't know, which its check doesn't look at. @throws where something is wrong that it knows */
function unknownIn(manifest: { kind: string }): string[] {
  const read = new Set<string>();
  const model = Object.create(MODELS[manifest.kind]?.prototype, Object.getOwnPropertyDescriptors(manifest));
  watched(model, '', read).validate();
  return pathsOf(manifest).filter((path) => !read.has(path));
}

/** The same value, which notes what of it is read. */
function watched<T>(value: T, path: string, read: Set<string>): T {
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return new Proxy(value, {
    get(target, key) {
      const here = `${path}/${String(key)}`;
      read.add(here);
      return watched(Reflect.get(target, key), here, read);
    },
  });
}

function pathsOf(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, inner]) => [`${path}/${key}`, ...pathsOf(inner, `${path}/${key}`)]);
}
