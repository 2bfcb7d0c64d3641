import { type Actor, personActor } from '../../kernel/actor.ts';
import { assert } from '../../kernel/assert.ts';
import type { Instant } from '../../kernel/clock.ts';
import { decline } from '../../kernel/declined.ts';
import { type Tx, together } from '../../platform/database/index.ts';
import { emit } from '../../platform/jobs.ts';
import { scope } from '../../policy/admission.ts';
import { type Decision, decide, decideHeld } from '../../policy/decisions.ts';
import { initialPriority } from '../../policy/priority.ts';
import { type MailSuggestion, nothingSuggested } from '../../policy/priority-from-mail.ts';
import type { Priority } from '../../policy/terms.ts';
import { firstStatus } from '../../policy/transitions.ts';
import { agreementInForce } from '../agreements/index.ts';
import { readService, type Service } from '../catalog/index.ts';
import { planClocks } from '../clocks/index.ts';
import { appendMessage, attachFiles, type Channel } from '../correspondence/index.ts';
import { professionalServicesTeamId, readTeam } from '../people/index.ts';
import { claimScope } from './claim-scope.ts';
import type { TicketReceived } from './events.ts';
import { judgeForAdmission } from './judge-admission.ts';
import { answerFacts, keepScopeAnswer } from './keep-scope-answer.ts';
import type { LinkKind, Ticket } from './model.ts';
import { isNotDone, type NotDone } from './not-done.ts';
import { beginTicket } from './open-ticket.ts';
import { announceTicket, logDecisions, logEvents, type TicketLine } from './record.ts';
import { insertSearchDocument, insertTicket, insertTicketLink } from './store.ts';
import { decideSuggestion } from './take-suggestion.ts';

export interface NewTicket {
  readonly organizationId: number;
  readonly requesterPersonId: number;
  /** II: an agent registers it for a contact who phoned or came by; null when the customer does it. */
  readonly registeredByPersonId: number | null;
  readonly channel: Channel;
  readonly subject: string;
  /** IV.a */
  readonly description: string;
  readonly descriptionHtml?: string | null;
  readonly visibleText?: string | null;
  readonly visibleHtml?: string | null;
  readonly expectedResult: string;
  /** IV.b, IV.d: what the customer thinks, and where that was read. */
  readonly suggestion: {
    readonly priority: Priority;
    readonly from: 'person' | 'message';
    readonly readIn: string;
  } | null;
  /** IV.d: what was read from the mail, with the words it was read from. */
  readonly readFromMail?: MailSuggestion;
  readonly categoryId: number | null;
  readonly serviceId: number | null;
  readonly answers: Readonly<Record<string, string>>;
  /** Where the mailbox or the agent sends it, when the service does not say. */
  readonly teamId: number | null;
  readonly mailboxId: number | null;
  readonly attachmentIds: readonly number[];
  readonly inboundMailId?: number;
  /** V.a: false when the mail it came by must not be answered by a machine; the portal shows it all the same. */
  readonly acknowledgeByMail?: boolean;
  /** V.a: the caller acknowledges it in this very transaction; else whoever hears that it was received does. */
  readonly acknowledgedByCaller?: boolean;
  /** VII: when it arrived; the clocks start at registration. */
  readonly receivedAt: Instant;
  /** VII, T2: from when the clocks count, where that is before now: the arrival of the message that contained it. */
  readonly clocksFrom?: Instant;
  /** II: whether an agent heard of it directly; so it is when an agent registers it, unless it is said otherwise. */
  readonly byDirectContact?: boolean;
  /** I: why whoever asks thinks that a service out of scope is in scope after all: an agent looks at it. */
  readonly scopeClaim?: string;
  /** T2: the message that it was split out of. */
  readonly splitFromMessageId?: number;
  readonly follows?: { readonly ticketId: number; readonly kind: LinkKind };
  readonly at: Instant;
}

/**
 * I, II, III, IV: takes a request in: what it is (scope), with which priority it starts, whether it is admitted or
 * held, and why. Everything is written in the caller's transaction: ticket, first message, files, decisions, hold,
 * clocks, and the event that makes the acknowledgement (V.a). Nothing is ever turned away unheard: a request that
 * fails a condition is held, with every reason. Refusals: `service-unknown`, `category-unknown` (I).
 */
export async function registerTicket(tx: Tx, request: NewTicket): Promise<Ticket | NotDone> {
  const { at, requesterPersonId, organizationId } = request;
  const agreement = await agreementInForce(tx, at);
  const service = request.serviceId === null ? null : await readService(tx, request.serviceId);
  if (request.serviceId !== null && (service === null || !service.active)) {
    return decline('service-unknown', { serviceId: request.serviceId });
  }
  const within = scope({ kind: service?.kind ?? 'support' });
  const start = initialPriority(agreement.terms, {
    service: {
      sharedResponsibility: service?.sharedResponsibility ?? false,
      defaultPriority: service?.priorityDefault ?? null,
    },
    suggestion: request.suggestion,
  });
  const { admission, facts } = await judgeForAdmission(tx, agreement, {
    organizationId,
    personId: requesterPersonId,
    purpose: within.outcome === 'refer' ? 'referral' : 'support',
    at,
  });
  const status = firstStatus(within, admission);
  const actor = personActor(request.registeredByPersonId ?? requesterPersonId);
  const route = routeOf(service, request);
  const clocksFrom = request.clocksFrom ?? at;
  const planned =
    status === 'open'
      ? await planClocks(tx, {
          agreement,
          priority: start.priority,
          receivedAt: request.receivedAt,
          byDirectContact: request.byDirectContact ?? request.registeredByPersonId !== null,
          at: clocksFrom,
        })
      : null;

  const received = await insertTicket(
    tx,
    {
      organizationId,
      requesterPersonId,
      registeredByPersonId: request.registeredByPersonId,
      subject: request.subject,
      expectedResult: request.expectedResult,
      status,
      heldFor: admission.admitted || status !== 'held' ? null : admission.refusals,
      priority: start.priority,
      prioritySuggested: request.suggestion?.priority ?? null,
      prioritySource: request.suggestion?.readIn ?? start.source,
      categoryId: service?.categoryId ?? request.categoryId,
      serviceId: request.serviceId,
      answers: request.answers,
      teamId:
        status === 'referred'
          ? ((await professionalServicesTeamId(tx)) ?? route.teamId)
          : route.teamId,
      mailboxId: request.mailboxId,
      channel: request.channel,
      agreementVersion: agreement.version,
      splitFromMessageId: request.splitFromMessageId ?? null,
      receivedAt: request.receivedAt,
      registeredAt: planned === null ? null : clocksFrom,
      nextDueAt: planned?.nextDueAt ?? null,
      lastMessageAt: request.receivedAt,
    },
    at,
  );
  const understood = decideSuggestion(request.readFromMail ?? nothingSuggested, 'request');
  const decided: readonly Decision[] = [
    ...(understood === null ? [] : [understood]),
    decide('priority-set', {
      priority: start.priority,
      source: start.source,
      from: start.source === 'suggestion' ? (request.suggestion?.from ?? null) : null,
    }),
    ...(status === 'referred' ? [] : await decideRoute(tx, route)),
  ];
  const happened: readonly TicketLine[] = [
    {
      type: 'received',
      actor,
      data: { channel: request.channel, onBehalf: request.registeredByPersonId !== null },
      at,
    },
    ...(request.follows === undefined
      ? []
      : [await linkTo(tx, received, request.follows, actor, at)]),
  ];

  const [ticket] = await together(settleFirstStatus(), writeDescription(tx, received, request));
  if (request.acknowledgedByCaller !== true) {
    await emit<TicketReceived>(tx, 'ticket.received', {
      ticketId: ticket.id,
      byMail: request.acknowledgeByMail ?? true,
    });
  }
  await announceTicket(tx, ticket);
  return ticket;

  async function settleFirstStatus(): Promise<Ticket> {
    const isOurs = status !== 'referred' && status !== 'rejected';
    if (!isOurs && service !== null) await keepScopeAnswer(tx, received, service, at);
    if (status === 'referred') {
      return settled(decide('referred', { cause: 'catalogue', reason: '' }));
    }
    if (status === 'rejected') {
      const rejected = decide('rejected', {
        cause: 'out-of-scope',
        duplicateOfNumber: null,
        reason: '',
        ...(service === null ? {} : answerFacts(service)),
      });
      const kept = await settled(rejected);
      if (request.scopeClaim === undefined) return kept;
      const claimed = await claimScope(tx, kept, {
        personId: requesterPersonId,
        channel: request.channel,
        reason: request.scopeClaim,
        at,
      });
      assert(!isNotDone(claimed), 'what was just answered can be claimed');
      return claimed;
    }
    if (!admission.admitted) return settled(decideHeld(admission.refusals));
    assert(planned !== null, 'the clocks of what is admitted were planned');
    await beginTicket(tx, received, planned, { agreement, facts, actor, decided, happened, at });
    return received;
  }

  async function settled(outcome: Decision): Promise<Ticket> {
    await logEvents(tx, received, happened);
    await logDecisions(tx, received, [...decided, outcome], at);
    return received;
  }
}

interface Route {
  readonly teamId: number | null;
  /** What sent it there by itself; null when that is the request it comes from, or nothing. */
  readonly by: 'mailbox' | 'service' | null;
}

/** III: the service's team, else the door's. */
function routeOf(service: Service | null, { teamId, mailboxId }: NewTicket): Route {
  if (service?.teamId != null) return { teamId: service.teamId, by: 'service' };
  return { teamId, by: teamId !== null && mailboxId !== null ? 'mailbox' : null };
}

async function decideRoute(tx: Tx, { teamId, by }: Route): Promise<readonly Decision[]> {
  const team = teamId === null || by === null ? null : await readTeam(tx, teamId);
  return team === null || by === null ? [] : [decide('routed', { team: team.name, by })];
}

async function writeDescription(tx: Tx, ticket: Ticket, request: NewTicket): Promise<void> {
  const written = appendMessage(tx, {
    ticketId: ticket.id,
    visibility: 'public',
    author: 'customer',
    authorPersonId: request.requesterPersonId,
    channel: request.channel,
    bodyText: request.description,
    bodyHtml: request.descriptionHtml ?? null,
    visibleText: request.visibleText ?? null,
    visibleHtml: request.visibleHtml ?? null,
    ...(request.inboundMailId === undefined ? {} : { inboundMailId: request.inboundMailId }),
    at: request.receivedAt,
  });
  const text = `${request.visibleText ?? request.description}\n${request.expectedResult}`;
  const [messageId] = await together(written, insertSearchDocument(tx, ticket, text));
  assert(messageId !== null, 'a mail makes one message');
  await attachFiles(tx, {
    attachmentIds: request.attachmentIds,
    personId: request.registeredByPersonId ?? request.requesterPersonId,
    messageId,
    ticketId: ticket.id,
  });
}

async function linkTo(
  tx: Tx,
  ticket: Ticket,
  follows: { readonly ticketId: number; readonly kind: LinkKind },
  actor: Actor,
  at: Instant,
): Promise<TicketLine> {
  await insertTicketLink(tx, {
    fromTicketId: ticket.id,
    toTicketId: follows.ticketId,
    kind: follows.kind,
    at,
  });
  return { type: 'linked', actor, data: { kind: follows.kind }, at };
}
