import type { Instant } from '../../kernel/clock.ts';
import type { Language } from '../../kernel/language.ts';
import { groupVerificationCode } from '../../kernel/verification-code.ts';
import type { RecordedDecision } from '../../modules/agreements/index.ts';
import { appointmentsOfTicket } from '../../modules/appointments/index.ts';
import { maySuggest, readCategory, readService } from '../../modules/catalog/index.ts';
import { type ClocksNow, readClocks } from '../../modules/clocks/index.ts';
import {
  type Attachment,
  type Message,
  readAttachmentsById,
  ticketsWithUndelivered,
} from '../../modules/correspondence/index.ts';
import {
  namesOf,
  namesOfOrganizations,
  namesOfTeams,
  type Principal,
  readPerson,
} from '../../modules/people/index.ts';
import {
  missingSuggestionOf,
  namesOfTickets,
  type Participant,
  type PendingReply,
  type Reader,
  type ScopeAnswer,
  snoozesOf,
  type Ticket,
  type TicketEvent,
  type TicketView,
} from '../../modules/tickets/index.ts';
import type { Db } from '../../platform/database/index.ts';
import { conditionClauses, conditionKeys } from '../../policy/admission.ts';
import type { ClockReading } from '../../policy/clocks/reading.ts';
import { decide, explainDecision, readDecision } from '../../policy/decisions.ts';
import { priorityNames } from '../../policy/priority.ts';
import { explainRefusal } from '../../policy/reasons.ts';
import type { Priority } from '../../policy/terms.ts';
import type { UndeliveredReason } from '../../policy/undelivered.ts';
import { understoodIn } from '../../policy/understood.ts';
import type { Refusal } from '../../policy/verdict.ts';
import { formatMinutes } from '../ui/format.ts';
import { undeliveredWords } from '../ui/undelivered-words.ts';
import * as m from '../ui/words/generated/messages.js';
import type { Condition, PersonName } from './contract/common.ts';
import type * as contract from './contract/tickets.ts';
import { describeAppointments } from './describe-appointment.ts';
import { describeMailFacts } from './describe-mail.ts';
import { notDoneWords } from './problems.ts';
import { isStaff } from './request-context.ts';

/** Who reads: words in this language, moments in this zone. */
export interface Voice {
  readonly language: Language;
  readonly timeZone: string;
}

/** What this person may see of requests. */
export const readerOf = ({ personId, organizationId, roles }: Principal): Reader =>
  organizationId === null
    ? { kind: 'agent', personId }
    : {
        kind: 'customer',
        personId,
        organizationId,
        administrator: roles.includes('customer_administrator'),
      };

const iso = (instant: Instant): string => new Date(instant).toISOString();
const isoOrNull = (instant: Instant | null): string | null =>
  instant === null ? null : iso(instant);

/** The names that a list of tickets shows, each kind read once. */
export async function describeTickets(
  db: Db,
  tickets: readonly Ticket[],
  voice: MessageVoice,
  now: Instant,
): Promise<contract.TicketSummary[]> {
  const [people, organizations, teams, clocks, survivors, undelivered, snoozes] = await Promise.all(
    [
      namesOf(
        db,
        tickets.flatMap(({ requesterPersonId, assigneePersonId }) => [
          requesterPersonId,
          assigneePersonId ?? requesterPersonId,
        ]),
      ),
      namesOfOrganizations(
        db,
        tickets.map(({ organizationId }) => organizationId),
      ),
      namesOfTeams(
        db,
        tickets.flatMap(({ teamId }) => (teamId === null ? [] : [teamId])),
      ),
      readClocks(
        db,
        tickets.map(({ id }) => id),
        now,
      ),
      namesOfTickets(
        db,
        tickets.flatMap(({ mergedIntoTicketId }) => mergedIntoTicketId ?? []),
      ),
      ticketsWithUndelivered(
        db,
        tickets.map(({ id }) => id),
      ),
      isStaff(voice.principal)
        ? snoozesOf(
            db,
            voice.principal.personId,
            tickets.map(({ id }) => id),
          )
        : new Map<number, Instant>(),
    ],
  );
  const person = (personId: number) => ({ personId, name: people.get(personId)?.name ?? '' });
  return tickets.map((ticket) => ({
    number: ticket.number,
    subject: ticket.subject,
    status: ticket.status,
    ball: ballOf(ticket),
    priority: ticket.priority,
    priorityVerified: ticket.priorityVerifiedAt !== null,
    organization: {
      id: ticket.organizationId,
      name: organizations.get(ticket.organizationId) ?? '',
    },
    requester: person(ticket.requesterPersonId),
    assignee: ticket.assigneePersonId === null ? null : person(ticket.assigneePersonId),
    team:
      ticket.teamId === null ? null : { id: ticket.teamId, name: teams.get(ticket.teamId) ?? '' },
    channel: ticket.channel,
    receivedAt: iso(ticket.receivedAt),
    registeredAt: isoOrNull(ticket.registeredAt),
    lastMessageAt: iso(ticket.lastMessageAt),
    nextClock: nextClock(ticket, clocks.get(ticket.id) ?? null, voice),
    mergedIntoNumber:
      ticket.mergedIntoTicketId === null
        ? null
        : (survivors.get(ticket.mergedIntoTicketId)?.number ?? null),
    heldFor: heldFor(ticket, voice),
    undelivered: undelivered.has(ticket.id),
    snoozedUntil: isoOrNull(snoozes.get(ticket.id) ?? null),
  }));
}

/** Who owes the next move. */
function ballOf({
  status,
  heldFor: refusals,
  scopeClaimedAt,
}: Ticket): contract.TicketSummary['ball'] {
  switch (status) {
    case 'open':
      return 'desk';
    case 'waiting':
      return 'customer';
    // Units, contract, terms: all of it is the customer's to put right.
    case 'held':
      return (refusals ?? []).length > 0 ? 'customer' : 'desk';
    case 'resolved':
      return 'customer';
    // I: an agent owes a look at what the customer thinks is in scope.
    case 'rejected':
      return scopeClaimedAt === null ? 'nobody' : 'desk';
    default:
      return 'nobody';
  }
}

function nextClock(
  ticket: Ticket,
  clocks: ClocksNow | null,
  { principal }: MessageVoice,
): contract.TicketSummary['nextClock'] {
  if (clocks === null || (ticket.status !== 'open' && ticket.status !== 'waiting')) return null;
  const { firstResponse, resolution, nextResponse } = clocks;
  // VIII.c: what the desk sets itself after a reopening is no promise: only the desk sees it.
  const own = isStaff(principal) ? nextResponse : null;
  const going = [firstResponse, resolution, own ?? []]
    .flat()
    .filter(({ state }) => state === 'running' || state === 'paused');
  const [next] = going.toSorted((a, b) => (a.dueAt ?? Infinity) - (b.dueAt ?? Infinity));
  if (next === undefined) return null;
  return {
    kind: next.kind,
    dueAt: isoOrNull(next.dueAt),
    breached: next.breach !== null,
    state: next.state,
  };
}

function heldFor({ heldFor: refusals }: Ticket, voice: Voice): contract.TicketSummary['heldFor'] {
  const [headline] = refusals ?? [];
  if (headline === undefined) return null;
  return {
    clause: headline.clause,
    reason: headline.reason,
    words: refusalWords(headline, voice),
  };
}

export const refusalWords = (refusal: Refusal, { language, timeZone }: Voice): string => {
  const { happened, next } = explainRefusal(refusal, language, timeZone);
  return `${happened} ${next}`;
};

/** Only who works at the firm sees mails as they came. */
export interface MessageVoice extends Voice {
  readonly principal: Principal;
}

/** Everything about one ticket, in the reader's words. */
export async function describeTicket(
  db: Db,
  view: TicketView,
  voice: MessageVoice,
  now: Instant,
): Promise<contract.Ticket> {
  const { ticket } = view;
  const [[summary], names, teams, requester, category, service, appointments] = await Promise.all([
    describeTickets(db, [ticket], voice, now),
    namesOf(db, peopleIn(view)),
    namesOfTeams(
      db,
      view.log.flatMap(({ data }) => Number(data['teamId'] ?? 0) || []),
    ),
    readPerson(db, ticket.requesterPersonId),
    ticket.categoryId === null ? null : readCategory(db, ticket.categoryId),
    ticket.serviceId === null ? null : readService(db, ticket.serviceId),
    appointmentsOfTicket(db, ticket.id).then((found) => describeAppointments(db, found, now)),
  ]);
  if (summary === undefined) throw new RangeError('a ticket has a summary');
  const person = (personId: number) => ({ personId, name: names.get(personId)?.name ?? '' });
  const pendingFiles = await readAttachmentsById(
    db,
    view.pendingReplies.flatMap(({ attachmentIds }) => attachmentIds),
  );
  const personOrNull = (personId: number | null) => (personId === null ? null : person(personId));
  const { language } = voice;
  return {
    ...summary,
    version: ticket.version,
    expectedResult: ticket.expectedResult,
    requesterLanguage: requester?.language ?? language,
    prioritySuggested: ticket.prioritySuggested,
    prioritySource: ticket.prioritySource,
    understood: understoodIn(view.decisions),
    missing: missingSuggestionOf(ticket),
    priorityVerifiedBy: personOrNull(ticket.priorityVerifiedByPersonId),
    category: category && { id: category.id, name: category.name[language] },
    service: service && { id: service.id, name: service.name[language] },
    answers: ticket.answers,
    agreementVersion: ticket.agreementVersion,
    resolvedAt: isoOrNull(ticket.resolvedAt),
    closedAt: isoOrNull(ticket.closedAt),
    resolutionForm: ticket.resolutionForm,
    conditions: ticket.heldFor === null ? [] : describeConditions(ticket.heldFor, voice),
    clocks: view.clocks === null ? [] : describeClocks(view.clocks),
    units: {
      ...view.units,
      approval: view.units.approval && {
        ...view.units.approval,
        asked: view.units.approval.asked.map((question) => ({
          id: question.id,
          units: question.units,
          note: question.note,
          askedBy: personOrNull(question.askedByPersonId),
          askedAt: iso(question.askedAt),
          state: question.state,
          decidedBy: personOrNull(question.decidedByPersonId),
          decidedAt: isoOrNull(question.decidedAt),
          door: question.door,
        })),
      },
    },
    acknowledgement: view.acknowledgement && {
      code: groupVerificationCode(view.acknowledgement.code),
      issuedAt: iso(view.acknowledgement.issuedAt),
    },
    decisions: view.decisions.map((decision) => describeDecision(decision, voice)),
    messages: view.messages.map((message) =>
      describeMessage(message, personOrNull, voice, view.splits.get(message.id) ?? null),
    ),
    olderMessagesCursor: view.olderBeforeId === null ? null : String(view.olderBeforeId),
    informationRequest: view.question && {
      askedAt: iso(view.question.request.askedAt),
      attempts: describeAttempts(view.question),
      nextReminderAt: isoOrNull(view.question.nextReminderAt),
      abandonmentAt: isoOrNull(view.question.abandonmentAt),
      presences: view.question.request.presences.map(iso),
      presencesLeft: view.question.presencesLeft,
      mayConfirmPresence: view.question.mayConfirmPresence,
      mayAbandon: view.question.mayAbandon,
    },
    abandoned: view.abandoned && { attempts: describeAttempts(view.abandoned) },
    scopeAnswer:
      view.scopeAnswer && (await describeScopeAnswer(db, view.scopeAnswer, person, voice)),
    reopenableUntil: isoOrNull(view.reopenableUntil),
    closesAt: isoOrNull(view.closesAt),
    links: [...view.links],
    appointments,
    participants: view.participants.map((participant) =>
      describeParticipant(participant, { view, names }, voice),
    ),
    followers: view.followers.map(person),
    participantProposals: view.proposals.map((proposal) => ({
      id: proposal.id,
      address: proposal.address,
      name: proposal.name,
      proposedBy: person(proposal.proposedByPersonId),
      proposedAt: iso(proposal.proposedAt),
      mayDecide: voice.principal.roles.some((role) => proposalRoles.has(role)),
    })),
    acts: [...view.acts],
    work: view.work.map((entry) => ({
      id: entry.id,
      agent: person(entry.agentPersonId),
      minutes: entry.minutes,
      billableMinutes: entry.billableMinutes,
      note: entry.note,
      workedAt: iso(entry.workedAt),
      reversesId: entry.reversesId,
      reversed: view.work.some(({ reversesId }) => reversesId === entry.id),
    })),
    pendingReplies: view.pendingReplies.map((reply) =>
      pendingReplyOf(reply, pendingFiles, person(reply.personId), voice),
    ),
    log: view.log.map((event) =>
      describeEvent(event, { ticket, teams, person: personOrNull }, voice),
    ),
  };
}

/** I: what to choose instead, while it can be chosen. */
export async function describeSuggested(
  db: Db,
  serviceId: number | null,
  { language }: Voice,
): Promise<{ readonly id: number; readonly name: string } | null> {
  const service = serviceId === null ? null : await readService(db, serviceId);
  if (service === null || !maySuggest(service)) return null;
  return { id: service.id, name: service.name[language] };
}

async function describeScopeAnswer(
  db: Db,
  { kind, serviceId, answerVersion, answer, suggestedServiceId, at, claim, decision }: ScopeAnswer,
  person: (personId: number) => PersonName,
  voice: Voice,
): Promise<NonNullable<contract.Ticket['scopeAnswer']>> {
  const service = serviceId === null ? null : await readService(db, serviceId);
  return {
    kind: kind === 'outOfScope' ? 'out_of_scope' : kind,
    service: service && { id: service.id, name: service.name[voice.language] },
    answerVersion,
    answer,
    suggested: await describeSuggested(db, suggestedServiceId, voice),
    at: iso(at),
    claim: claim && { text: claim.text, by: person(claim.personId), at: iso(claim.at) },
    decision: decision && {
      outcome: decision.outcome === 'in-scope' ? 'in_scope' : 'out_of_scope',
      by: person(decision.personId),
      reason: decision.reason,
      at: iso(decision.at),
    },
  };
}

const describeAttempts = ({
  request,
  deliveries,
}: NonNullable<TicketView['abandoned']>): contract.Attempt[] =>
  request.attempts.map(({ at, delivered, messageId }) => ({
    at: iso(at),
    delivered,
    deliveries: deliveries
      .filter((mail) => mail.messageId === messageId)
      .map(({ address, state, undeliveredReason, undeliveredStatus }) => ({
        address,
        state,
        undeliveredReason,
        undeliveredStatus,
      })),
  }));

/** II: who may say whose an address is; the contract gives the route to just these. */
const proposalRoles: ReadonlySet<string> = new Set([
  'customer_administrator',
  'agent',
  'supervisor',
]);

function describeParticipant(
  { personId, rule, addedByPersonId, addedAt }: Participant,
  {
    view,
    names,
  }: { readonly view: TicketView; readonly names: ReadonlyMap<number, { readonly name: string }> },
  { language, principal }: MessageVoice,
): contract.Participant {
  const name = names.get(personId)?.name ?? '';
  const by = names.get(addedByPersonId)?.name ?? '';
  return {
    personId,
    name,
    addedBy: { personId: addedByPersonId, name: by },
    rule,
    clause: decide('participant-added', { name, by, rule }).clause,
    words: participantWords[rule]({ by }, { locale: language }),
    addedAt: iso(addedAt),
    mayRemove: view.acts.includes('add-participant') || personId === principal.personId,
  };
}

const participantWords = {
  copied: m.log_participant_copied,
  'by-hand': m.log_participant_by_hand,
  accepted: m.log_participant_accepted,
} as const;

function peopleIn({
  ticket,
  units,
  messages,
  work,
  log,
  pendingReplies,
  participants,
  proposals,
  followers,
  scopeAnswer,
}: TicketView): number[] {
  const assigned = log.flatMap(({ data }) => Number(data['assigneePersonId'] ?? 0) || []);
  const all = [
    ...(units.approval?.asked ?? []).flatMap((question) => [
      question.askedByPersonId,
      question.decidedByPersonId,
    ]),
    ticket.priorityVerifiedByPersonId,
    ...messages.map(({ authorPersonId }) => authorPersonId),
    ...work.map(({ agentPersonId }) => agentPersonId),
    ...log.map(({ actorPersonId }) => actorPersonId),
    ...pendingReplies.map(({ personId }) => personId),
    ...participants.flatMap(({ personId, addedByPersonId }) => [personId, addedByPersonId]),
    ...proposals.map(({ proposedByPersonId }) => proposedByPersonId),
    ...followers,
    ...assigned,
    scopeAnswer?.claim?.personId ?? null,
    scopeAnswer?.decision?.personId ?? null,
  ];
  return all.filter((personId) => personId !== null);
}

/** Every condition of admission with the one that fails: what an agent can read out on the phone. */
export function describeConditions(refusals: readonly Refusal[], voice: Voice): Condition[] {
  const labels = {
    standing: m.log_condition_standing,
    contract: m.log_condition_contract,
    contact: m.log_condition_contact,
    credit: m.log_condition_credit,
    terms: m.log_condition_terms,
  };
  return conditionKeys.map((key) => {
    const refusal = refusals.find(({ reason }) => reason.startsWith(`${key}-`));
    return {
      key,
      clause: refusal?.clause ?? conditionClauses[key],
      met: refusal === undefined,
      facts: refusal?.facts ?? {},
      words:
        refusal === undefined
          ? labels[key]({}, { locale: voice.language })
          : refusalWords(refusal, voice),
    };
  });
}

export const describeClocks = ({
  firstResponse,
  resolution,
  nextResponse,
}: ClocksNow): contract.Clock[] =>
  [firstResponse, resolution, nextResponse ?? []].flat().map(describeClock);

export function describeClock(reading: ClockReading): contract.Clock {
  const { targetMs } = reading;
  const paused = reading.state === 'paused' ? reading.phases.at(-1)?.kind : undefined;
  return {
    kind: reading.kind,
    state: reading.state,
    cycle: reading.cycle,
    targetMinutes: targetMs === null ? null : Math.round(targetMs / 60_000),
    hours: reading.promised.hours,
    elapsedSeconds: Math.floor(reading.elapsedMs / 1000),
    dueAt: isoOrNull(reading.dueAt),
    remainingSeconds:
      targetMs === null || reading.state === 'met' || reading.state === 'cancelled'
        ? null
        : Math.floor((targetMs - reading.elapsedMs) / 1000),
    pausedFor: paused ?? null,
    metAt: isoOrNull(reading.metAt),
    metOnTime: reading.onTime,
    breachedAt: isoOrNull(reading.breach?.at ?? null),
  };
}

export const describeDecision = (
  recorded: RecordedDecision,
  { language, timeZone }: Voice,
): contract.Decision => ({
  id: recorded.id,
  kind: recorded.kind,
  clause: recorded.clause,
  agreementVersion: recorded.agreementVersion,
  facts: recorded.facts,
  words: explainDecision(readDecision(recorded), language, timeZone),
  at: iso(recorded.at),
});

export const describeAttachment = (attachment: Attachment): contract.Attachment => ({
  id: attachment.id,
  name: attachment.fileName,
  mediaType: attachment.mediaType,
  byteSize: attachment.byteSize,
  inline: attachment.inline,
  role: attachment.role,
  url: `/attachments/${attachment.id}`,
});

export const describeMessage = (
  message: Message,
  person: (personId: number | null) => { personId: number; name: string } | null,
  voice: MessageVoice,
  splitIntoNumber: number | null,
): contract.Message => ({
  id: message.id,
  visibility: message.visibility,
  author: message.author,
  person: person(message.authorPersonId),
  channel: message.channel,
  template: message.template,
  automatic: message.automatic,
  text: message.text,
  fullText: message.fullText,
  htmlUrl: message.hasHtml ? `/messages/${message.id}/html` : null,
  fullHtmlUrl: message.hasVisibleHtml ? `/messages/${message.id}/html?whole=1` : null,
  rawUrl: message.isMail && isStaff(voice.principal) ? `/messages/${message.id}/raw` : null,
  mail: message.mail && describeMailFacts(message.mail, voice),
  attachments: message.attachments.map(describeAttachment),
  deliveries: message.deliveries.map(({ messageId: _, at, ...delivery }) => ({
    ...delivery,
    at: isoOrNull(at),
  })),
  splitIntoNumber,
  createdAt: iso(message.createdAt),
});

/** One that was just queued, or taken back, for its writer. */
export async function describePendingReply(
  db: Db,
  reply: PendingReply,
  voice: Voice,
): Promise<contract.PendingReply> {
  const [files, names] = await Promise.all([
    readAttachmentsById(db, reply.attachmentIds),
    namesOf(db, [reply.personId]),
  ]);
  const { personId } = reply;
  return pendingReplyOf(reply, files, { personId, name: names.get(personId)?.name ?? '' }, voice);
}

const pendingReplyOf = (
  reply: PendingReply,
  files: readonly Attachment[],
  person: { readonly personId: number; readonly name: string },
  voice: Voice,
): contract.PendingReply => ({
  id: reply.id,
  act: reply.act,
  text: reply.text,
  form: reply.form,
  attachments: files.filter(({ id }) => reply.attachmentIds.includes(id)).map(describeAttachment),
  person,
  publishAt: iso(reply.publishAt),
  state: reply.state === 'refused' ? 'refused' : 'pending',
  refusedFor: reply.refusal === null ? null : notDoneWords(reply.refusal, voice),
});

export interface Named {
  readonly ticket: Pick<Ticket, 'channel'>;
  readonly teams: ReadonlyMap<number, string>;
  readonly person: (personId: number | null) => { personId: number; name: string } | null;
}

export function describeEvent(event: TicketEvent, named: Named, voice: Voice): contract.LogEntry {
  return {
    id: event.id,
    type: event.type,
    actor: named.person(event.actorPersonId),
    data: { ...event.data },
    words: eventWords(event, named, voice),
    at: iso(event.at),
  };
}

function eventWords(
  { type, data }: TicketEvent,
  { ticket, teams, person }: Named,
  { language }: Voice,
): string {
  const locale = { locale: language };
  const reason = String(data['reason'] ?? '');
  const priority = (key: string): string => {
    const named = priorityNames[data[key] as Priority];
    return named?.[language] ?? '';
  };
  switch (type) {
    case 'received': {
      const channel = channelWords[ticket.channel]({}, locale);
      return data['onBehalf'] === true
        ? m.log_received_on_behalf({ channel }, locale)
        : m.log_received({ channel }, locale);
    }
    case 'registered':
      return m.log_registered({}, locale);
    case 'assigned': {
      const assignee = person(Number(data['assigneePersonId'] ?? 0) || null)?.name;
      return m.log_assigned(
        {
          assignee: assignee ?? m.log_nobody({}, locale),
          team: teams.get(Number(data['teamId'] ?? 0)) ?? m.log_no_team({}, locale),
        },
        locale,
      );
    }
    case 'priority-verified':
      return data['from'] === data['to']
        ? m.log_priority_confirmed({ to: priority('to') }, locale)
        : m.log_priority_changed({ from: priority('from'), to: priority('to') }, locale);
    case 'work-logged':
      return m.log_work_logged(
        {
          minutes: formatMinutes(Number(data['minutes'])),
          billable: formatMinutes(Number(data['billableMinutes'])),
        },
        locale,
      );
    case 'work-reversed':
      return m.log_work_reversed(
        { minutes: formatMinutes(Number(data['minutes'])), reason },
        locale,
      );
    case 'reopened':
      return m.log_reopened({ reason }, locale);
    case 'linked':
    case 'unlinked':
    case 'split':
    case 'merged':
    case 'absorbed': {
      const number = Number(data['number'] ?? 0);
      return number === 0 ? m.log_linked({}, locale) : numberedWords[type]({ number }, locale);
    }
    case 'mail-undelivered': {
      const status = data['status'] === null ? null : String(data['status'] ?? '');
      // Written by noteUndelivered, from this very type.
      const why = { reason: data['reason'] as UndeliveredReason | null, status };
      return m.log_mail_undelivered(
        { address: String(data['address'] ?? ''), reason: undeliveredWords(why, locale) },
        locale,
      );
    }
    default:
      return plainWords[type]({}, locale);
  }
}

type Plain = (inputs: Record<string, never>, locale: { locale: Language }) => string;

const channelWords: Readonly<Record<Ticket['channel'], Plain>> = {
  portal: m.log_channel_portal,
  email: m.log_channel_email,
  phone: m.log_channel_phone,
  visit: m.log_channel_visit,
  api: m.log_channel_api,
};

/** What names another request. */
const numberedWords = {
  linked: m.log_linked_to,
  unlinked: m.log_unlinked,
  split: m.log_split,
  merged: m.log_merged,
  absorbed: m.log_absorbed,
} as const;

const plainWords: Readonly<
  Record<
    Exclude<
      TicketEvent['type'],
      | 'received'
      | 'registered'
      | 'assigned'
      | 'priority-verified'
      | 'work-logged'
      | 'work-reversed'
      | 'reopened'
      | keyof typeof numberedWords
      | 'mail-undelivered'
    >,
    Plain
  >
> = {
  'information-requested': m.log_information_requested,
  answered: m.log_answered,
  reminded: m.log_reminded,
  'presence-confirmed': m.log_presence_confirmed,
  'units-asked': m.log_units_asked,
  'units-approved': m.log_units_approved,
  'units-declined': m.log_units_declined,
  'units-withdrawn': m.log_units_withdrawn,
  resolved: m.log_resolved,
  closed: m.log_closed,
  abandoned: m.log_abandoned,
  referred: m.log_referred,
  rejected: m.log_rejected,
  'scope-claimed': m.log_scope_claimed,
  'scope-decided': m.log_scope_decided,
  withdrawn: m.log_withdrawn,
  'appointment-offered': m.log_appointment_offered,
  'appointment-proposed': m.log_appointment_proposed,
  'appointment-accepted': m.log_appointment_accepted,
  'appointment-moved': m.log_appointment_moved,
  'appointment-answered': m.log_appointment_answered,
  'appointment-cancelled': m.log_appointment_cancelled,
  'appointment-reminded': m.log_appointment_reminded,
  'appointment-done': m.log_appointment_done,
  'appointment-missed': m.log_appointment_missed,
};
