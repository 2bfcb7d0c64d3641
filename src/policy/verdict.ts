import type { ClauseId } from './clauses.ts';

/** What a rule knew when it decided: shown to the agent and to the customer, kept with the decision. */
export type Facts = Readonly<Record<string, string | number | boolean | null>>;

/** A person may not do this, or not yet: a value, never an exception. `reason` is a stable key; its words live with the interface's words. */
export interface Refusal {
  readonly refused: true;
  readonly clause: ClauseId;
  readonly reason: string;
  readonly facts: Facts;
}

export const refuse = (clause: ClauseId, reason: string, facts: Facts = {}): Refusal => ({
  refused: true,
  clause,
  reason,
  facts,
});

export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && 'refused' in value && value.refused === true;
