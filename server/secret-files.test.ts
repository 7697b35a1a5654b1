import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type ConfigError, loadConfig } from './config.ts';
import { readSecretFiles, SECRETS } from './secret-files.ts';

const directory = mkdtempSync(join(tmpdir(), 'gatehouse-secrets-'));
afterAll(() => rmSync(directory, { recursive: true }));

function fileOf(content: string): string {
  const path = join(directory, String(Math.random()));
  writeFileSync(path, content);
  chmodSync(path, 0o600);
  return path;
}

test.each(SECRETS)('%s may come from a file, without the line break at its end', (name) => {
  for (const end of ['', '\n', '\r\n']) {
    const { given, problems } = readSecretFiles({ [`${name}_FILE`]: fileOf(` two\nlines ${end}`), PORT: '1' });
    expect({ given, problems }).toEqual({ given: { [name]: ' two\nlines ', PORT: '1' }, problems: [] });
  }
});

test('the configuration takes it like the variable itself, in production too', () => {
  const config = loadConfig({
    NODE_ENV: 'production',
    PUBLIC_URL: 'https://accounts.example.com',
    SECRET_KEY_FILE: fileOf('one of the keys of the tests, long enough\n'),
    DATABASE_URL_FILE: fileOf('postgresql://u:p@db/x\n'),
    REDIS_URL_FILE: fileOf('redis://r\n'),
  });
  expect(config).toMatchObject({
    secretKeys: { current: 'one of the keys of the tests, long enough' },
    database: { url: 'postgresql://u:p@db/x' },
    redis: { url: 'redis://r' },
  });
});

test('what is wrong with one is told by its variable, once, and never by its content', () => {
  const fault = faultOf({
    NODE_ENV: 'production',
    PUBLIC_URL: 'https://accounts.example.com',
    SECRET_KEY_FILE: join(directory, 'nowhere'),
    SECRET_KEY_PREVIOUS_FILE: fileOf('hunter2'),
    DATABASE_URL_FILE: fileOf(' \n'),
    REDIS_URL: 'redis://hunter2',
    REDIS_URL_FILE: fileOf('redis://hunter2'),
  });
  expect(fault.problems).toEqual([
    "SECRET_KEY_FILE can't be read (ENOENT)",
    'DATABASE_URL_FILE is an empty file',
    'REDIS_URL is given twice: by itself and as REDIS_URL_FILE',
    expect.stringMatching(/^SECRET_KEY_PREVIOUS must be 32 bytes or more/),
  ]);
  expect(fault.message).not.toContain('hunter2');
});

function faultOf(environment: Record<string, string>): ConfigError {
  try {
    loadConfig(environment);
  } catch (error) {
    return error as ConfigError;
  }
  throw new Error('it was taken');
}
