import { expect, test } from 'vitest';
import { parseAddress } from './ip-address.ts';
import { isWithin, type Proxies, parseProxies } from './proxies.ts';

function trusts(proxies: Proxies | null, text: string): boolean {
  const address = parseAddress(text);
  return Array.isArray(proxies) && address !== null && isWithin(address, proxies);
}

test.each(['1', ' 2 ', '10'])('%j is a number of proxies', (text) => {
  expect(parseProxies(text)).toBe(Number(text));
});

test.each([
  ['loopback', ['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1'], ['10.0.0.1', '::2']],
  ['linklocal', ['169.254.1.1', 'fe80::1%eth0'], ['fec0::1']],
  ['uniquelocal', ['10.1.2.3', '172.31.0.1', '192.168.0.1', 'fd00::1'], ['172.32.0.1', '11.0.0.1']],
  ['192.0.2.7', ['192.0.2.7', '::ffff:192.0.2.7'], ['192.0.2.8', '2001:db8::1']],
  ['2001:db8::7', ['2001:DB8::7'], ['2001:db8::8']],
  ['loopback, 10.0.0.0/8 ,2001:db8::/32', ['::1', '10.9.9.9', '2001:db8:9::1'], ['11.0.0.1', '2001:db9::1']],
  ['::ffff:10.0.0.0/104', ['10.9.9.9'], ['11.0.0.1']],
])('%j are networks: %j are in them, %j are not', (text, inside, outside) => {
  const proxies = parseProxies(text);
  expect(inside.filter((address) => !trusts(proxies, address))).toEqual([]);
  expect(outside.filter((address) => trusts(proxies, address))).toEqual([]);
});

test.each([
  '0',
  '11',
  '-1',
  '1.5',
  'true',
  'all',
  '*',
  'constructor',
  '10.0.0.0/33',
  '10.0.0.0/',
  '10.0.0/8',
  '0.0.0.0/0',
  '::/0',
  '::ffff:0.0.0.0/96',
  'loopback,',
  'proxy.example.com',
  '2001:db8::/129',
])('%j is neither, or lets anybody choose their address', (text) => {
  expect(parseProxies(text)).toBeNull();
});
