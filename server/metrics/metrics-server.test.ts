import { expect, test } from 'vitest';
import { serveMetrics } from './metrics-server.ts';

test('scrapes that come together are one, and one that failed is tried again', async () => {
  const asked: ((text: string) => void)[] = [];
  const faults: unknown[] = [];
  const expose = () =>
    new Promise<string>((resolve, reject) => {
      asked.push((text) => (text === '' ? reject(new Error('broken')) : resolve(text)));
    });
  const server = await serveMetrics({ host: '127.0.0.1', port: 0 }, expose, (error) => faults.push(error));
  const scrape = () => fetch(`http://127.0.0.1:${server.port}/metrics`).then((response) => response.text());

  const together = [scrape(), scrape(), scrape()];
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(asked).toHaveLength(1);
  asked[0]?.('up 1\n');
  expect(await Promise.all(together)).toEqual(['up 1\n', 'up 1\n', 'up 1\n']);

  for (const [text, answer] of [
    ['', 'Not available\n'],
    ['up 2\n', 'up 2\n'],
  ] as const) {
    const next = scrape();
    const before = asked.length;
    await expect.poll(() => asked.length).toBe(before + 1);
    asked.at(-1)?.(text);
    expect(await next).toBe(answer);
  }
  expect(faults).toHaveLength(1);
  await server.close();
});
