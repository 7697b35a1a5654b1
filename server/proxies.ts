import ipaddr from 'ipaddr.js';
import { type IpAddress, withoutMapping } from './ip-address.ts';

type Network = readonly [IpAddress, number];

/** Which proxies stand in front: how many of them, or the networks that they are in. */
export type Proxies = number | readonly Network[];

/** More is more than anybody has, and a mistake. */
const MOST_PROXIES = 10;

/** By the names that Express and proxy-addr have for them. */
const NAMED = new Map([
  ['loopback', ['127.0.0.0/8', '::1/128']],
  ['linklocal', ['169.254.0.0/16', 'fe80::/10']],
  ['uniquelocal', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7']],
]);

/** Reads `2`, or `loopback, 10.0.0.0/8, 192.0.2.7`. Null where it is neither. */
export function parseProxies(text: string): Proxies | null {
  if (/^\d+$/.test(text.trim())) {
    const count = Number(text);
    return count >= 1 && count <= MOST_PROXIES ? count : null;
  }
  const networks = text
    .split(',')
    .flatMap((part) => NAMED.get(part.trim()) ?? [part.trim()])
    .map(parseNetwork);
  return networks.every((network) => network !== null) ? networks : null;
}

/** Whether an address is in one of the networks. */
export function isWithin(address: IpAddress, networks: readonly Network[]): boolean {
  return networks.some(([base, bits]) => base.kind() === address.kind() && address.match(base, bits));
}

/** An address by itself is a network of one. The network of everybody is refused: anybody could name any address. */
function parseNetwork(text: string): Network | null {
  const cidr = text.includes('/') ? text : `${text}/${text.includes(':') ? 128 : 32}`;
  if (ipaddr.IPv4.isValidCIDRFourPartDecimal(cidr)) {
    const [base, bits] = ipaddr.IPv4.parseCIDR(cidr);
    return bits > 0 ? [base, bits] : null;
  }
  if (!ipaddr.IPv6.isValidCIDR(cidr)) {
    return null;
  }
  const [written, writtenBits] = ipaddr.IPv6.parseCIDR(cidr);
  const base = withoutMapping(written);
  const bits = base === written ? writtenBits : writtenBits - 96;
  return bits > 0 ? [base, bits] : null;
}
