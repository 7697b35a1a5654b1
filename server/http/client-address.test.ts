import { pino } from 'pino';
import { expect, test } from 'vitest';
import { parseProxies } from '../proxies.ts';
import { createClientAddress } from './client-address.ts';

/** Asks for the address of requests, one after another, and what was logged meanwhile. */
function ask(setting: string | null, ...requests: [connection: string | undefined, forwarded?: string][]) {
  const lines: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(JSON.parse(line).msg) });
  const clientAddress = createClientAddress({ trustProxy: setting === null ? null : parseProxies(setting) }, log);
  const addresses = requests.map(([remoteAddress, forwarded]) =>
    clientAddress({
      socket: { remoteAddress },
      headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
    }),
  );
  return { addresses, lines };
}

test('without TRUST_PROXY the address is the connection’s, whatever a header says', () => {
  const { addresses } = ask(null, ['::ffff:127.0.0.1'], ['10.0.0.1', '203.0.113.9'], ['2001:DB8::1', '203.0.113.9']);
  expect(addresses).toEqual(['127.0.0.1', '10.0.0.1', '2001:db8::1']);
});

test('a proxy that nobody told us of is warned of once, and a stranger who sends the header is not', () => {
  expect(ask(null, ['203.0.113.1', '203.0.113.9'], ['10.0.0.1']).lines).toEqual([]);
  const { lines } = ask(null, ['10.0.0.1', '203.0.113.9'], ['10.0.0.2', '203.0.113.9']);
  expect(lines).toEqual([
    'X-Forwarded-For from 10.0.0.1 is ignored: limits count all clients as one that come through it; set TRUST_PROXY',
  ]);
  expect(ask('192.168.0.0/16', ['10.0.0.1', '203.0.113.9']).lines).toHaveLength(1);
  expect(ask('10.0.0.0/8', ['10.0.0.1', '203.0.113.9']).lines).toEqual([]);
});

test.each([
  ['1', '203.0.113.9', '203.0.113.9'],
  ['1', 'made-up, 198.51.100.1, 203.0.113.9', '203.0.113.9'],
  ['2', '198.51.100.1, 203.0.113.9, 10.0.0.2', '203.0.113.9'],
  ['2', '203.0.113.9', '203.0.113.9'],
  ['1', '[2001:DB8::1]:443', '2001:db8::1'],
  ['1', ' ::ffff:203.0.113.9 ', '203.0.113.9'],
])('behind %s proxies, of %j the client is %s', (count, forwarded, client) => {
  expect(ask(count, ['10.0.0.1', forwarded]).addresses).toEqual([client]);
});

test.each([
  ['10.0.0.0/8', '198.51.100.1, 203.0.113.9, 10.0.0.2', '203.0.113.9'],
  ['10.0.0.0/8', '198.51.100.1, 10.0.0.3, 203.0.113.9', '203.0.113.9'],
  ['10.0.0.0/8', '10.0.0.4, 10.0.0.3', '10.0.0.4'],
  ['uniquelocal,loopback', '203.0.113.9, 127.0.0.1, fd00::1', '203.0.113.9'],
  ['192.0.2.7', '203.0.113.9', '10.0.0.1'],
])('with the proxies in %s, of %j the client is the first who is none of them, %s', (networks, forwarded, client) => {
  expect(ask(networks, ['10.0.0.1', forwarded]).addresses).toEqual([client]);
});

const NO_ADDRESSES = ['', ',', ', ,', 'unknown', '203.0.113.9, "', 'x'.repeat(16_000), '1\u0000', '::ffff:999.1.1.1'];

test.each(NO_ADDRESSES.map((text) => [text.slice(0, 20), text]))(
  'where the nearest says %j, the client is that proxy',
  (_start, forwarded) => {
    for (const setting of ['1', '3', '10.0.0.0/8']) {
      expect(ask(setting, ['10.0.0.1', forwarded]).addresses).toEqual(['10.0.0.1']);
    }
  },
);

test('a thousand made-up entries to the left change nothing', () => {
  const forwarded = `${'10.0.0.9, '.repeat(1000)}203.0.113.9`;
  expect(ask('10.0.0.0/8', ['10.0.0.1', forwarded]).addresses).toEqual(['203.0.113.9']);
  expect(ask('1', ['10.0.0.1', forwarded]).addresses).toEqual(['203.0.113.9']);
});

test('a connection that is gone has none, and no header gives it one', () => {
  expect(ask('1', [undefined, '203.0.113.9']).addresses).toEqual(['']);
});
