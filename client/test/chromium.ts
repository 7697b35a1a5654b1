import { existsSync } from 'node:fs';

/**
 * Where Chromium or Chrome usually is. CHROMIUM_PATH names another place. The headless shell is Chromium without its
 * window, which nobody looks at here and every page pays for.
 */
const PATHS = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** It talks to the tests' own server and to nobody else. */
const ARGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** This machine's Chromium, and how we start it. @throws {Error} where there is none */
export function findChromium(): { path: string; args: string[] } {
  const path = PATHS.find((candidate) => candidate && existsSync(candidate));
  if (!path) {
    throw new Error(
      'This needs Chromium or Chrome: install it (Debian: apt-get install chromium-headless-shell), or set CHROMIUM_PATH.',
    );
  }
  // Chromium has no sandbox for root, which is who runs CI in a container.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return { path, args: [...ARGS, ...sandbox] };
}
