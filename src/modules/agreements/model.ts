import type { Actor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Language } from '../../kernel/language.ts';
import type { ClauseId } from '../../policy/clauses.ts';
import type { UnverifiedMail } from '../../policy/mail-trust.ts';
import type { Agreement } from '../../policy/terms.ts';
import type { Facts } from '../../policy/verdict.ts';

/** The firm that gives the support. */
export interface Firm {
  readonly name: string;
  readonly language: Language;
  /** IANA name. */
  readonly timeZone: string;
  /** II: what is done with mail that nothing proves, unless a customer has a choice of its own. */
  readonly unverifiedMail: UnverifiedMail;
  /** VIII.c: for how many days after a request ended the address for its answers finds it. */
  readonly replyAddressDays: number;
}

/** A version of the agreement with the moment from which requests are bound to it. */
export interface PublishedAgreement {
  readonly agreement: Agreement;
  readonly effectiveFrom: Instant;
  readonly publishedAt: Instant;
}

/** The next version while it is written: a copy of the one it began from, with what was changed since. */
export interface AgreementDraft extends Pick<Agreement, 'terms' | 'clauses'> {
  readonly basedOn: number;
  /** One more with every change. */
  readonly revision: number;
  readonly changedByPersonId: number | null;
  readonly changedAt: Instant;
}

/** A published version, for lists. */
export interface AgreementVersion {
  readonly version: number;
  readonly effectiveFrom: Instant;
  readonly publishedAt: Instant;
  readonly publishedByPersonId: number | null;
}

/** Something that was decided by itself or refused: what, by which clause, on which facts. */
export interface NewDecision {
  /** Null for a decision about a customer rather than one request. */
  readonly ticketId: number | null;
  readonly organizationId: number | null;
  readonly kind: string;
  readonly clause: ClauseId;
  readonly agreementVersion: number;
  readonly facts: Facts;
  readonly actor: Actor;
  readonly at: Instant;
}

export interface RecordedDecision extends Omit<NewDecision, 'clause'> {
  readonly id: number;
  readonly clause: string;
}

export const acceptanceChannels = ['portal', 'email', 'phone', 'visit', 'api'] as const;
export type AcceptanceChannel = (typeof acceptanceChannels)[number];

/** T7: a person knows and accepts one version of the terms. */
export interface TermsAcceptance {
  readonly personId: number;
  readonly version: number;
  readonly channel: AcceptanceChannel;
  readonly ipAddress: string | null;
  readonly at: Instant;
}

/** T7: one version that a person accepted, as it is shown. */
export type AcceptedTerms = Pick<TermsAcceptance, 'version' | 'channel' | 'at'>;
