import { expect, test } from 'vitest';
import { isStoreFault } from './store-fault.ts';

const withCode = (code: string, message = 'x') => Object.assign(new Error(message), { code });

test.each([
  ['a refused connection', withCode('ECONNREFUSED')],
  ['a cut connection', withCode('ECONNRESET')],
  ['a pool that has no connection in time', new Error('timeout exceeded when trying to connect')],
  ['a query without an answer', new Error('Query read timeout')],
  ['a server that shuts down', withCode('57P01', 'terminating connection')],
  ['a statement that took too long', withCode('57014')],
  ['too many connections', withCode('53300')],
  ['a database that is closed while it is restored', withCode('55000')],
  ['a full disk', withCode('53100')],
  ['a read-only standby', withCode('25006')],
  ['Prisma’s word for a server that is away', withCode('P1001')],
  ['a Redis command without an answer', new Error('Command timed out')],
  ['a Redis that is away', new Error("Stream isn't writeable and enableOfflineQueue options is false")],
  ['a Redis replica', new Error('READONLY You can’t write against a read only replica.')],
  [
    'a Redis 6 replica, from a script',
    new Error('ERR Error running script (call to f_1): @user_script:1: -READONLY You can not'),
  ],
  ['a Redis connection that ends within an answer', new Error('Command aborted due to connection close')],
  ['a Redis cluster without one of its masters', new Error('CLUSTERDOWN Hash slot not served')],
  ['a Redis cluster that isn’t known yet', new Error("Cluster isn't ready and enableOfflineQueue options is false")],
  ['a Redis cluster that sends on and on', new Error('Too many Cluster redirections. Last error: Error: MOVED 1 x:1')],
  ['a database that lets nobody in', withCode('28P01')],
  ['a Redis out of memory', new Error('OOM command not allowed when used memory > maxmemory')],
  [
    'any of them inside another error',
    new Error('outer', { cause: new Error('inner', { cause: withCode('ECONNREFUSED') }) }),
  ],
])('%s is a store’s fault', (_name, error) => {
  expect(isStoreFault(error)).toBe(true);
});

test.each([
  ['a broken constraint', withCode('23505')],
  ['a syntax error in SQL', withCode('42601')],
  ['a value that PostgreSQL can’t store', withCode('22021')],
  ['Prisma’s word for a taken value', withCode('P2002')],
  ['a programming error', new TypeError('x is not a function')],
  ['nothing', undefined],
  ['a text', 'Connection terminated'],
])('%s is not', (_name, error) => {
  expect(isStoreFault(error)).toBe(false);
});
