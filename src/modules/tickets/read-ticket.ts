import type { Instant } from '../../kernel/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import {
  abandonmentDueAt,
  automaticCloseDueAt,
  mayAbandon,
  mayConfirmPresence,
  nextReminderAt,
  presencesLeft,
  reopeningEndsAt,
} from '../../policy/closing.ts';
import { isDecisionKind, isShownToCustomer } from '../../policy/decisions.ts';
import { mayClaimScope, mayDecideScope } from '../../policy/scope-answer.ts';
import type { Agreement, Terms } from '../../policy/terms.ts';
import { actsOffered, type TicketAct } from '../../policy/transitions.ts';
import {
  minutesNotApproved,
  minutesUntilNextUnit,
  unitsAgreedTo,
  unitsToCharge,
} from '../../policy/units.ts';
import { isRefusal } from '../../policy/verdict.ts';
import { agreementByVersion, type RecordedDecision, readDecisions } from '../agreements/index.ts';
import { type ClocksNow, readClocks } from '../clocks/index.ts';
import {
  type Delivery,
  deliveriesOf,
  type IssuedAcknowledgement,
  type Message,
  readAcknowledgement,
  readConversation,
} from '../correspondence/index.ts';
import { readTicketUnits } from '../credits/index.ts';
import { scopeFactsOf } from './claim-scope.ts';
import { selectFollowing } from './following/store.ts';
import type {
  InformationRequest,
  PendingReply,
  Reader,
  ScopeAnswer,
  Ticket,
  TicketEvent,
  TicketLink,
  UnitApproval,
  WorkEntry,
} from './model.ts';
import type { Participant, ParticipantProposal } from './participants/model.ts';
import { selectParticipants, selectProposals } from './participants/store.ts';
import { selectScopeAnswer } from './scope-answers-store.ts';
import {
  isAsker,
  selectAbandonedRequest,
  selectAbsorbed,
  selectOpenInformationRequest,
  selectPendingReplies,
  selectSplitNumbers,
  selectTicket,
  selectTicketById,
  selectTicketEvents,
  selectTicketLinks,
  selectWorkEntries,
} from './store.ts';
import { selectUnitApprovals } from './unit-approvals-store.ts';

/** T4: what the customer agreed to, the minimum included, and what it was asked. */
interface Approval {
  readonly agreedUnits: number;
  readonly minutesPerUnit: number;
  readonly minutesNotApproved: number;
  /** In the order asked; only the last one may wait for its answer. */
  readonly asked: readonly UnitApproval[];
}

/** Everything one screen shows of a ticket, each part already cut to what the reader may see. */
export interface TicketView {
  readonly ticket: Ticket;
  readonly agreement: Agreement;
  readonly clocks: ClocksNow | null;
  readonly units: {
    readonly heldUnits: number;
    readonly chargedUnits: number | null;
    readonly billableMinutes: number;
    /** T3-T6: what it would cost if it closed now. */
    readonly unitsSoFar: number;
    readonly minutesUntilNextUnit: number;
    /** T4: null where the agreement charges further units without asking. */
    readonly approval: Approval | null;
  };
  readonly acknowledgement: IssuedAcknowledgement | null;
  readonly decisions: readonly RecordedDecision[];
  readonly messages: readonly Message[];
  readonly olderBeforeId: number | null;
  readonly question: {
    readonly request: InformationRequest;
    /** Where the mails of its attempts stand. */
    readonly deliveries: readonly Delivery[];
    readonly nextReminderAt: Instant | null;
    readonly abandonmentAt: Instant | null;
    /** How many more times the customer may say "I am still here", and whether it would do anything now. */
    readonly presencesLeft: number;
    readonly mayConfirmPresence: boolean;
    /** Whether enough attempts went unanswered for long enough. */
    readonly mayAbandon: boolean;
  } | null;
  /** VIII.b: what it was closed on, when it was closed as abandoned. */
  readonly abandoned: {
    readonly request: InformationRequest;
    readonly deliveries: readonly Delivery[];
  } | null;
  /** I: what it was told about its scope, also when an agent took it on since; null when it always was ours. */
  readonly scopeAnswer: ScopeAnswer | null;
  readonly reopenableUntil: Instant | null;
  readonly closesAt: Instant | null;
  readonly links: readonly TicketLink[];
  /** I: the request that goes on for this one. */
  readonly mergedInto: { readonly number: number; readonly subject: string } | null;
  /** T2: the requests that were split out of the messages shown, by the message. */
  readonly splits: ReadonlyMap<number, number>;
  readonly work: readonly WorkEntry[];
  readonly log: readonly TicketEvent[];
  /** For the desk alone. */
  readonly pendingReplies: readonly PendingReply[];
  /** V.c: who follows it besides whoever asked. */
  readonly participants: readonly Participant[];
  /** Copied addresses that wait for a decision; none for whoever only follows it. */
  readonly proposals: readonly ParticipantProposal[];
  /** The agents who follow it; for the desk alone. */
  readonly followers: readonly number[];
  readonly acts: readonly TicketAct[];
}

const messagesShown = 30;

/** One ticket for one reader, or null when there is none that this reader may see. A fixed number of queries. */
export async function readTicket(
  db: Db,
  number: number,
  reader: Reader,
  now: Instant,
): Promise<TicketView | null> {
  const ticket = await selectTicket(db, number, reader);
  return ticket === undefined ? null : viewTicket(db, ticket, reader, now);
}

export async function viewTicket(
  db: Db,
  ticket: Ticket,
  reader: Reader,
  now: Instant,
): Promise<TicketView> {
  const forAgent = reader.kind === 'agent';
  const [
    agreement,
    clocks,
    units,
    acknowledgement,
    decisions,
    conversation,
    asked,
    links,
    work,
    log,
    pendingReplies,
    participants,
    proposals,
    asker,
    scopeAnswer,
    followers,
  ] = await Promise.all([
    agreementByVersion(db, ticket.agreementVersion),
    readClocks(db, [ticket.id], now),
    readTicketUnits(db, [ticket.id]),
    readAcknowledgement(db, ticket.id),
    readDecisions(db, ticket.id),
    conversationTickets(db, ticket).then((ticketIds) =>
      readConversation(db, { ticketIds, includeInternal: forAgent, limit: messagesShown }),
    ),
    readQuestion(db, ticket),
    selectTicketLinks(db, ticket.id, reader),
    forAgent ? selectWorkEntries(db, ticket.id) : [],
    selectTicketEvents(db, ticket.id, forAgent),
    forAgent ? selectPendingReplies(db, ticket.id) : [],
    selectParticipants(db, ticket.id),
    selectProposals(db, ticket.id),
    forAgent || reader.personId === ticket.requesterPersonId || isAsker(db, ticket.id, reader),
    selectScopeAnswer(db, ticket.id),
    forAgent ? selectFollowing(db, ticket.id) : [],
  ]);
  const { terms } = agreement;
  const approval = await approvalOf(db, terms, ticket);
  const abandoned = ticket.status === 'waiting' ? null : asked;
  const request = ticket.status === 'waiting' ? (asked?.request ?? null) : null;
  const ended = ticket.status === 'resolved' || ticket.status === 'closed';
  const endedAt = ticket.resolvedAt ?? ticket.closedAt;
  return {
    ticket,
    agreement,
    clocks: clocksFor(reader, clocks.get(ticket.id) ?? null),
    units: {
      heldUnits: units.get(ticket.id)?.heldUnits ?? 0,
      chargedUnits: ticket.chargedUnits,
      billableMinutes: ticket.billableMinutes,
      unitsSoFar: unitsToCharge(terms, ticket.billableMinutes, ticket),
      minutesUntilNextUnit: minutesUntilNextUnit(terms, ticket.billableMinutes, ticket),
      approval,
    },
    acknowledgement,
    decisions: forAgent
      ? decisions
      : decisions.filter(
          ({ kind, facts }) => isDecisionKind(kind) && isShownToCustomer(kind, facts),
        ),
    messages: conversation.messages,
    olderBeforeId: conversation.olderBeforeId,
    question:
      request === null
        ? null
        : {
            request,
            deliveries: asked?.deliveries ?? [],
            nextReminderAt: nextReminderAt(terms, request),
            abandonmentAt: abandonmentDueAt(terms, request),
            presencesLeft: presencesLeft(terms, request),
            mayConfirmPresence: !isRefusal(mayConfirmPresence(terms, request, now)),
            mayAbandon: !isRefusal(mayAbandon(terms, request, now)),
          },
    abandoned,
    scopeAnswer,
    reopenableUntil: ended && endedAt !== null ? reopeningEndsAt(terms, endedAt) : null,
    closesAt:
      ticket.status === 'resolved' && ticket.resolvedAt !== null
        ? automaticCloseDueAt(terms, ticket.resolvedAt)
        : null,
    links,
    work,
    log,
    pendingReplies,
    participants,
    followers,
    proposals: asker ? proposals : [],
    mergedInto: await mergedInto(db, ticket),
    splits: await selectSplitNumbers(
      db,
      conversation.messages.map(({ id }) => id),
    ),
    // What was absorbed is answered, worked on and ended where it goes on.
    acts:
      ticket.mergedIntoTicketId === null
        ? actsFor(ticket, reader, { asker, approval, scopeAnswer })
        : [],
  };
}

/** V.c: whoever only follows a request answers in it; what moves or ends it is the asker's. */
const actsFor = (
  ticket: Ticket,
  reader: Reader,
  {
    asker,
    approval,
    scopeAnswer,
  }: {
    readonly asker: boolean;
    readonly approval: Approval | null;
    readonly scopeAnswer: ScopeAnswer | null;
  },
): readonly TicketAct[] =>
  actsOffered(ticket.status, reader.kind).filter((act) => {
    // T4: where nothing is to be approved, nobody is offered it.
    if (act === 'ask-units' && approval === null) return false;
    if (act === 'decide-units' && approval?.asked.at(-1)?.state !== 'asked') return false;
    const scopeFacts = scopeFactsOf(ticket, scopeAnswer);
    if (act === 'claim-scope' && mayClaimScope(scopeFacts) !== null) return false;
    if (act === 'decide-scope' && mayDecideScope(scopeFacts, 'in-scope') !== null) return false;
    return asker || act === 'answer';
  });

/** T4: null where the agreement charges further units without asking. */
async function approvalOf(db: Db, terms: Terms, ticket: Ticket): Promise<Approval | null> {
  if (terms.credits.furtherUnits !== 'approve') return null;
  return {
    agreedUnits: unitsAgreedTo(terms, ticket),
    minutesPerUnit: terms.credits.minutesPerUnit,
    minutesNotApproved: minutesNotApproved(terms, ticket.billableMinutes, ticket),
    asked: await selectUnitApprovals(db, ticket.id),
  };
}

/** VIII.b: the question that stands open, or the one whose abandonment closed the ticket, and what became of its mails. */
export async function readQuestion(
  db: Db,
  ticket: Ticket,
): Promise<{
  readonly request: InformationRequest;
  readonly deliveries: readonly Delivery[];
} | null> {
  const request =
    ticket.status === 'waiting'
      ? await selectOpenInformationRequest(db, ticket.id)
      : ticket.status === 'closed' && ticket.closedAt !== null
        ? await selectAbandonedRequest(db, ticket.id, ticket.closedAt)
        : null;
  if (request === null) return null;
  const messageIds = request.attempts.map(({ messageId }) => messageId);
  return { request, deliveries: await deliveriesOf(db, messageIds, 'without-copies') };
}

/** V.c: what was merged into a request is read with it; whoever may see it may see that. */
export async function conversationTickets(db: Db, ticket: Ticket): Promise<readonly number[]> {
  return [ticket.id, ...(await selectAbsorbed(db, ticket.id)).map(({ id }) => id)];
}

async function mergedInto(
  db: Db,
  { mergedIntoTicketId }: Ticket,
): Promise<TicketView['mergedInto']> {
  if (mergedIntoTicketId === null) return null;
  const survivor = await selectTicketById(db, mergedIntoTicketId);
  return survivor === undefined ? null : { number: survivor.number, subject: survivor.subject };
}

/** VIII.c: what the desk sets itself after a reopening is no promise: only the desk sees it. */
const clocksFor = (reader: Reader, clocks: ClocksNow | null): ClocksNow | null =>
  clocks === null || reader.kind === 'agent' ? clocks : { ...clocks, nextResponse: null };
