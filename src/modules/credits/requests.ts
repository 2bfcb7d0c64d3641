import type { Instant } from '../../kernel/clock.ts';

/**
 * A charge that the customer does not accept. It ends once: decided by billing, or taken back by the customer. While it is
 * open the charge is frozen: nothing else corrects it, and its units are neither spendable nor settled.
 */
export interface Objection {
  readonly id: number;
  readonly organizationId: number;
  readonly entrySequence: number;
  readonly ticketId: number;
  /** What the charge costs, corrections included; it cannot change while the objection is open. */
  readonly units: number;
  readonly reason: string;
  readonly raisedByPersonId: number;
  readonly raisedAt: Instant;
  /** By when it is to be decided: a term of the agreement, shown to both sides. */
  readonly dueAt: Instant;
  /** While it is open: when its hours are to be looked at next; null once there is nothing more to tell. */
  readonly nextStepAt: Instant | null;
  readonly state: 'open' | 'accepted' | 'rejected' | 'withdrawn';
  readonly answer: string | null;
  /** Accepted: how many units went back; null otherwise. */
  readonly givenBackUnits: number | null;
  /** When it ended, whichever way. */
  readonly decidedAt: Instant | null;
}

/** A charge under an open objection, as the ledger has it. */
export interface DisputedCharge {
  readonly objectionId: number;
  /** The charge's entry. */
  readonly sequence: number;
  readonly ticketId: number;
  readonly units: number;
  readonly chargedAt: Instant;
  /** T4: the work that the charge covers, in minutes. */
  readonly workMinutes: number;
  readonly dueAt: Instant;
}

/** An adjustment above what one person may make alone, until another one confirms it. */
export interface AdjustmentRequest {
  readonly id: number;
  readonly organizationId: number;
  readonly units: number;
  readonly reason: string;
  readonly correctsSequence: number | null;
  /** The objection that it accepts once it is confirmed. */
  readonly objectionId: number | null;
  readonly requestedByPersonId: number;
  readonly requestedAt: Instant;
  readonly state: 'open' | 'confirmed' | 'declined';
}

/** Units that a customer asks to buy. */
export interface TopUp {
  readonly id: number;
  readonly organizationId: number;
  readonly units: number;
  /** Purchase order, or whatever the customer says with it. */
  readonly note: string;
  readonly requestedByPersonId: number;
  readonly requestedAt: Instant;
  readonly state: 'open' | 'recorded' | 'declined';
  readonly answer: string | null;
  readonly decidedAt: Instant | null;
}
