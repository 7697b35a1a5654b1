import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PYTHON } from './django.ts';

/** A user as Django's create_user takes one, with the class of the hasher for the password. */
export interface DjangoUser {
  username: string;
  /** Absent: an unusable password, as Django gives to whoever has none. */
  password?: string;
  hasher?: string;
  [field: string]: unknown;
}

const SETTINGS = `
SECRET_KEY = 'only for this test'
INSTALLED_APPS = ['django.contrib.auth', 'django.contrib.contenttypes']
DATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': 'db.sqlite3'}}
DEFAULT_AUTO_FIELD = 'django.db.models.AutoField'
USE_TZ = True
`;

const CREATE_USERS = `
import json, sys, django
django.setup()
from django.contrib.auth import hashers, models
from django.utils.module_loading import import_string
from django.utils.timezone import now
editors = models.Group.objects.create(name='editors')
editors.permissions.add(models.Permission.objects.first())
for fields in json.load(sys.stdin):
    password = fields.pop('password', None)
    hasher = import_string('django.contrib.auth.hashers.' + fields.pop('hasher', 'BCryptSHA256PasswordHasher'))()
    user = models.User(**fields)
    user.password = hasher.encode(password, hasher.salt()) if password else hashers.make_password(None)
    user.last_login = now() if user.is_staff else None
    user.save()
    if user.is_staff:
        user.groups.add(editors)
`;

/** A tiny project of the real Django, with these users in its database. */
export function createDjangoProject(users: DjangoUser[]) {
  const directory = mkdtempSync(join(tmpdir(), 'gatehouse-django-'));
  const env = { ...process.env, DJANGO_SETTINGS_MODULE: 'settings', PYTHONPATH: directory };

  function python(args: string[], input?: string): string {
    return execFileSync(PYTHON, args, { cwd: directory, env, input, encoding: 'utf8' });
  }

  writeFileSync(join(directory, 'settings.py'), SETTINGS);
  python(['-m', 'django', 'migrate', '--verbosity', '0']);
  python(['-c', CREATE_USERS], JSON.stringify(users));
  return {
    /** What `manage.py dumpdata` writes with these arguments: the file, and its text. */
    dump(...args: string[]): { file: string; text: string } {
      const text = python(['-m', 'django', 'dumpdata', ...args]);
      const file = join(directory, 'dump.json');
      writeFileSync(file, text);
      return { file, text };
    },
    remove: (): Promise<void> => rm(directory, { recursive: true }),
  };
}
