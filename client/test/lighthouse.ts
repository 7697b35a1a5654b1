// `npm run lighthouse`: what Lighthouse says of the built pages as production serves them; below a limit it fails.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch } from 'chrome-launcher';
import { buildWhenStale, startServer } from '../../server/test/server-process.ts';
import { findChromium } from './chromium.ts';
import { medianScores } from './lighthouse-median.ts';
import { type Score, scorePage } from './lighthouse-score.ts';

const PATHS = ['/', '/login'];

/** What each category has to reach, of 100. Others are told, and may be what they are. */
const LIMITS: Record<string, number> = { performance: 95, accessibility: 100, 'best-practices': 100 };

const suffices = ({ category, value }: Score) => value >= (LIMITS[category] ?? 0);

const { path: chromePath, args } = findChromium();
buildWhenStale();
// In a container there may be too little of /dev/shm for a page.
const chrome = await launch({ chromePath, chromeFlags: [...args, '--headless=new', '--disable-dev-shm-usage'] });
const directory = await mkdtemp(join(tmpdir(), 'gatehouse-lighthouse-'));
const server = startServer({
  DATA_DIR: directory,
  NODE_ENV: 'production',
  ALLOW_EMBEDDED: 'true',
  HOST: '127.0.0.1',
  PUBLIC_URL: 'http://localhost',
});

try {
  const url = await server.url();
  for (const path of PATHS) {
    const scores = await medianScores(() => scorePage(url + path, chrome.port), suffices);
    for (const score of scores) {
      report(path, score);
    }
  }
} finally {
  chrome.kill();
  await server[Symbol.asyncDispose]();
  await rm(directory, { recursive: true });
}

function report(path: string, score: Score): void {
  const limit = LIMITS[score.category];
  const demand = limit === undefined ? 'not demanded' : `at least ${limit}`;
  process.stdout.write(`${path.padEnd(8)}${score.category.padEnd(16)}${String(score.value).padStart(3)}  ${demand}\n`);
  if (!suffices(score)) {
    process.exitCode = 1;
    process.stdout.write(score.findings.map((finding) => `    ${finding}\n`).join(''));
  }
}
