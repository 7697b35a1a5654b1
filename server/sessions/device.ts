import Bowser from 'bowser';

const UNKNOWN = 'Unknown device';

/** A User-Agent in words, for the person whose device it is: “Firefox on Windows”. */
export function describeDevice(userAgent: string): string {
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
