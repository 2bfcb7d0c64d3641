import { z } from 'zod';
import type { Instant } from '../../../kernel/clock.ts';
import { type Declined, decline } from '../../../kernel/declined.ts';
import type { Language } from '../../../kernel/language.ts';
import { proveClocks } from '../../../modules/clocks/index.ts';
import { countMailTrouble, readConversation } from '../../../modules/correspondence/index.ts';
import {
  agentsNamed,
  namesOf,
  organizationsNamed,
  readPerson,
  teamsNamed,
  undoSecondsOf,
} from '../../../modules/people/index.ts';
import {
  abandonUnanswered,
  addParticipant,
  askForInformation,
  askForUnits,
  assignTicket,
  claimScope,
  closeTicket,
  confirmPresence,
  conversationTickets,
  countTicketViews,
  type Draft,
  decideProposal,
  decideScope,
  decideUnits,
  endDraft,
  findTicket,
  findTicketById,
  followTicket,
  isNotDone,
  type ListCursor,
  type ListQuery,
  linkTickets,
  listTickets,
  lockGoingTicket,
  lockTicket,
  lockTicketPair,
  logWork,
  type Mark,
  mergeTickets,
  type NotDone,
  previewTicket,
  previewWork,
  queueReply,
  readTicket,
  referTicket,
  registerTicket,
  rejectTicket,
  removeParticipant,
  reopenTicket,
  resolveTicket,
  reverseWork,
  snoozeTicket,
  sortedByClock,
  splitNumbers,
  splitTicket,
  type Ticket,
  takeBackReply,
  ticketsMarked,
  unfollowTicket,
  unlinkTickets,
  verifyTicketPriority,
  viewTicket,
  wakeTicket,
  withdrawTicket,
  withdrawUnitsAsked,
  writeAsAgent,
  writeAsCustomer,
} from '../../../modules/tickets/index.ts';
import { inTransaction, type Tx } from '../../../platform/database/index.ts';
import { readCursor, toPage } from '../../../platform/http.ts';
import { explainClock, explainInterval } from '../../../policy/clocks/proof-words.ts';
import type { ClockKind } from '../../../policy/clocks/reading.ts';
import { answerAbout } from '../../../policy/scope-answer.ts';
import type { ChargePreview } from '../../../policy/units.ts';
import { isRefusal } from '../../../policy/verdict.ts';
import { formatMinutes, formatUnits } from '../../ui/format.ts';
import * as m from '../../ui/words/generated/messages.js';
import {
  describeClock,
  describeConditions,
  describeMessage,
  describePendingReply,
  describeSuggested,
  describeTicket,
  describeTickets,
  readerOf,
  refusalWords,
} from '../describe-ticket.ts';
import { isNotFound, type Mounting, type NotFound, notFound } from '../handlers.ts';
import { isStaff, type RequestContext } from '../request-context.ts';

const countsMax = 1000;

/** Whom a search names, by words of their names; and what the board counts. */
async function namedIn(
  query: {
    readonly customer?: string | undefined;
    readonly assignee?: string | undefined;
    readonly team?: string | undefined;
    readonly mark?: Mark | undefined;
    readonly clock?: ClockKind | undefined;
  },
  { database: { db }, principal, at }: RequestContext,
): Promise<Pick<ListQuery, 'organizationIds' | 'assignees' | 'teamIds' | 'ticketIds'>> {
  const { customer, assignee, team, mark, clock } = query;
  const agents = async (named: string) => {
    if (named === 'none') return named;
    return named === 'me' ? [principal.personId] : agentsNamed(db, named);
  };
  return {
    ...(customer === undefined ? {} : { organizationIds: await organizationsNamed(db, customer) }),
    ...(assignee === undefined ? {} : { assignees: await agents(assignee) }),
    ...(team === undefined ? {} : { teamIds: await teamsNamed(db, team) }),
    ...(mark === undefined
      ? {}
      : {
          ticketIds: await ticketsMarked(db, {
            mark,
            ...(clock === undefined ? {} : { kind: clock }),
            now: at,
          }),
        }),
  };
}

export function mountTickets({ mount }: Mounting): void {
  mount('listTickets', async ({ query }, context) => {
    const { database, at, principal } = context;
    const reader = readerOf(principal);
    const words = query.q === undefined || query.q === '' ? undefined : query.q;
    const after = readCursor(query.cursor, cursorShape);
    const list: ListQuery = {
      reader,
      view: query.view,
      limit: query.limit + 1,
      ...(query.organizationId === undefined ? {} : { organizationId: query.organizationId }),
      ...(query.priority === undefined ? {} : { priority: query.priority }),
      ...(query.status === undefined ? {} : { status: query.status }),
      ...(query.requesterPersonId === undefined
        ? {}
        : { requesterPersonId: query.requesterPersonId }),
      ...(await namedIn(query, context)),
      ...(words === undefined ? {} : { words }),
      ...(after === null ? {} : { after: { dueAt: after[0], id: after[1] } satisfies ListCursor }),
    };
    const found = await listTickets(database.db, list);
    const byClock = sortedByClock(list);
    const page = toPage(found, query.limit, ({ nextDueAt, id }) => [
      byClock ? nextDueAt : null,
      id,
    ]);
    return {
      items: await describeTickets(database.db, page.items, context, at),
      nextCursor: page.nextCursor,
    };
  });

  mount('countTickets', async (_, { database, principal, at }) => {
    const [views, trouble] = await Promise.all([
      countTicketViews(database.db, principal.personId, { limit: countsMax, at }),
      countMailTrouble(database.db, countsMax),
    ]);
    return { ...views, ...trouble };
  });

  mount('previewTicket', async ({ body }, context) => {
    const { database, principal, at } = context;
    const requester = await requesterOf(context, body.onBehalfPersonId);
    if (isNotFound(requester)) return notFound;
    const preview = await previewTicket(database.db, {
      organizationId: requester.organizationId,
      personId: body.onBehalfPersonId ?? principal.personId,
      prioritySuggested: body.prioritySuggested ?? null,
      serviceId: body.serviceId ?? null,
      at,
    });
    if (isNotDone(preview)) return preview;
    const { terms } = preview.agreement;
    const { service } = preview;
    const scopes = { support: 'support', refer: 'project', reject: 'out_of_scope' } as const;
    return {
      promise: { priority: preview.priority, ...terms.targets[preview.priority] },
      scope: scopes[preview.scope],
      answer: service && (answerAbout(service)?.[context.language] ?? null),
      suggested: await describeSuggested(database.db, service?.suggestedServiceId ?? null, context),
      unitsMin: preview.unitsToHold,
      minutesPerUnit: terms.credits.minutesPerUnit,
      availableUnits: preview.availableUnits,
      availableUnitsAfter: preview.availableUnitsAfter,
      wouldBeAdmitted: preview.admitted && preview.scope !== 'reject',
      conditions: describeConditions(preview.refusals, context),
    };
  });

  mount('createTicket', async ({ body }, context) => {
    const { database, principal, at } = context;
    const requester = await requesterOf(context, body.onBehalf?.personId);
    if (isNotFound(requester)) return notFound;
    const viaKey = principal.via.kind === 'apiKey';
    const registered = await inTransaction(database, (tx) =>
      registerTicket(tx, {
        organizationId: requester.organizationId,
        requesterPersonId: requester.personId,
        registeredByPersonId: body.onBehalf === undefined ? null : principal.personId,
        channel: body.onBehalf?.channel ?? (viaKey ? 'api' : 'portal'),
        subject: body.subject,
        description: body.description,
        expectedResult: body.expectedResult,
        suggestion:
          body.prioritySuggested === undefined
            ? null
            : { priority: body.prioritySuggested, from: 'person', readIn: 'form' },
        categoryId: body.categoryId ?? null,
        serviceId: body.serviceId ?? null,
        answers: body.answers,
        teamId: null,
        mailboxId: null,
        attachmentIds: body.attachmentIds,
        ...(body.inScopeBecause === undefined ? {} : { scopeClaim: body.inScopeBecause }),
        receivedAt: at,
        at,
      }),
    );
    return shown(context, registered);
  });

  mount('getTicket', async ({ params }, context) => {
    const { database, principal, at } = context;
    const view = await readTicket(database.db, params.number, readerOf(principal), at);
    return view === null ? notFound : describeTicket(database.db, view, context, at);
  });

  mount('listMessages', async ({ params, query }, context) => {
    const { database, principal } = context;
    const reader = readerOf(principal);
    const ticket = await findTicket(database.db, params.number, reader);
    if (ticket === undefined) return notFound;
    const beforeId = readCursor(query.cursor, z.int());
    const { messages, olderBeforeId } = await readConversation(database.db, {
      ticketIds: await conversationTickets(database.db, ticket),
      includeInternal: reader.kind === 'agent',
      limit: query.limit,
      ...(beforeId === null ? {} : { beforeId }),
    });
    const names = await namesOf(
      database.db,
      messages.flatMap(({ authorPersonId }) => authorPersonId ?? []),
    );
    const splits = await splitNumbers(
      database.db,
      messages.map(({ id }) => id),
    );
    return {
      items: messages.map((message) =>
        describeMessage(
          message,
          (personId) =>
            personId === null ? null : { personId, name: names.get(personId)?.name ?? '' },
          context,
          splits.get(message.id) ?? null,
        ),
      ),
      nextCursor: olderBeforeId === null ? null : messagesCursor(olderBeforeId),
    };
  });

  mount('addMessage', async ({ params, body }, context) => {
    const { database, principal, at } = context;
    const reader = readerOf(principal);
    if (reader.kind === 'customer' && body.visibility === 'internal') return notFound;
    const written = await withTicket(
      context,
      params.number,
      async (tx, addressed) => {
        // What was absorbed is answered where it goes on.
        const ticket = (await lockGoingTicket(tx, addressed.id)) ?? addressed;
        const seen =
          body.lastSeenMessageId === undefined ? {} : { lastSeenMessageId: body.lastSeenMessageId };
        const message = {
          personId: principal.personId,
          text: body.text,
          attachmentIds: body.attachmentIds,
          ...seen,
          at,
        };
        if (reader.kind === 'customer') {
          return writeAsCustomer(tx, ticket, { ...message, channel: 'portal', arrivedAt: at });
        }
        const mode = body.visibility === 'public' ? 'reply' : 'note';
        return ending(body, { tx, ticket: addressed, mode, context }, () =>
          writeAsAgent(tx, ticket, {
            ...message,
            visibility: body.visibility,
            mentions: body.mentions,
          }),
        );
      },
      'follower',
    );
    if (isNotFound(written) || isNotDone(written)) return written;
    const { messages } = await readConversation(database.db, {
      ticketIds: [written.ticket.id],
      includeInternal: reader.kind === 'agent',
      beforeId: written.messageId + 1,
      limit: 1,
    });
    const [message] = messages;
    if (message === undefined) throw new RangeError('a message that was written can be read');
    return describeMessage(
      message,
      (personId) => (personId === null ? null : { personId, name: principal.name }),
      context,
      null,
    );
  });

  mount('askForInformation', ({ params, body }, context) =>
    actOn(context, params.number, async (tx, ticket) => {
      const { personId } = context.principal;
      const { text, attachmentIds, lastSeenMessageId } = body;
      const seen = lastSeenMessageId === undefined ? {} : { lastSeenMessageId };
      const question = { text, attachmentIds, ...seen, personId, at: context.at };
      const asked = await ending(body, { tx, ticket, mode: 'ask', context }, () =>
        askForInformation(tx, ticket, question),
      );
      return isNotDone(asked) ? asked : asked.ticket;
    }),
  );

  mount('confirmPresence', ({ params }, context) =>
    actOn(context, params.number, (tx, ticket) =>
      confirmPresence(tx, ticket, {
        personId: context.principal.personId,
        door: 'portal',
        at: context.at,
      }),
    ),
  );

  mount('abandonTicket', ({ params }, context) =>
    actOn(context, params.number, (tx, ticket) =>
      abandonUnanswered(tx, ticket, { by: readerOf(context.principal), at: context.at }),
    ),
  );

  mount('queueReply', async ({ params, body }, context) => {
    const { database, principal, at } = context;
    const { personId } = principal;
    const { form = null, lastSeenMessageId, endsDraft: _, ...reply } = body;
    if ((reply.act === 'resolve') !== (form !== null)) return decline('resolution-form-missing');
    const undoSeconds = (await undoSecondsOf(database.db, personId)) ?? 0;
    const seen = lastSeenMessageId === undefined ? {} : { lastSeenMessageId };
    const mode = draftModes[reply.act];
    const queued = await withTicket(context, params.number, (tx, ticket) =>
      ending(body, { tx, ticket, mode, context }, () =>
        queueReply(tx, ticket, { ...reply, ...seen, form, personId, undoSeconds, at }),
      ),
    );
    if (isNotFound(queued) || isNotDone(queued)) return queued;
    return describePendingReply(database.db, queued, context);
  });

  mount('takeBackReply', async ({ params }, context) => {
    const { personId } = context.principal;
    const taken = await withTicket(context, params.number, async (tx, ticket) => {
      const reply = { id: params.pendingReplyId, personId, at: context.at };
      return (await takeBackReply(tx, ticket, reply)) ?? notFound;
    });
    if (isNotFound(taken) || isNotDone(taken)) return taken;
    return describePendingReply(context.database.db, taken, context);
  });

  mount('verifyPriority', ({ params, body }, context) =>
    actOn(context, params.number, (tx, ticket) =>
      verifyTicketPriority(tx, ticket, {
        personId: context.principal.personId,
        priority: body.priority,
        reason: body.reason ?? '',
        at: context.at,
      }),
    ),
  );

  mount('assignTicket', ({ params, body }, context) =>
    actOn(context, params.number, (tx, ticket) =>
      assignTicket(tx, ticket, {
        personId: context.principal.personId,
        ...(body.assigneePersonId === undefined ? {} : { assigneePersonId: body.assigneePersonId }),
        ...(body.teamId === undefined ? {} : { teamId: body.teamId }),
        at: context.at,
      }),
    ),
  );

  mount('snoozeTicket', ({ params, body }, context) =>
    actOn(context, params.number, (tx, ticket) =>
      snoozeTicket(tx, ticket, {
        personId: context.principal.personId,
        until: Date.parse(body.until),
        at: context.at,
      }),
    ),
  );

  mount('wakeTicket', ({ params }, context) =>
    actOn(context, params.number, (tx, ticket) =>
      wakeTicket(tx, ticket, { personId: context.principal.personId }),
    ),
  );

  mount('followTicket', ({ params }, context) =>
    actOn(context, params.number, (tx, ticket) =>
      followTicket(tx, ticket, { personId: context.principal.personId, at: context.at }),
    ),
  );

  mount('unfollowTicket', ({ params }, context) =>
    actOn(context, params.number, (tx, ticket) =>
      unfollowTicket(tx, ticket, { personId: context.principal.personId }),
    ),
  );

  mount('previewWork', async ({ params, query }, context) => {
    const { database, principal, language } = context;
    const ticket = await findTicket(database.db, params.number, readerOf(principal));
    if (ticket === undefined) return notFound;
    const { preview, refusal } = await previewWork(database.db, ticket, query.billableMinutes);
    return {
      billableMinutes: preview.billableMinutesAfter,
      unitsBefore: preview.unitsBefore,
      unitsAfter: preview.unitsAfter,
      availableUnitsAfter: preview.availableUnitsAfter,
      minutesNotApproved: preview.minutesNotApproved,
      allowed: refusal === null,
      words:
        refusal !== null && isRefusal(refusal)
          ? refusalWords(refusal, context)
          : previewWords(preview, language),
    };
  });

  mount('logWork', ({ params, body }, context) =>
    actOn(context, params.number, (tx, ticket) =>
      logWork(tx, ticket, {
        personId: context.principal.personId,
        minutes: body.minutes,
        billableMinutes: body.billableMinutes ?? body.minutes,
        note: body.note,
        workedAt: body.workedAt === undefined ? context.at : Date.parse(body.workedAt),
        at: context.at,
      }),
    ),
  );

  mount('askForUnits', ({ params, body }, context) =>
    actOn(context, params.number, (tx, ticket) =>
      askForUnits(tx, ticket, {
        ...body,
        personId: context.principal.personId,
        at: context.at,
      }),
    ),
  );

  mount('withdrawUnitsAsked', ({ params }, context) =>
    actOn(context, params.number, (tx, ticket) =>
      withdrawUnitsAsked(tx, ticket, {
        approvalId: params.approvalId,
        personId: context.principal.personId,
        at: context.at,
      }),
    ),
  );

  mount('decideUnits', ({ params, body }, context) =>
    actOn(context, params.number, (tx, ticket) =>
      decideUnits(tx, ticket, {
        approvalId: params.approvalId,
        approved: body.approved,
        personId: context.principal.personId,
        door: 'portal',
        at: context.at,
      }),
    ),
  );

  mount('reverseWork', ({ params, body }, context) =>
    actOn(context, params.number, (tx, ticket) =>
      reverseWork(tx, ticket, {
        personId: context.principal.personId,
        workId: params.workId,
        reason: body.reason,
        at: context.at,
      }),
    ),
  );

  mount('resolveTicket', ({ params, body }, context) =>
    actOn(context, params.number, async (tx, ticket) => {
      const { lastSeenMessageId, endsDraft: _, ...resolution } = body;
      const resolved = await ending(body, { tx, ticket, mode: 'resolve', context }, () =>
        resolveTicket(tx, ticket, {
          ...resolution,
          ...(lastSeenMessageId === undefined ? {} : { lastSeenMessageId }),
          personId: context.principal.personId,
          at: context.at,
        }),
      );
      return isNotDone(resolved) ? resolved : resolved.ticket;
    }),
  );

  mount('closeTicket', ({ params, body }, context) =>
    actOn(context, params.number, async (tx, ticket) => {
      const reader = readerOf(context.principal);
      const said =
        body.text === undefined || body.text === ''
          ? ticket
          : await sayAtEnd(tx, ticket, context, body.text);
      return isNotDone(said) ? said : closeTicket(tx, said, { by: reader, at: context.at });
    }),
  );

  mount('reopenTicket', async ({ params, body }, context) => {
    const reopened = await withTicket(context, params.number, (tx, ticket) =>
      reopenTicket(tx, ticket, {
        by: readerOf(context.principal),
        channel: 'portal',
        reason: body.reason,
        at: context.at,
      }),
    );
    if (isNotFound(reopened) || isNotDone(reopened)) return reopened;
    return { number: reopened.ticket.number, reopened: reopened.reopened };
  });

  mount('withdrawTicket', ({ params, body }, context) =>
    actOn(context, params.number, (tx, ticket) =>
      withdrawTicket(tx, ticket, {
        by: readerOf(context.principal),
        reason: body.reason ?? '',
        at: context.at,
      }),
    ),
  );

  mount('referTicket', ({ params, body }, context) =>
    actOn(context, params.number, (tx, ticket) =>
      referTicket(tx, ticket, {
        personId: context.principal.personId,
        reason: body.reason,
        teamId: body.teamId ?? null,
        at: context.at,
      }),
    ),
  );

  mount('rejectTicket', ({ params, body }, context) =>
    actOn(context, params.number, (tx, ticket) =>
      rejectTicket(tx, ticket, {
        by: { kind: 'agent', personId: context.principal.personId },
        cause: body.cause === 'out_of_scope' ? 'out-of-scope' : body.cause,
        reason: body.text ?? '',
        ...(body.serviceId === undefined ? {} : { serviceId: body.serviceId }),
        duplicateOfNumber: body.duplicateOfNumber ?? null,
        at: context.at,
      }),
    ),
  );

  mount('claimScope', ({ params, body }, context) =>
    actOn(context, params.number, (tx, ticket) =>
      claimScope(tx, ticket, {
        personId: context.principal.personId,
        channel: 'portal',
        reason: body.reason,
        at: context.at,
      }),
    ),
  );

  mount('decideScope', ({ params, body }, context) =>
    actOn(context, params.number, (tx, ticket) => {
      const by = { personId: context.principal.personId, reason: body.reason, at: context.at };
      return body.outcome === 'in_scope'
        ? decideScope(tx, ticket, { ...by, outcome: 'in-scope', serviceId: body.serviceId })
        : decideScope(tx, ticket, { ...by, outcome: 'out-of-scope' });
    }),
  );

  mount('mergeTicket', async ({ params, body }, context) => {
    const { database, principal, at } = context;
    const by = { kind: 'agent', personId: principal.personId } as const;
    const merged = await inTransaction(database, async (tx) => {
      const numbers = [params.number, body.intoNumber] as const;
      const [absorbed, survivor] = await lockTicketPair(tx, numbers, by);
      if (absorbed === undefined) return notFound;
      if (survivor === undefined) return decline('ticket-unknown', { number: body.intoNumber });
      return mergeTickets(tx, { survivor, absorbed }, { by, reason: body.reason, at });
    });
    return isNotFound(merged) ? notFound : shown(context, merged);
  });

  mount('splitTicket', async ({ params, body }, context) => {
    const split = await withTicket(context, params.number, (tx, ticket) =>
      splitTicket(tx, ticket, {
        by: readerOf(context.principal),
        messageId: body.messageId,
        subject: body.subject,
        description: body.description,
        expectedResult: body.expectedResult,
        priority: body.prioritySuggested ?? null,
        serviceId: body.serviceId ?? null,
        categoryId: body.categoryId ?? null,
        at: context.at,
      }),
    );
    return isNotFound(split) ? notFound : shown(context, split);
  });

  mount('linkTicket', ({ params, body }, context) =>
    actOn(context, params.number, (tx, ticket) =>
      linkTickets(tx, ticket, {
        by: { kind: 'agent', personId: context.principal.personId },
        ...body,
        at: context.at,
      }),
    ),
  );

  mount('unlinkTicket', async ({ params }, context) => {
    const unlinked = await withTicket(context, params.number, (tx, ticket) =>
      unlinkTickets(tx, ticket, {
        by: { kind: 'agent', personId: context.principal.personId },
        toNumber: params.otherNumber,
        at: context.at,
      }),
    );
    return isNotFound(unlinked) || isNotDone(unlinked) ? unlinked : undefined;
  });

  mount('addParticipant', ({ params, body }, context) =>
    actOn(context, params.number, (tx, ticket) =>
      addParticipant(tx, ticket, {
        by: readerOf(context.principal),
        address: body.address,
        at: context.at,
      }),
    ),
  );

  mount('removeParticipant', async ({ params }, context) => {
    const { personId: byPersonId } = context.principal;
    const removal = { personId: params.personId, byPersonId, at: context.at };
    const removed = await withTicket(
      context,
      params.number,
      (tx, ticket) => removeParticipant(tx, ticket, removal),
      // Whoever follows it may leave.
      params.personId === byPersonId ? 'follower' : 'asker',
    );
    return isNotFound(removed) || isNotDone(removed) ? removed : undefined;
  });

  mount('decideParticipant', ({ params, body }, context) =>
    actOn(context, params.number, (tx, ticket) =>
      decideProposal(tx, ticket, {
        proposalId: params.proposalId,
        outcome: body.outcome,
        byPersonId: context.principal.personId,
        acting: context.acting,
      }),
    ),
  );

  mount('getClockProof', async ({ params }, context) => {
    const { database, principal, at, language } = context;
    const ticket = await findTicket(database.db, params.number, readerOf(principal));
    if (ticket === undefined) return notFound;
    const proofs =
      ticket.registeredAt === null ? [] : await proveClocks(database.db, ticket.id, at);
    return {
      clocks: proofs.flatMap((proof) =>
        proof.reading.kind === 'nextResponse' && !isStaff(principal)
          ? []
          : [
              {
                kind: proof.reading.kind,
                clock: describeClock(proof.reading),
                why: [...explainClock(proof, context)],
                intervals: proof.intervals.map((interval) => ({
                  from: iso(interval.from),
                  to: iso(interval.to),
                  counted: interval.countedMs > 0,
                  seconds: Math.floor((interval.to - interval.from) / 1000),
                  clause: interval.clause,
                  words: explainInterval(interval, proof.calendar, language),
                })),
              },
            ],
      ),
    };
  });
}

/** T3, T4: what the work comes to, and what of it nobody has approved. */
function previewWords(preview: ChargePreview, language: Language): string {
  const locale = { locale: language };
  const work = formatMinutes(preview.billableMinutesAfter);
  const units = formatUnits(preview.unitsAfter, language);
  if (preview.minutesNotApproved === 0) return m.log_work_preview({ work, units }, locale);
  const beyond = formatMinutes(preview.minutesNotApproved);
  return m.log_work_preview_beyond({ work, units, beyond }, locale);
}

const iso = (instant: Instant): string => new Date(instant).toISOString();

/** The due moment of the last row, where the list is sorted by it, and its id. */
const cursorShape = z.tuple([z.int().nullable(), z.int()]);

const messagesCursor = (beforeId: number): string =>
  Buffer.from(JSON.stringify(beforeId)).toString('base64url');

/** Whose request it is: the caller's own, or, for an agent, the contact's for whom it is registered (II). */
async function requesterOf(
  { principal, database }: RequestContext,
  onBehalfPersonId: number | undefined,
): Promise<{ readonly personId: number; readonly organizationId: number } | NotFound> {
  const { personId, organizationId } = principal;
  if (organizationId !== null) {
    return onBehalfPersonId === undefined ? { personId, organizationId } : notFound;
  }
  if (onBehalfPersonId === undefined) return notFound;
  const person = await readPerson(database.db, onBehalfPersonId);
  if (!person?.contact) return notFound;
  return { personId: person.personId, organizationId: person.contact.organizationId };
}

/** What of an agent's drafts becomes which act. */
const draftModes = { reply: 'reply', 'ask-information': 'ask', resolve: 'resolve' } as const;

/** What was written leaves, and the draft that it was ends in the same transaction: it is never found again and sent twice. */
async function ending<Result>(
  { endsDraft }: { readonly endsDraft: boolean },
  of: {
    readonly tx: Tx;
    readonly ticket: Ticket;
    readonly mode: Draft['mode'];
    readonly context: RequestContext;
  },
  work: () => Promise<Result | NotDone>,
): Promise<Result | NotDone> {
  const done = await work();
  if (endsDraft && !isNotDone(done)) {
    const { personId } = of.context.principal;
    await endDraft(of.tx, { personId, ticketId: of.ticket.id, mode: of.mode });
  }
  return done;
}

/** A customer that confirms, or an agent that closes, may say something with it. */
async function sayAtEnd(
  tx: Tx,
  ticket: Ticket,
  { principal, at }: RequestContext,
  text: string,
): Promise<Ticket | NotDone> {
  const message = { personId: principal.personId, text, attachmentIds: [], at };
  const written =
    principal.organizationId === null
      ? await writeAsAgent(tx, ticket, { ...message, visibility: 'public' })
      : await writeAsCustomer(tx, ticket, { ...message, channel: 'portal', arrivedAt: at });
  return isNotDone(written) ? written : written.ticket;
}

/**
 * One use case, one transaction, on a ticket locked for it; a ticket that the caller may not see is none, and one that it
 * only follows is not its to move (V.c).
 */
const withTicket = <Result>(
  { database, principal }: RequestContext,
  number: number,
  work: (tx: Tx, ticket: Ticket) => Promise<Result>,
  as: 'asker' | 'follower' = 'asker',
): Promise<Result | NotFound | Declined> =>
  inTransaction(database, async (tx) => {
    const reader = readerOf(principal);
    const ticket = await lockTicket(tx, number, reader, as);
    if (ticket !== undefined) return work(tx, ticket);
    const seen = as === 'asker' ? await findTicket(tx, number, reader) : undefined;
    return seen === undefined ? notFound : decline('asker-only');
  });

/** The same, answered with the ticket as it then stands. */
export async function actOn(
  context: RequestContext,
  number: number,
  work: (tx: Tx, ticket: Ticket) => Promise<Ticket | NotDone>,
) {
  const done = await withTicket(context, number, work);
  return isNotFound(done) ? notFound : shown(context, done);
}

async function shown(context: RequestContext, done: Ticket | NotDone) {
  if (isNotDone(done)) return done;
  const { database, principal, at } = context;
  const ticket = (await findTicketById(database.db, done.id)) ?? done;
  const view = await viewTicket(database.db, ticket, readerOf(principal), at);
  return describeTicket(database.db, view, context, at);
}
