import ipaddr from 'ipaddr.js';

export type IpAddress = ipaddr.IPv4 | ipaddr.IPv6;

/** The longest spelling: an IPv6 address with IPv4 in it, in brackets, with a zone and a port. */
const LONGEST_SPELLING = 80;

/**
 * Reads an address in any spelling that proxies use: with a port, in brackets, with a zone, IPv4 written as IPv6. Null
 * for anything else; so is `010.0.0.1`, which is octal to some and decimal to others.
 */
export function parseAddress(text: string): IpAddress | null {
  const spelling = text.trim();
  if (spelling.length > LONGEST_SPELLING) {
    return null;
  }
  const [, inBrackets, beforePort] = spelling.match(/^(?:\[([^\]]+)\]|([\d.]+))(?::\d{1,5})?$/) ?? [];
  const [bare = ''] = (inBrackets ?? beforePort ?? spelling).split('%');
  if (ipaddr.IPv4.isValidFourPartDecimal(bare)) {
    return ipaddr.IPv4.parse(bare);
  }
  return bare.includes(':') && ipaddr.IPv6.isValid(bare) ? withoutMapping(ipaddr.IPv6.parse(bare)) : null;
}

/** A dual-stack socket writes IPv4 as IPv6. */
export function withoutMapping(address: ipaddr.IPv6): IpAddress {
  return address.isIPv4MappedAddress() ? address.toIPv4Address() : address;
}

/** One spelling for every address: RFC 5952's. */
export function describeAddress(address: IpAddress): string {
  return address instanceof ipaddr.IPv6 ? address.toRFC5952String() : address.toString();
}

/**
 * Under what an address is counted. Who has an IPv6 address has the other 2^64 of its network, too, so that the network
 * counts (RFC 6177). What is no address shares one key, whatever it is.
 */
export function addressKey(text: string): string {
  const address = parseAddress(text);
  if (!(address instanceof ipaddr.IPv6)) {
    return address?.toString() ?? 'unknown';
  }
  return `${new ipaddr.IPv6([...address.parts.slice(0, 4), 0, 0, 0, 0]).toRFC5952String()}/64`;
}

const PRIVATE_RANGES = ['loopback', 'private', 'linkLocal', 'uniqueLocal', 'carrierGradeNat'];

/** Whether an address is of this machine or a network of one's own, as a proxy's usually is. */
export function isPrivateAddress(address: IpAddress): boolean {
  return PRIVATE_RANGES.includes(address.range());
}
