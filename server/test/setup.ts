import { afterEach, beforeEach, expect, vi } from 'vitest';

beforeEach(() => {
  vi.spyOn(console, 'error');
});

afterEach(() => {
  // Nothing here writes to the console: whatever does has met something unexpected.
  expect(console.error).not.toHaveBeenCalled();
  vi.restoreAllMocks();
});
