import { createServer } from 'node:http';
import type { Part } from '../platform/part.ts';
import type { Runtime } from '../platform/runtime.ts';

/** `/metrics` on a port of its own, which stays inside: numbers about the desk are not for everybody who can reach it. */
export function metricsPart({ config, telemetry }: Runtime, port: number): Part {
  const server = createServer((request, response) => {
    const known = request.method === 'GET' && request.url === '/metrics';
    response.writeHead(known ? 200 : 404, { 'content-type': 'text/plain; version=0.0.4' });
    response.end(known ? telemetry.render() : '');
  });
  return {
    name: 'metrics',
    start: () =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, config.host, resolve);
      }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
