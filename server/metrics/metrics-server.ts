import { once } from 'node:events';
import { createServer } from 'node:http';
import { Registry } from 'prom-client';
import { type Config, ConfigError } from '../config.ts';
import { SECOND } from '../time.ts';

export interface MetricsServer {
  port: number;
  close(): Promise<void>;
}

/**
 * Serves metrics at /metrics, on a port of their own that is for Prometheus and not for the world. `expose` makes their
 * text. @throws {ConfigError} where the port can't be listened on
 */
export async function serveMetrics(
  { host, port }: NonNullable<Config['metrics']>,
  expose: () => Promise<string>,
  onFault: (error: unknown) => void,
): Promise<MetricsServer> {
  let scrape: Promise<string> | null = null;
  // Those that come together are one: who asks more often than it can be told piles nothing up.
  function tell(): Promise<string> {
    scrape ??= expose().finally(() => {
      scrape = null;
    });
    return scrape;
  }
  const server = createServer((request, response) => {
    if (request.url?.split('?')[0] !== '/metrics' || request.method !== 'GET') {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found\n');
      return;
    }
    tell().then(
      (text) => response.writeHead(200, { 'content-type': Registry.PROMETHEUS_CONTENT_TYPE }).end(text),
      (error: unknown) => {
        onFault(error);
        // A scrape that fails is seen there as `up` 0.
        response.writeHead(503, { 'content-type': 'text/plain' }).end('Not available\n');
      },
    );
  });
  server.requestTimeout = 10 * SECOND;
  server.listen(port, host);
  await once(server, 'listening').catch(({ code }: NodeJS.ErrnoException) => {
    throw new ConfigError([explain(code)]);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function explain(code: string | undefined): string {
  return code === 'EADDRINUSE'
    ? 'METRICS_PORT is taken: stop what listens there, or set another one'
    : `METRICS_HOST and METRICS_PORT can’t be listened on (${code})`;
}
