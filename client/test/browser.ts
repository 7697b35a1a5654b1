import { type Browser, chromium } from 'playwright-core';
import { findChromium } from './chromium.ts';

let opened: Promise<Browser> | undefined;

/** The browser of this process, which ends with it. @throws {Error} where there is none on this machine */
export function openBrowser(): Promise<Browser> {
  opened ??= launch();
  return opened;
}

/** Closes it, where it was opened. */
export async function closeBrowser(): Promise<void> {
  await (await opened)?.close();
  opened = undefined;
}

async function launch(): Promise<Browser> {
  const { path, args } = findChromium();
  return chromium.launch({ executablePath: path, args });
}
