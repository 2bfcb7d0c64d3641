import { useMutation, useQueryClient } from '@tanstack/react-query';
import {
  type Api,
  type CallInput,
  type CallOutput,
  type OperationId,
  ProblemAnswer,
} from '../../web/contract.ts';
import { call } from './call.ts';
import { createIntents, randomKey } from './intents.ts';

const intents = createIntents(() => randomKey(crypto));

/** Whether the server has decided: what it refuses it will refuse again, what it never answered may have happened. */
const decided = (error: unknown): boolean =>
  error instanceof ProblemAnswer && error.problem.status < 500;

/** Sends one write. The same input sent again after a failure carries the same idempotency key. */
export async function write<Id extends OperationId>(
  operation: Id,
  input: CallInput<Api[Id]>,
): Promise<CallOutput<Api[Id]>> {
  const idempotencyKey = intents.keyFor(operation, input);
  try {
    // The rest parameter of Client depends on the operation; the compiler cannot resolve it for a generic one.
    const send = call as unknown as (id: Id, input: unknown) => Promise<CallOutput<Api[Id]>>;
    const answer = await send(operation, Object.assign({}, input, { idempotencyKey }));
    intents.answered(operation, input);
    return answer;
  } catch (error) {
    if (decided(error)) intents.answered(operation, input);
    throw error;
  }
}

interface WriteOptions<Id extends OperationId> {
  readonly onDone?: (answer: CallOutput<Api[Id]>, input: CallInput<Api[Id]>) => void;
  readonly onProblem?: (error: Error) => void;
  /** The beginnings of the query keys that are stale afterwards. */
  readonly touches?: readonly (readonly unknown[])[];
}

/** A write as a screen uses it: `send`, whether it is under way, and what went wrong. Never retried by itself. */
export function useWrite<Id extends OperationId>(operation: Id, options: WriteOptions<Id> = {}) {
  const queries = useQueryClient();
  const mutation = useMutation({
    mutationFn: (input: CallInput<Api[Id]>) => write(operation, input),
    onSuccess: (answer, input) => {
      for (const queryKey of options.touches ?? []) void queries.invalidateQueries({ queryKey });
      options.onDone?.(answer, input);
    },
    onError: (error) => options.onProblem?.(error),
  });
  return {
    send: mutation.mutate,
    pending: mutation.isPending,
    error: mutation.error,
    reset: mutation.reset,
  };
}
