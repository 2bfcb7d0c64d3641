import { assert } from '../../kernel/assert.ts';
import type { Declined } from '../../kernel/declined.ts';
import type { Refusal } from '../../policy/verdict.ts';
import { type Api, api } from './contract/api.ts';
import type { HandlerInput, HandlerOutput } from './contract/route.ts';
import { type OperationId, routes } from './contract/routes.ts';
import type { PublicContext, RequestContext } from './request-context.ts';

/** Operations that somebody who is not signed in may call; the contract's roles say the same, and a test compares. */
export const publicOperations = [
  'setUp',
  'requestSignInLink',
  'confirmSignInLink',
  'signInWithPassword',
  'signOut',
  'answerSignInChallenge',
  'offerPasskeySignIn',
  'signInWithPasskey',
  'acceptInvitation',
  'readMailAct',
  'doMailAct',
  'readMailWord',
  'giveMailWordByLink',
  'getFirm',
  'verifyCode',
  'verifyStatement',
] as const satisfies readonly OperationId[];
type PublicOperation = (typeof publicOperations)[number];

/** Operations whose body is not JSON: the web serves them itself. */
export const streamedOperations = ['uploadAttachment'] as const satisfies readonly OperationId[];
type StreamedOperation = (typeof streamedOperations)[number];
export type CallableOperation = Exclude<OperationId, StreamedOperation>;

/** There is no such thing, or it is not the caller's: the two are not told apart. */
export const notFound = { notFound: true } as const;
export type NotFound = typeof notFound;
export const isNotFound = (value: unknown): value is NotFound => value === notFound;

export type Context<Id extends OperationId> = Id extends PublicOperation
  ? PublicContext
  : RequestContext;

/** One operation: asks use cases and shapes their answer. It decides nothing. */
export type Handler<Id extends OperationId> = (
  input: HandlerInput<Api[Id]>,
  context: Context<Id>,
) => Promise<HandlerOutput<Api[Id]> | Refusal | Declined | NotFound>;

export type LooseHandler = (
  input: { readonly params: unknown; readonly query: unknown; readonly body: unknown },
  context: PublicContext,
) => Promise<unknown>;

export interface Mounting {
  mount<Id extends CallableOperation>(operation: Id, handler: Handler<Id>): void;
}

export interface Handlers extends Mounting {
  find(operation: OperationId): LooseHandler | null;
  /** Operations of the contract that nobody has mounted. */
  missing(): readonly OperationId[];
}

export function createHandlers(): Handlers {
  const mounted = new Map<OperationId, LooseHandler>();
  return {
    mount(operation, handler) {
      assert(!mounted.has(operation), `${operation} is mounted once`);
      // The adapter hands over what the operation's schemas made, and a principal where its roles ask for one.
      mounted.set(operation, handler as unknown as LooseHandler);
    },
    find: (operation) => mounted.get(operation) ?? null,
    missing() {
      const streamed: readonly OperationId[] = streamedOperations;
      // The table's keys are its operations.
      const all = Object.keys(routes) as OperationId[];
      return all.filter((id) => !mounted.has(id) && !streamed.includes(id));
    },
  };
}

export const routeOf = (operation: OperationId): Api[OperationId] => api[operation];
