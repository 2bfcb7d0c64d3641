import { type Declined, isDeclined } from '../../kernel/declined.ts';
import { isRefusal, type Refusal } from '../../policy/verdict.ts';

/** Why nothing was written: the agreement forbids it, or it cannot be done as it was asked. */
export type NotDone = Refusal | Declined;

export const isNotDone = (value: unknown): value is NotDone =>
  isRefusal(value) || isDeclined(value);
