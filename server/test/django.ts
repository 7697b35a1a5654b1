import { spawnSync } from 'node:child_process';

/** Debian's, which has Django by apt; another one with Django, bcrypt and argon2-cffi does as well. */
export const PYTHON = process.env.TEST_DJANGO_PYTHON ?? '/usr/bin/python3';

/** What is asked of Django's hashers; `encode` holds algorithm and password (null makes an unusable one). */
export interface Question {
  encode: [algorithm: string, password: string | null][];
  check: [password: string, encoded: string][];
}

/** What they answered, in the same order. */
export interface Answer {
  encoded: string[];
  checked: boolean[];
}

/**
 * Says whether the real Django is to be had. Without it the tests that ask it are skipped, and a line says so; under
 * CI=true that is a failure.
 */
export function hasDjango(): boolean {
  const { status, stderr, error } = spawnSync(PYTHON, ['-c', 'import django, bcrypt, argon2'], { encoding: 'utf8' });
  if (status === 0) {
    return true;
  }
  const fault = error?.message ?? stderr.trim().split('\n').at(-1);
  const message = `the tests against Django need it with bcrypt and argon2 (${fault}); TEST_DJANGO_PYTHON names a Python that has them`;
  if (process.env.CI === 'true') {
    throw new Error(message);
  }
  process.stderr.write(`Skipped: ${message}\n`);
  return false;
}

/** Asks the real Django to encode and to check passwords. */
export function askDjango(question: Question): Answer {
  const { status, stdout, stderr } = spawnSync(PYTHON, ['server/test/django-hashers.py'], {
    input: JSON.stringify(question),
    encoding: 'utf8',
  });
  if (status !== 0) {
    throw new Error(stderr);
  }
  return JSON.parse(stdout);
}
