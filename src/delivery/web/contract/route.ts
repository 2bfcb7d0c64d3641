// The shape of a contract entry. Nothing here needs zod at run time, so that browsers can use the types for free.

/** A zod schema seen from outside. Not `z.ZodType`: comparing every schema with it structurally is what makes a big contract slow to type-check. */
export interface Schema<Input = unknown, Output = unknown> {
  readonly _zod: { readonly input: Input; readonly output: Output };
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Who may call a route. The object-level rule (whose ticket, which organization) is the use case's. */
export const roles = [
  'anonymous',
  'customer',
  'customer_administrator',
  'agent',
  'supervisor',
  'billing',
  'administrator',
] as const;
export type Role = (typeof roles)[number];

export interface Route {
  readonly method: Method;
  readonly path: `/${string}`;
  readonly operationId: string;
  readonly summary: string;
  readonly tag: string;
  readonly roles: readonly Role[];
  readonly params?: Schema;
  readonly query?: Schema;
  readonly body?: Schema;
  /** The one successful answer; every other answer is a problem (RFC 9457). */
  readonly success: 200 | 201 | 202 | 204;
  readonly answer?: Schema;
  /** Also for somebody who must have a second factor and has none yet. */
  readonly beforeFactor?: boolean;
  /** A write that may be retried under an Idempotency-Key. */
  readonly idempotent?: boolean;
}

type InputOf<S> = S extends Schema<infer I, unknown> ? I : undefined;
type OutputOf<S> = S extends Schema<unknown, infer O> ? O : undefined;
type Part<R, K extends 'params' | 'query' | 'body'> = R extends { readonly [P in K]: infer S }
  ? { readonly [P in K]: InputOf<S> }
  : unknown;

/** What a caller passes. */
export type CallInput<R> = Part<R, 'params'> & Part<R, 'query'> & Part<R, 'body'>;
/** What a caller receives. */
export type CallOutput<R> = R extends { readonly answer: infer S } ? OutputOf<S> : undefined;
/** What a handler receives, already validated. */
export interface HandlerInput<R> {
  readonly params: R extends { readonly params: infer S } ? OutputOf<S> : undefined;
  readonly query: R extends { readonly query: infer S } ? OutputOf<S> : undefined;
  readonly body: R extends { readonly body: infer S } ? OutputOf<S> : undefined;
}
/** What a handler answers, before it is validated on the way out. */
export type HandlerOutput<R> = R extends { readonly answer: infer S } ? InputOf<S> : undefined;
