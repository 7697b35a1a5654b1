import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where Chromium or Chrome usually is. CHROMIUM_PATH names another place. */
const PATHS = [
  process.env.CHROMIUM_PATH,
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

let opened: Promise<Browser> | undefined;

/** The browser of this test file. @throws {Error} where there is none on this machine */
export function openBrowser(): Promise<Browser> {
  opened ??= launch();
  return opened;
}

/** Closes it, where a test has opened it. */
export async function closeBrowser(): Promise<void> {
  await (await opened)?.close();
  opened = undefined;
}

async function launch(): Promise<Browser> {
  const executablePath = PATHS.find((path) => path && existsSync(path));
  if (!executablePath) {
    throw new Error(
      'These tests need Chromium or Chrome: install it (Debian: apt-get install chromium), or set CHROMIUM_PATH.',
    );
  }
  // Chromium has no sandbox for root, which is who runs CI in a container.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath, args: [...ARGS, ...sandbox] });
}
