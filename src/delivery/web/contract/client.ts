import type { Api } from './api.ts';
import type { Problem } from './common.ts';
import type { CallInput, CallOutput } from './route.ts';
import { type OperationId, routes } from './routes.ts';

/** Carries one call: the browser's fetch, or the server's own injection of a request. */
export type Transport = (request: {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}) => Promise<{ readonly status: number; readonly body: string }>;

/** The desk answered with a problem: words for people in `problem.title` and `problem.detail`. */
export class ProblemAnswer extends Error {
  override name = 'ProblemAnswer';
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.title);
    this.problem = problem;
  }
}

export type Client = <Id extends OperationId>(
  operation: Id,
  ...input: keyof CallInput<Api[Id]> extends never
    ? [input?: CallExtras]
    : [input: CallInput<Api[Id]> & CallExtras]
) => Promise<CallOutput<Api[Id]>>;

export interface CallExtras {
  /** Sent as Idempotency-Key: the same write sent twice happens once. */
  readonly idempotencyKey?: string;
}

/** A client of the whole contract over any transport. Throws ProblemAnswer for every answer that is not a success. */
export function createClient(transport: Transport): Client {
  const call = async (operation: OperationId, input: LooseInput = {}): Promise<unknown> => {
    const [method, path] = routes[operation];
    const answer = await transport({
      method,
      url: fill(path, input.params ?? {}) + queryString(input.query ?? {}),
      headers: {
        accept: 'application/json',
        ...(input.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(input.idempotencyKey === undefined ? {} : { 'idempotency-key': input.idempotencyKey }),
      },
      ...(input.body === undefined ? {} : { body: JSON.stringify(input.body) }),
    });
    const data: unknown = answer.body === '' ? undefined : JSON.parse(answer.body);
    // A status of 400 or more always carries a problem: the server's error handler makes no other answer.
    if (answer.status >= 400) throw new ProblemAnswer(data as Problem);
    return data;
  };
  // The table of routes pairs each operation with its types; the compiler cannot follow that through a generic body.
  return call as Client;
}

interface LooseInput extends CallExtras {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

const fill = (path: string, params: Readonly<Record<string, unknown>>): string =>
  path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])));

function queryString(query: Readonly<Record<string, unknown>>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null) search.append(name, String(value));
  }
  return search.size === 0 ? '' : `?${search}`;
}
