import { expect, test } from 'vitest';
import { addressKey, describeAddress, parseAddress } from './ip-address.ts';

const IPV6 = [
  '2001:db8::1',
  '2001:DB8::1',
  '2001:0db8:0000:0000:0000:0000:0000:0001',
  '2001:db8:0:0:0:0:0.0.0.1',
  '2001:db8::1%eth0',
  '[2001:db8::1]',
  '[2001:DB8::0001]:443',
  '[2001:db8::1%25eth0]:443',
  ' 2001:db8::1 ',
];

test.each(IPV6)('%j is shown as 2001:db8::1 and counted with its /64', (spelling) => {
  expect(describeAddress(parseAddress(spelling) as never)).toBe('2001:db8::1');
  expect(addressKey(spelling)).toBe('2001:db8::/64');
});

const IPV4 = [
  '192.0.2.7',
  '192.0.2.7:443',
  '::ffff:192.0.2.7',
  '::FFFF:c000:207',
  '[::ffff:192.0.2.7]:443',
  ' 192.0.2.7',
];

test.each(IPV4)('%j is shown and counted as 192.0.2.7', (spelling) => {
  expect(describeAddress(parseAddress(spelling) as never)).toBe('192.0.2.7');
  expect(addressKey(spelling)).toBe('192.0.2.7');
});

test('who moves about in their own /64 is one, and the neighbour is another', () => {
  expect(addressKey('2001:db8:0:1:ffff:ffff:ffff:ffff')).toBe(addressKey('2001:db8:0:1::'));
  expect(addressKey('2001:db8:0:2::1')).not.toBe(addressKey('2001:db8:0:1::1'));
  expect(addressKey('192.0.2.8')).not.toBe(addressKey('192.0.2.7'));
});

test.each(
  [
    '',
    'unknown',
    '_hidden',
    '127.1',
    '2130706433',
    '0x7f.0.0.1',
    '010.0.0.1',
    '256.0.0.1',
    '1.2.3.4.5',
    '192.0.2.7:x',
    '2001:db8::1::2',
    '[2001:db8::1',
    '2001:db8::1]',
    'accounts.example.com',
    '1\r\n2',
    '\u0000',
    '٠.٠.٠.٠',
    ':'.repeat(70),
    'f'.repeat(100_000),
    `2001:db8::1%${'x'.repeat(100_000)}`,
  ].map((text) => [text.slice(0, 20), text]),
)('%j is no address, and has the one key of all that are none', (_start, text = '') => {
  expect(parseAddress(text)).toBeNull();
  expect(addressKey(text)).toBe('unknown');
});
