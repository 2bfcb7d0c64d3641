import { assert } from '../kernel/assert.ts';
import type { ClauseId } from './clauses.ts';
import { type Standing, type Suspension, suspensionFacts } from './standing.ts';
import type { Terms } from './terms.ts';
import { type Facts, type Refusal, refuse } from './verdict.ts';

/** II: the contract of support services at this moment. */
export const contractStates = ['active', 'upcoming', 'ended', 'none'] as const;
export type ContractState = (typeof contractStates)[number];

/** II, III: what the person is to the organization. `unauthorised`: member who may look, not ask. */
export const contactStates = ['authorised', 'unauthorised', 'revoked', 'none'] as const;
export type ContactState = (typeof contactStates)[number];

/**
 * What admission looks at, read in the same transaction that will put the unit on hold.
 * A request that an agent registers for a contact (II) brings the contact's facts, not the agent's.
 */
export interface AdmissionFacts {
  readonly standing: Standing;
  /** What the customer is told of its suspension; null in good standing. */
  readonly suspension: Suspension | null;
  readonly contract: ContractState;
  readonly contact: ContactState;
  /** T1: balance less holds, in units; below zero when work took the account into overdraft. */
  readonly availableUnits: number;
  /** T7: the version of the terms in force. */
  readonly termsVersion: number;
  /** T7: the newest version that this person accepted, null when none. */
  readonly termsVersionAccepted: number | null;
  /** I: a referral costs no units, so it needs no credit. */
  readonly purpose: 'support' | 'referral';
}

/** The conditions of admission in their precedence: the first that fails is the headline. */
export const conditionKeys = ['standing', 'contract', 'contact', 'credit', 'terms'] as const;
export type ConditionKey = (typeof conditionKeys)[number];

/** What asks for each. */
export const conditionClauses = {
  standing: 'II',
  contract: 'II',
  contact: 'II',
  credit: 'T1',
  terms: 'T7',
} as const satisfies Record<ConditionKey, ClauseId>;

/** One condition with what it saw: the agent's panel lists all of them, met or not. */
export interface Condition {
  readonly key: ConditionKey;
  readonly clause: ClauseId;
  readonly met: boolean;
  readonly facts: Facts;
}

export type Admission =
  | { readonly admitted: true; readonly conditions: readonly Condition[] }
  | {
      readonly admitted: false;
      readonly conditions: readonly Condition[];
      /** Every failed condition in the order of `conditionKeys`; never empty. */
      readonly refusals: readonly [Refusal, ...Refusal[]];
    };

/**
 * II, III, T1, T7: may this request be processed now? Refusal reasons: `standing-suspended`,
 * `contract-upcoming`, `contract-ended`, `contract-none`, `contact-unauthorised`,
 * `contact-revoked`, `contact-none`, `credit-insufficient`, `terms-not-accepted`.
 */
export function admit(terms: Terms, facts: AdmissionFacts): Admission {
  assert(Number.isInteger(facts.availableUnits), 'available units are an integer');

  const judged = judgeConditions(terms, facts);
  const conditions = judged.map(({ reason: _, ...condition }) => condition);
  const [headline, ...others] = judged
    .filter((condition) => !condition.met)
    .map(({ clause, reason, facts: seen }) => refuse(clause, reason, seen));

  if (headline === undefined) return { admitted: true, conditions };
  return { admitted: false, conditions, refusals: [headline, ...others] };
}

/**
 * What the person who asked may be told. Someone who is not an authorised contact learns that, and
 * nothing of the customer's standing, contract or balance.
 */
export function conditionsShownToContact(admission: Admission): readonly Condition[] {
  const contact = admission.conditions.filter((condition) => condition.key === 'contact');
  return contact.every((condition) => condition.met) ? admission.conditions : contact;
}

/** I: what a catalogue item is. */
export const serviceKinds = ['support', 'project', 'outOfScope'] as const;
export type ServiceKind = (typeof serviceKinds)[number];

export type Scope =
  | { readonly outcome: 'support' }
  | { readonly outcome: 'refer'; readonly clause: 'I' }
  | { readonly outcome: 'reject'; readonly clause: 'I' };

/** I: support inside the catalogue is ours, projects go to professional services, the rest is refused. */
export function scope(item: { readonly kind: ServiceKind }): Scope {
  if (item.kind === 'support') return { outcome: 'support' };
  return { outcome: item.kind === 'project' ? 'refer' : 'reject', clause: 'I' };
}

type JudgedCondition = Condition & { readonly reason: string };

function judgeConditions(terms: Terms, facts: AdmissionFacts): readonly JudgedCondition[] {
  const { standing, suspension, contract, contact, availableUnits } = facts;
  const { termsVersion, termsVersionAccepted } = facts;
  const requiredUnits = terms.credits.availableUnitsMin;
  const credit: JudgedCondition = {
    key: 'credit',
    clause: 'T1',
    met: availableUnits >= requiredUnits,
    reason: 'credit-insufficient',
    facts: { availableUnits, requiredUnits },
  };
  return [
    {
      key: 'standing',
      clause: 'II',
      met: standing === 'good',
      reason: `standing-${standing}`,
      // Who may not ask is told that, and nothing of why the customer is suspended.
      facts: {
        standing,
        ...(standing === 'good'
          ? {}
          : suspensionFacts(contact === 'authorised' ? suspension : null)),
      },
    },
    {
      key: 'contract',
      clause: 'II',
      met: contract === 'active',
      reason: `contract-${contract}`,
      facts: { contract },
    },
    {
      key: 'contact',
      clause: contact === 'none' ? 'III' : 'II',
      met: contact === 'authorised',
      reason: `contact-${contact}`,
      facts: { contact },
    },
    ...(facts.purpose === 'referral' ? [] : [credit]),
    {
      key: 'terms',
      clause: 'T7',
      met: termsVersionAccepted !== null && termsVersionAccepted >= termsVersion,
      reason: 'terms-not-accepted',
      facts: { termsVersion, termsVersionAccepted },
    },
  ];
}
