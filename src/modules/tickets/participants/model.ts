import type { Instant } from '../../../kernel/clock.ts';
import type { DecisionFacts } from '../../../policy/decision-facts.ts';

/** On what ground somebody follows a request. */
export type ParticipantRule = DecisionFacts['participant-added']['rule'];

/** II, V.c: reads a request, is told what the desk writes in it, and may answer, besides whoever asked. */
export interface Participant {
  readonly ticketId: number;
  readonly personId: number;
  readonly rule: ParticipantRule;
  readonly addedByPersonId: number;
  readonly addedAt: Instant;
}

/** An address that a mail copied and nobody has decided about. */
export interface ParticipantProposal {
  readonly id: number;
  readonly ticketId: number;
  /** Lower case. */
  readonly address: string;
  /** As the mail wrote it: to be shown, never trusted. */
  readonly name: string;
  readonly proposedByPersonId: number;
  readonly proposedAt: Instant;
}
