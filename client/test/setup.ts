import { afterEach, beforeEach, expect, vi } from 'vitest';

// The stores and the browser stay open for the next file of this worker; both end with its process.

beforeEach(() => {
  vi.spyOn(console, 'error');
});

afterEach(() => {
  // Nothing here writes to the console: whatever does has met something unexpected.
  expect(console.error).not.toHaveBeenCalled();
  vi.restoreAllMocks();
});
