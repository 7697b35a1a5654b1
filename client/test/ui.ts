import { startTestApp, type TestApp, type TestAppOptions } from '../../server/test/test-app.ts';

/** The service with the built UI, on this file's stores. */
export function startUi(options: TestAppOptions = {}): Promise<TestApp> {
  return startTestApp({ uiDirectory: 'dist/ui', ...options });
}
