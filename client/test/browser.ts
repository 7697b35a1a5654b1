import { type Browser, chromium } from 'playwright-core';
import { findChromium } from './chromium.ts';

/** Chromium takes the last list alone, so those of Playwright's that pages can tell are in it, too. */
const DISABLED = [
  // The address bar's pop-up, which nobody sees here, is a page that costs each window as much as the page itself.
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxFullPopup',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
];

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
  return chromium.launch({ executablePath: path, args: [...args, `--disable-features=${DISABLED.join()}`] });
}
