import { createServer } from 'node:http';
import type { Part } from '../platform/part.ts';
import type { Runtime } from '../platform/runtime.ts';

/** Answers only whether the process lives (/healthz) and whether it can serve (/readyz). */
export function bareWebPart({ addresses, config, database }: Runtime): Part {
  const server = createServer((request, response) => {
    void answer(request.url ?? '/').then((status) => {
      response.writeHead(status, { 'content-type': 'text/plain' }).end(`${status}\n`);
    });
  });

  async function answer(path: string): Promise<number> {
    if (path === '/healthz') return 200;
    if (path !== '/readyz') return 404;
    return database.pool.query('select 1').then(
      () => 200,
      () => 503,
    );
  }

  return {
    name: 'web',
    start: () =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(addresses.port, config.host, resolve);
      }),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
