import { describe, expect, test } from 'vitest';
import { parseRedisUrl, RedisUrlError } from './redis-url.ts';

describe('REDIS_URL', () => {
  test('of one server is left to the driver', () => {
    const url = 'rediss://ada:p%40ss@redis.example.com:6380/2';
    const addresses = [{ host: 'redis.example.com', port: 6380 }];
    expect(parseRedisUrl(url)).toEqual({ kind: 'server', url, tls: true, addresses });
  });

  test('of sentinels names them, the master, its database and both passwords', () => {
    const url = 'redis+sentinel://ada:p%40ss%2C@one:26380,two,[::1]:26382/mymaster/3?sentinelPassword=s%26w';
    expect(parseRedisUrl(url)).toEqual({
      kind: 'sentinel',
      tls: false,
      addresses: [
        { host: 'one', port: 26380 },
        { host: 'two', port: 26379 },
        { host: '::1', port: 26382 },
      ],
      username: 'ada',
      password: 'p@ss,',
      master: 'mymaster',
      database: 3,
      sentinelLogin: { password: 's&w' },
    });
    expect(parseRedisUrl('redis+sentinel://one/mymaster')).toMatchObject({ database: 0, sentinelLogin: {} });
  });

  test('of a cluster names some of its nodes', () => {
    expect(parseRedisUrl('rediss+cluster://:secret@one:7000,two')).toEqual({
      kind: 'cluster',
      tls: true,
      addresses: [
        { host: 'one', port: 7000 },
        { host: 'two', port: 6379 },
      ],
      password: 'secret',
    });
    expect(parseRedisUrl('redis+cluster://one/')).toMatchObject({ kind: 'cluster', tls: false });
  });

  test.each([
    ['http://secret', /begins with redis:/],
    ['redis+other://secret', /begins with redis:/],
    ['redis://', /host:port/],
    ['redis+cluster://', /host:port/],
    ['redis+cluster://secret:70000', /host:port/],
    ['redis+cluster://secret:7000,', /host:port/],
    ['redis+cluster://se cret', /host:port/],
    ['redis+cluster://user:se@cret@one', /host:port/],
    ['redis+cluster://user:se%cret@one', /host:port/],
    ['redis+cluster://one/1', /no database/],
    ['redis+cluster://one?secret=1', /no options/],
    ['redis+sentinel://one:26379', /name the master/],
    ['redis+sentinel://one/secret/x', /name the master/],
    ['redis+sentinel://one/mymaster?secret=1', /no options but/],
  ])('%s is refused, without a word of what it holds', (url, reason) => {
    const refused = () => parseRedisUrl(url);
    expect(refused).toThrow(RedisUrlError);
    expect(refused).toThrow(reason);
    expect(refused).not.toThrow(/secret|se cret|cret/);
  });
});
