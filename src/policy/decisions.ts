import { assert } from '../kernel/assert.ts';
import type { Language } from '../kernel/language.ts';
import { type ClauseId, isClauseId } from './clauses.ts';
import type { DecisionFacts, DecisionKind } from './decision-facts.ts';
import { decisionKinds } from './decision-registry.ts';
import type { Facts, Refusal } from './verdict.ts';
import { wordingFor } from './wording.ts';

/** One decision, ready to be stored: `facts` is plain JSON. The agreement version is the ticket's. */
export interface Decision<K extends DecisionKind = DecisionKind> {
  readonly kind: K;
  readonly clause: ClauseId;
  readonly facts: DecisionFacts[K];
}

/** Puts a decision under the clause that its kind and facts call for. */
export function decide<K extends Exclude<DecisionKind, 'held' | 'refused'>>(
  kind: K,
  facts: DecisionFacts[K],
): Decision<K> {
  const { cites, clauses } = decisionKinds[kind];
  return { kind, clause: cites?.(facts) ?? clauses[0], facts };
}

/** The decision that holds a request: its headline reason, and the other conditions that failed. */
export function decideHeld(refusals: readonly [Refusal, ...Refusal[]]): Decision<'held'> {
  const [{ clause, reason }, ...others] = refusals;
  // Each condition names its facts differently, so that all of them fit in one flat object.
  const facts: Facts = Object.assign({}, ...refusals.map((refusal) => refusal.facts));
  const otherReasons = others.map((other) => `${other.clause} ${other.reason}`).join(', ');
  return { kind: 'held', clause, facts: { ...facts, reason, otherReasons } };
}

/** The decision that something was refused without a person being asked. */
export const decideRefused = ({ clause, reason, facts }: Refusal): Decision<'refused'> => ({
  kind: 'refused',
  clause,
  facts: { ...facts, reason },
});

/** A decision as it comes back from the store. A kind or clause that we never wrote is our bug. */
export function readDecision(stored: {
  readonly kind: string;
  readonly clause: string;
  readonly facts: Facts;
}): Decision {
  const { kind, clause, facts } = stored;
  assert(isDecisionKind(kind), `decision kind ${kind} is registered`);
  assert(isClauseId(clause), `clause ${clause} is registered`);
  // The facts were typed by `decide` when they were written, and facts of a kind only ever grow.
  return { kind, clause, facts: facts as DecisionFacts[DecisionKind] };
}

export const isDecisionKind = (value: unknown): value is DecisionKind =>
  typeof value === 'string' && Object.hasOwn(decisionKinds, value);

/**
 * False for what only agents see in the log: warnings, escalations, proposals, and all about the
 * next-response clock, the desk's own goal after a reopening.
 */
export const isShownToCustomer = (kind: DecisionKind, facts: Facts): boolean =>
  decisionKinds[kind].shownToCustomer && facts['clock'] !== 'nextResponse';

/**
 * The decision in the words of its reader, with its clause: "Se retuvo 1 unidad de crédito: es el
 * mínimo por solicitud; saldo disponible: 4 (cláusula T3)." `timeZone` is the reader's IANA zone.
 */
export function explainDecision<K extends DecisionKind>(
  decision: Decision<K>,
  language: Language,
  timeZone: string,
): string {
  const say = wordingFor(language, timeZone);
  const definition = decisionKinds[decision.kind];
  const sentence = definition[language](decision.facts, say);
  const more = definition.more?.[language](decision.facts, say) ?? '';
  return `${sentence} (${say.clause(decision.clause)}).${more}`;
}
