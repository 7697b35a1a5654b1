import { afterAll, afterEach, beforeEach, expect, vi } from 'vitest';
import { closeFileStores } from './file-stores.ts';

beforeEach(() => {
  vi.spyOn(console, 'error');
});

afterEach(() => {
  // Nothing here writes to the console: whatever does has met something unexpected.
  expect(console.error).not.toHaveBeenCalled();
  vi.restoreAllMocks();
});

afterAll(closeFileStores);
