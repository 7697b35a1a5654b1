// `npm run screenshots [folder]`: every page, narrow and wide, light and dark.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ada } from '../../server/test/people.ts';
import { buildWhenStale, startServer } from '../../server/test/server-process.ts';
import { closeBrowser } from './browser.ts';
import { scenes } from './scenes.ts';
import { visit } from './visitor.ts';

const folder = process.argv[2] ?? 'screenshots';
const WIDTHS = { narrow: 360, wide: 1440 };
const SCHEMES = ['light', 'dark'] as const;

buildWhenStale();
const directory = await mkdtemp(join(tmpdir(), 'gatehouse-screenshots-'));
const server = startServer({ DATA_DIR: directory, BCRYPT_COST: '10' });
await mkdir(folder, { recursive: true });
await using author = await visit(await server.url());
await author.signUp({ ...ada });

for (const [width, pixels] of Object.entries(WIDTHS)) {
  for (const colorScheme of SCHEMES) {
    for (const [name, arrange] of Object.entries(scenes)) {
      const viewport = { width: pixels, height: pixels < 500 ? 740 : 900 };
      await using visitor = await visit(await server.url(), { viewport, colorScheme });
      await arrange(visitor);
      const path = join(folder, `${name}-${width}-${colorScheme}.png`);
      await visitor.page.screenshot({ path, fullPage: true });
    }
  }
}
process.stdout.write(`Wrote ${Object.keys(scenes).length * 4} pictures to ${folder}/\n`);
await author[Symbol.asyncDispose]();
await closeBrowser();
server.signal('SIGTERM');
await server.exit;
await rm(directory, { recursive: true });
