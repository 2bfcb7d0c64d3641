import { z } from 'zod';
import type { Clock } from '../../kernel/clock.ts';
import { isDeclined } from '../../kernel/declined.ts';
import { type Database, inTransaction } from '../../platform/database/index.ts';
import {
  claimKey,
  forgetKey,
  hashRequest,
  type IdempotentRequest,
  InvalidCursor,
  keepAnswer,
} from '../../platform/http.ts';
import type { Log } from '../../platform/log.ts';
import { isRefusal } from '../../policy/verdict.ts';
import * as m from '../ui/words/generated/messages.js';
import { authorise } from './authorise.ts';
import type { Problem } from './contract/common.ts';
import type { Route, Schema } from './contract/route.ts';
import type { OperationId } from './contract/routes.ts';
import { type Handlers, type LooseHandler, notFound, routeOf } from './handlers.ts';
import { isUnavailable } from './is-unavailable.ts';
import { declinedOf, notDoneProblem, type ProblemResponse, webProblem } from './problems.ts';
import { type Caller, contextOf } from './request-context.ts';

/** One call of the contract, as it came: nothing is checked yet. */
export interface Call {
  readonly operation: OperationId;
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly idempotencyKey: string | null;
}

export type CallAnswer =
  | { readonly ok: true; readonly status: number; readonly body: unknown }
  | ({ readonly ok: false } & ProblemResponse);

export type Dispatch = (call: Call, caller: Caller) => Promise<CallAnswer>;

export interface DispatchOptions {
  readonly handlers: Handlers;
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * The one way to an operation, from HTTP and from our own pages alike: role, shape, idempotency key, handler, and the
 * shape of the answer, so that a field that the contract does not name never leaves.
 */
export function createDispatch(options: DispatchOptions): Dispatch {
  const { handlers, database, clock, log } = options;

  return async (call, caller) => {
    const route: Route = routeOf(call.operation);
    const access = authorise(route, caller.principal);
    if (access !== 'granted') {
      if (access !== 'not-signed-in') logRefused(log, call, caller, access);
      return { ok: false, ...webProblem(access, caller) };
    }
    const handler = handlers.find(call.operation);
    if (handler === null) return { ok: false, ...webProblem('unavailable', caller) };
    const input = parseInput(route, call, caller);
    if (!input.ok) return input;
    const at = clock.now();
    try {
      return await run(route, call, caller, async (joined) =>
        answer(route, call, await handler(input.value, contextOf(caller, at, joined)), caller),
      );
    } catch (error) {
      return failed(error, call, caller);
    }
  };

  /** A call with a key runs in the transaction that claims the key. */
  function run(
    route: Route,
    call: Call,
    caller: Caller,
    work: (database: Database) => Promise<CallAnswer>,
  ): Promise<CallAnswer> {
    const { idempotencyKey: key } = call;
    const { principal } = caller;
    if (key === null || route.idempotent !== true || principal === null) return work(database);
    if (!/^[\x21-\x7e]{8,200}$/.test(key)) {
      const errors = [{ in: 'header', pointer: '/idempotency-key', message: '8-200 characters' }];
      return Promise.resolve({ ok: false, ...webProblem('invalid-request', caller, { errors }) });
    }
    const request: IdempotentRequest = {
      caller: `person:${principal.personId}`,
      key,
      operation: call.operation,
      sha256: hashRequest([call.params ?? null, call.query ?? null, call.body ?? null]),
      at: clock.now(),
    };
    return inTransaction(database, async (tx) => {
      const claim = await claimKey(tx, request);
      if (claim.outcome === 'different') return { ok: false, ...webProblem('key-reused', caller) };
      if (claim.outcome === 'repeated') return repeated(route, claim);
      const answered = await work({ ...database, db: tx });
      if (answered.ok) await keepAnswer(tx, request, answered);
      else await forgetKey(tx, request);
      return answered;
    });
  }

  function failed(error: unknown, call: Call, caller: Caller): CallAnswer {
    const declined = declinedOf(error);
    if (declined !== null) return { ok: false, ...notDoneProblem(declined, caller) };
    if (error instanceof InvalidCursor)
      return { ok: false, ...webProblem('cursor-invalid', caller) };
    const fields = { err: error, operation: call.operation, requestId: caller.requestId };
    if (isUnavailable(error)) {
      log.warn(fields, 'the database could not be used');
      return { ok: false, ...webProblem('unavailable', caller) };
    }
    log.error(fields, 'an operation failed');
    return { ok: false, ...webProblem('internal', caller) };
  }

  function answer(route: Route, call: Call, result: unknown, caller: Caller): CallAnswer {
    if (result === notFound) {
      logRefused(log, call, caller, 'not-found');
      return { ok: false, ...webProblem('not-found', caller) };
    }
    if (isRefusal(result) || isDeclined(result)) {
      return { ok: false, ...notDoneProblem(result, caller) };
    }
    const body = route.answer === undefined ? undefined : asZod(route.answer).parse(result);
    return { ok: true, status: route.success, body };
  }
}

/** What was answered then, its fields in the contract's order again: the database keeps them in its own. */
function repeated(
  { answer }: Route,
  { status, body }: { readonly status: number; readonly body: unknown },
): CallAnswer {
  if (answer === undefined) return { ok: true, status, body: undefined };
  const parsed = asZod(answer).safeParse(body);
  return { ok: true, status, body: parsed.success ? parsed.data : body };
}

/**
 * V16.3.2: who was turned away from what; not the words of the request. What is another customer’s is not found, so
 * that the log alone tells who went through the numbers.
 */
function logRefused(log: Log, call: Call, caller: Caller, rule: string): void {
  const { operation, params } = call;
  const personId = caller.principal?.personId ?? null;
  log.warn(
    { operation, params, rule, personId, ip: caller.ipAddress, requestId: caller.requestId },
    'access refused',
  );
}

type Parsed =
  | { readonly ok: true; readonly value: Parameters<LooseHandler>[0] }
  | ({ readonly ok: false } & ProblemResponse);

function parseInput(route: Route, call: Call, caller: Caller): Parsed {
  const errors: NonNullable<Problem['errors']> = [];
  const parse = (where: 'path' | 'query' | 'body', schema: Schema | undefined, data: unknown) => {
    if (schema === undefined) return undefined;
    const parsed = asZod(schema).safeParse(data, { error: zodWords[caller.language] });
    if (parsed.success) return parsed.data;
    for (const { path, message } of parsed.error.issues) {
      errors.push({ in: where, pointer: toPointer(path), message });
    }
    return undefined;
  };
  const value = {
    params: parse('path', route.params, call.params),
    query: parse('query', route.query, call.query),
    body: parse('body', route.body, call.body),
  };
  for (const [where, data] of [
    ['path', value.params],
    ['query', value.query],
    ['body', value.body],
  ] as const) {
    for (const path of unstorableTexts(data)) {
      const message = m.problems_field_unstorable({}, { locale: caller.language });
      errors.push({ in: where, pointer: toPointer(path), message });
    }
  }
  if (errors.length === 0) return { ok: true, value };
  // An id that cannot be one is an id of nothing.
  if (errors.every((error) => error.in === 'path')) {
    return { ok: false, ...webProblem('not-found', caller) };
  }
  return { ok: false, ...webProblem('invalid-request', caller, { errors }) };
}

/**
 * Where a text stands that the database cannot keep: one with a NUL, or with half of a pair of UTF-16. No keyboard makes
 * either. What is looked at has been parsed, so that its schema bounds how deep it is.
 */
function unstorableTexts(data: unknown, path: readonly string[] = []): readonly string[][] {
  if (typeof data === 'string') {
    return data.includes('\0') || !data.isWellFormed() ? [[...path]] : [];
  }
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data).flatMap(([name, value]) => [
    ...(unstorableTexts(name).length > 0 ? [[...path, name]] : []),
    ...unstorableTexts(value, [...path, name]),
  ]);
}

const zodWords = { es: z.locales.es().localeError, en: z.locales.en().localeError };

/** The contract names its schemas by what they take and make, so that browsers need no zod: here they are zod again. */
const asZod = (schema: Schema): z.ZodType => schema as unknown as z.ZodType;

const toPointer = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
