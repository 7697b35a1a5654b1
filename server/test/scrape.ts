import type { TestApp } from './test-app.ts';

/** For the settings of an app that is to be measured: any free port of this machine. */
export const MEASURED = { metrics: { host: '127.0.0.1', port: 0 } };

/** Where an app's metrics are. */
export function metricsUrl({ log }: Pick<TestApp, 'log'>): string {
  const line = log.find(({ msg }) => msg === 'metrics are served') as { metricsPort?: number } | undefined;
  return `http://127.0.0.1:${line?.metricsPort}/metrics`;
}

/** What Prometheus would read: a number by a metric's name and labels, as `name{label="value"}`. */
export async function scrape(url: string): Promise<Map<string, number>> {
  return readMetrics(await (await fetch(url)).text());
}

export function readMetrics(text: string): Map<string, number> {
  const lines = text.split('\n').filter((line) => line && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );
}
