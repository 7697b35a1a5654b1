import Bowser from 'bowser';
import { LRUCache } from 'lru-cache';

const UNKNOWN = 'Unknown device';

/** Parsing takes a hundred expressions, and there are few browsers. */
const known = new LRUCache<string, string>({ max: 1000 });

/** A User-Agent in words, for the person whose device it is: “Firefox on Windows”. */
export function describeDevice(userAgent: string): string {
  const description = known.get(userAgent) ?? parse(userAgent);
  known.set(userAgent, description);
  return description;
}

function parse(userAgent: string): string {
  if (userAgent.trim() === '') {
    return UNKNOWN;
  }
  const { browser, os } = Bowser.parse(userAgent);
  if (browser.name) {
    return os.name ? `${browser.name} on ${os.name}` : browser.name;
  }
  // A program names itself first: `curl/8.1`.
  return userAgent.match(/^[\w.-]{1,40}/)?.[0] ?? UNKNOWN;
}
