import type { Instant } from '../../kernel/clock.ts';

/** A charge that the customer does not accept. Decided once; while it is open its units are in dispute. */
export interface Objection {
  readonly id: number;
  readonly organizationId: number;
  readonly entrySequence: number;
  readonly ticketId: number;
  /** What the charge had cost, corrections included. */
  readonly units: number;
  readonly reason: string;
  readonly raisedByPersonId: number;
  readonly raisedAt: Instant;
  /** By when it is to be decided: a term of the agreement, shown to both sides. */
  readonly dueAt: Instant;
  readonly state: 'open' | 'accepted' | 'rejected';
  readonly answer: string | null;
  readonly decidedAt: Instant | null;
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
