import type { BrowserContextOptions } from 'playwright-core';
import { afterAll, afterEach } from 'vitest';
import { ada } from '../../server/test/people.ts';
import type { TestApp } from '../../server/test/test-app.ts';
import { startUi } from './ui.ts';
import { type Visitor, visit } from './visitor.ts';

/** Where the scenes of a test file are shown, one after the other. */
export interface Stage<Looks extends BrowserContextOptions[]> {
  app: TestApp;
  /** One for each look. */
  visitors: { [Index in keyof Looks]: Visitor };
}

/**
 * A server and browsers that the tests of a file share, for new ones take longer than most scenes do. A test that takes
 * the stage finds a new account of Ada's on the server and nothing else, and visitors that have been nowhere.
 */
export function useStage<Looks extends BrowserContextOptions[]>(...looks: Looks): () => Promise<Stage<Looks>> {
  let opened: { app: TestApp; visitors: Visitor[] } | undefined;
  let taken = false;

  afterEach(async () => {
    if (taken) {
      taken = false;
      await Promise.all(opened?.visitors.map((visitor) => visitor.startOver()) ?? []);
    }
  });

  afterAll(async () => {
    await Promise.all(opened?.visitors.map((visitor) => visitor[Symbol.asyncDispose]()) ?? []);
    await opened?.app[Symbol.asyncDispose]();
  });

  return async () => {
    opened ??= await open(looks);
    taken = true;
    await opened.app.database.prisma.user.deleteMany();
    await opened.app.signedUp(ada);
    return opened as Stage<Looks>;
  };
}

async function open(looks: BrowserContextOptions[]): Promise<{ app: TestApp; visitors: Visitor[] }> {
  const app = await startUi();
  return { app, visitors: await Promise.all(looks.map((look) => visit(app.url, look))) };
}
