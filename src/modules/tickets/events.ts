// What happened to tickets, for those who act on it later: written in the same transaction, run by jobs. Who listens
// stands in delivery/worker/subscriptions.ts.
import type { Event } from '../../platform/jobs.ts';
import type { Priority } from '../../policy/terms.ts';

/** A request came in, whatever became of it: it is acknowledged exactly once (V.a). */
export interface TicketReceived extends Event {
  readonly type: 'ticket.received';
  readonly ticketId: number;
  /** False when the mail it came by must not be answered by a machine (RFC 3834). */
  readonly byMail: boolean;
}

/** A held request was admitted: its clocks run now (VII). */
export interface TicketAdmitted extends Event {
  readonly type: 'ticket.admitted';
  readonly ticketId: number;
}

/** A person of the desk, or the desk by itself (a reminder), wrote what the customer must get. */
export interface MessageWritten extends Event {
  readonly type: 'ticket.message-written';
  readonly messageId: number;
}

/** What followers are told of: a line of the log, a decision, or a message; a note, to those whom it names. */
export interface TicketNews extends Event {
  readonly type: 'ticket.news';
  readonly ticketId: number;
  readonly about:
    | { readonly eventId: number }
    | { readonly decisionId: number }
    | { readonly messageId: number };
  /** Who did it, and is not told; null for the desk itself. */
  readonly byPersonId: number | null;
}

/** V.b: the verified priority is not the one that was promised before. */
export interface PriorityChanged extends Event {
  readonly type: 'ticket.priority-changed';
  readonly ticketId: number;
  readonly decisionId: number;
}

/** IV.d: impact or priority were understood from an answer; the customer is told what was. */
export interface SuggestionRead extends Event {
  readonly type: 'ticket.suggestion-read';
  readonly ticketId: number;
  readonly decisionId: number;
  readonly priorityBefore: Priority;
}

/** T4: the customer is asked to approve further units. */
export interface UnitsAsked extends Event {
  readonly type: 'ticket.units-asked';
  readonly approvalId: number;
}

/** T4: the customer approved further units, or did not. */
export interface UnitsAnswered extends Event {
  readonly type: 'ticket.units-answered';
  readonly approvalId: number;
  readonly decisionId: number;
}

/** A request ended; a reopened one can end again, as another version of itself. */
export interface TicketEnded extends Event {
  readonly type: 'ticket.ended';
  readonly ticketId: number;
  readonly ending: 'closed' | 'abandoned' | 'referred' | 'rejected' | 'withdrawn';
  readonly version: number;
}

/** I: the customer says why what was rejected is in scope: whoever is to look at it is told. */
export interface ScopeClaimed extends Event {
  readonly type: 'ticket.scope-claimed';
  readonly ticketId: number;
  readonly decisionId: number;
}

/** I: an agent looked at the scope of what was rejected: the customer is told. */
export interface ScopeDecided extends Event {
  readonly type: 'ticket.scope-decided';
  readonly ticketId: number;
  readonly scopeAnswerId: number;
}

/** I: the first one was absorbed; who asked for it is told where it goes on. */
export interface TicketsMerged extends Event {
  readonly type: 'ticket.merged';
  readonly ticketId: number;
  readonly intoTicketId: number;
}
