import type { IncomingMessage } from 'node:http';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { describeAddress, type IpAddress, isPrivateAddress, parseAddress } from '../ip-address.ts';
import { isWithin, type Proxies } from '../proxies.ts';

/** What of a request tells where it comes from. */
type Source = Pick<IncomingMessage, 'headers'> & { socket: { remoteAddress?: string | undefined } };

/**
 * Tells a request's address: the connection's, or what the proxies in front say of it by X-Forwarded-For. Anybody can
 * send that header, so only what a trusted proxy has put there counts. (`Forwarded` is not read: a proxy that sets it
 * sets this one, too, and one header that nobody checks is a way in.)
 */
export function createClientAddress({ trustProxy }: Pick<Config, 'trustProxy'>, log: Logger) {
  let hasWarned = false;

  /** A proxy of one's own that nobody told us of: all who come through it are one to the limits. */
  function warnOnce(connection: IpAddress | null): void {
    if (!hasWarned && connection && isPrivateAddress(connection)) {
      hasWarned = true;
      const by = describeAddress(connection);
      log.warn(
        `X-Forwarded-For from ${by} is ignored: limits count all clients as one that come through it; set TRUST_PROXY`,
      );
    }
  }

  return function clientAddress({ socket, headers }: Source): string {
    const forwarded = headers['x-forwarded-for'];
    const connection = socket.remoteAddress ? parseAddress(socket.remoteAddress) : null;
    if (forwarded === undefined || connection === null) {
      return connection ? describeAddress(connection) : '';
    }
    if (trustProxy === null || !isProxy(connection, trustProxy)) {
      warnOnce(connection);
      return describeAddress(connection);
    }
    return describeAddress(walk(connection, String(forwarded).split(',').reverse(), trustProxy));
  };
}

/** Answers whether a connection comes from a proxy whose word counts. */
export function isTrustedProxy(remoteAddress: string | undefined, trustProxy: Proxies): boolean {
  const connection = remoteAddress ? parseAddress(remoteAddress) : null;
  return connection !== null && isProxy(connection, trustProxy);
}

/** Where they are counted, whoever connects is one: nobody else can reach the service. */
function isProxy(connection: IpAddress, trustProxy: Proxies): boolean {
  return typeof trustProxy === 'number' || isWithin(connection, trustProxy);
}

/**
 * Goes from proxy to proxy, the nearest first: each has put down who came to it. It ends after so many of them, or at
 * the first that isn't trusted; what it says of others may be made up. So may what is no address: then it ends before.
 */
function walk(connection: IpAddress, reported: string[], proxies: NonNullable<Config['trustProxy']>): IpAddress {
  let client = connection;
  const hops = typeof proxies === 'number' ? reported.slice(0, proxies) : reported;
  for (const text of hops) {
    const address = parseAddress(text);
    if (address === null || (typeof proxies !== 'number' && !isWithin(client, proxies))) {
      break;
    }
    client = address;
  }
  return client;
}
