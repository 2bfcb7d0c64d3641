// A client that costs little: one kept connection, nothing parsed that nobody looks at.
import { Agent, request } from 'node:http';

const agent = new Agent({ keepAlive: true, maxSockets: 4 });

export interface Answer {
  readonly status: number;
  readonly body: string;
}

export function call(
  method: 'GET' | 'POST' | 'PATCH',
  url: string,
  options: { readonly key: string; readonly body?: unknown; readonly idempotencyKey?: string },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        method,
        agent,
        headers: {
          authorization: `Bearer ${options.key}`,
          ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(options.idempotencyKey === undefined
            ? {}
            : { 'idempotency-key': options.idempotencyKey }),
        },
      },
      (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          body += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
      },
    );
    sent.on('error', reject);
    sent.end(options.body === undefined ? undefined : JSON.stringify(options.body));
  });
}

/** A GET that must be answered with 200. */
export async function get<Body>(url: string, key: string): Promise<Body> {
  const { status, body } = await call('GET', url, { key });
  if (status !== 200) throw new Error(`GET ${url} answered ${status}: ${body.slice(0, 300)}`);
  return JSON.parse(body) as Body;
}
