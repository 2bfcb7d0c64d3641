import { clocksQuestion } from '../../ui/clock-question.ts';
import { formatUnits } from '../../ui/format.ts';
import { iconArrowLeft } from '../../ui/icons.gen.ts';
import { paths } from '../../ui/paths.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Message, Page, PageRequest, Problem, Ticket } from '../../web/contract.ts';
import { answerPage } from '../answer.tsx';
import { attempt } from '../attempt.ts';
import { formKey } from '../form.ts';
import { contextOf, type PageContext } from '../page-context.ts';
import { AppointmentsSection } from '../views/appointments.tsx';
import { ClockPanel } from '../views/clock.tsx';
import { Conversation } from '../views/conversation.tsx';
import { ClauseLink, Notice, ProblemNotice } from '../views/elements.tsx';
import { Icon } from '../views/icon.tsx';
import { ParticipantsCard } from '../views/participants.tsx';
import { Ball, UnitsAsked } from '../views/ticket-ball.tsx';
import { CostCard, DecisionsCard, FactsCard, ReceiptCard } from '../views/ticket-cards.tsx';
import { Acts, Composer } from '../views/ticket-forms.tsx';
import type { Retained, TicketProps } from '../views/ticket-props.ts';
import { currentClocks, priorityName, statusOf } from '../views/ticket-words.ts';
import { notFound } from './not-found.tsx';

export const ticketPage: Page = {
  method: 'GET',
  path: '/tickets/:number',
  signedIn: true,
  handle: (request) => showTicket(request, {}),
};

export async function showTicket(request: PageRequest, retained: Retained) {
  const number = Number(request.params['number']);
  if (!Number.isSafeInteger(number) || number < 1) return notFound(request);
  const [context, found] = await Promise.all([
    contextOf(request),
    attempt(request.call('getTicket', { params: { number } })),
  ]);
  if (!found.done) {
    if (found.problem.status === 404 || found.problem.status === 403) return notFound(request);
    throw new Error(`request ${number} could not be read: ${found.problem.title}`);
  }
  const ticket = found.value;
  const older = await olderMessages(request, ticket);
  const status = retained.problem?.status ?? (retained.mistake === undefined ? undefined : 422);
  return answerPage(context, {
    title: m.portal_ticket_title({ number: ticket.number, subject: ticket.subject }, context.say),
    section: 'tickets',
    scripts: ['composer.js', 'live.js'],
    ...(status === undefined ? {} : { status }),
    body: (
      <TicketView
        context={context}
        ticket={ticket}
        older={older}
        done={request.url.searchParams.get('done')}
        formKey={formKey(mayHaveHappened(retained.problem) ? request.form : {})}
        retained={retained}
        refused={request.refusedFiles}
      />
    ),
  });
}

/** After a refusal for a reused key the form needs a new one; after a lost answer it must keep its own. */
const mayHaveHappened = (problem: Problem | undefined): boolean =>
  problem !== undefined && problem.reason !== 'key-reused';

/** The whole conversation at `?messages=all`; else the newest, with a link to the rest. */
async function olderMessages(
  { call, url }: PageRequest,
  ticket: Ticket,
): Promise<readonly Message[]> {
  if (url.searchParams.get('messages') !== 'all') return [];
  const older: Message[] = [];
  let cursor = ticket.olderMessagesCursor;
  while (cursor !== null) {
    const page = await call('listMessages', {
      params: { number: ticket.number },
      query: { cursor, limit: 100 },
    });
    older.push(...page.items);
    cursor = page.nextCursor;
  }
  return older.toSorted((a, b) => a.id - b.id);
}

export const TicketView = (props: TicketProps) => {
  const { context, ticket, older, done, retained } = props;
  const { say } = context;
  return (
    <div data-ticket={ticket.number}>
      <p class="back">
        <a href={paths.home}>
          <Icon shape={iconArrowLeft} />
          {m.portal_ticket_back({}, say)}
        </a>
      </p>
      <header class="ticket-head" data-live="head">
        <p class="ticket-meta">
          <span class="number">#{ticket.number}</span>
          <span class={`status ${ticket.status}`}>{statusOf(ticket, context)}</span>
          <span class={`priority ${ticket.priority}`}>
            {priorityName(ticket.priority, context)}
          </span>
        </p>
        <h1>{ticket.subject}</h1>
      </header>
      <Done context={context} ticket={ticket} done={done} />
      {retained.problem === undefined && retained.act === undefined && retained.mistake ? (
        <Notice tone="bad" role="alert" title={retained.mistake} />
      ) : null}
      {retained.problem === undefined ? null : (
        <ProblemNotice context={context} problem={retained.problem} />
      )}
      <div class="columns ticket-columns">
        <div class="stack">
          <div data-live="ball">
            <Ball context={context} ticket={ticket} formKey={props.formKey} retained={retained} />
          </div>
          <div data-live="units">
            <UnitsAsked context={context} ticket={ticket} formKey={props.formKey} />
          </div>
          <div data-live="appointments">
            <AppointmentsSection context={context} ticket={ticket} formKey={props.formKey} />
          </div>
          <div data-live="clocks">
            <Clocks context={context} ticket={ticket} />
          </div>
          <section aria-labelledby="conversation-title">
            <h2 id="conversation-title">{m.portal_ticket_conversation({}, say)}</h2>
            <p class="hint">
              {m.portal_ticket_conversation_kept({}, say)}{' '}
              <ClauseLink context={context} id="V.c" version={ticket.agreementVersion} />
            </p>
            {ticket.olderMessagesCursor !== null && older.length === 0 ? (
              <p>
                <a href={`${paths.ticket(ticket.number)}?messages=all`}>
                  {m.portal_ticket_older({}, say)}
                </a>
              </p>
            ) : null}
            <div data-live="conversation">
              <Conversation
                context={context}
                messages={[...older, ...ticket.messages]}
                splitFrom={ticket.acts.includes('split') ? ticket.number : null}
              />
            </div>
            <p class="news" role="status" data-news />
          </section>
          {/* A solved request asks to be confirmed or reopened first, and written to second. */}
          {ticket.status === 'resolved' ? <Acts {...props} /> : null}
          {ticket.acts.includes('answer') ? <Composer {...props} /> : null}
          {ticket.status === 'resolved' ? null : <Acts {...props} />}
        </div>
        <aside class="stack">
          <div data-live="cost">
            <CostCard context={context} ticket={ticket} />
          </div>
          <div data-live="facts">
            <FactsCard context={context} ticket={ticket} />
          </div>
          <div data-live="participants">
            <ParticipantsCard
              context={context}
              ticket={ticket}
              formKey={props.formKey}
              retained={retained.act === 'participant' ? (retained.text ?? '') : ''}
            />
          </div>
          <div data-live="receipt">
            <ReceiptCard context={context} ticket={ticket} />
          </div>
          <div data-live="decisions">
            <DecisionsCard context={context} ticket={ticket} />
          </div>
        </aside>
      </div>
    </div>
  );
};

const Done = ({
  context,
  ticket,
  done,
}: {
  context: PageContext;
  ticket: Ticket;
  done: string | null;
}) => {
  const { say } = context;
  switch (done) {
    case 'filed':
      return ticket.status === 'held' ? (
        <Notice
          tone="hold"
          role="status"
          title={m.portal_done_filed_held({ number: ticket.number }, say)}
        />
      ) : (
        <Notice
          tone="good"
          role="status"
          title={m.portal_done_filed({ number: ticket.number }, say)}
        >
          <p>{m.portal_done_filed_more({ email: context.me?.email ?? '' }, say)}</p>
        </Notice>
      );
    case 'sent':
      return <Notice tone="good" role="status" title={m.portal_done_sent({}, say)} />;
    case 'presence':
      return <Notice tone="good" role="status" title={m.portal_done_presence({}, say)} />;
    case 'units-approved': {
      const last = ticket.units.approval?.asked.findLast(({ state }) => state === 'approved');
      const units = formatUnits(last?.units ?? 0, context.language);
      return (
        <Notice tone="good" role="status" title={m.portal_done_units_approved({ units }, say)} />
      );
    }
    case 'units-declined':
      return <Notice tone="note" role="status" title={m.portal_done_units_declined({}, say)} />;
    case 'confirmed':
      return <Notice tone="good" role="status" title={m.portal_done_confirmed({}, say)} />;
    case 'reopened':
      return <Notice tone="good" role="status" title={m.portal_done_reopened({}, say)} />;
    case 'scope-claimed':
      return <Notice tone="good" role="status" title={m.portal_done_scope_claimed({}, say)} />;
    case 'continued':
      return <Notice tone="note" role="status" title={m.portal_done_continued({}, say)} />;
    case 'withdrawn':
      return <Notice tone="good" role="status" title={m.portal_done_withdrawn({}, say)} />;
    case 'participant-added':
      return <Notice tone="good" role="status" title={m.portal_done_participant_added({}, say)} />;
    case 'participant-removed':
      return (
        <Notice tone="good" role="status" title={m.portal_done_participant_removed({}, say)} />
      );
    case 'proposal-declined':
      return <Notice tone="good" role="status" title={m.portal_done_proposal_declined({}, say)} />;
    case 'appointment-accepted':
      return (
        <Notice tone="good" role="status" title={m.portal_done_appointment_accepted({}, say)} />
      );
    case 'appointment-proposed':
      return (
        <Notice tone="good" role="status" title={m.portal_done_appointment_proposed({}, say)} />
      );
    case 'appointment-cancelled':
      return (
        <Notice tone="good" role="status" title={m.portal_done_appointment_cancelled({}, say)} />
      );
    default:
      return null;
  }
};

/** A request that is held, referred or rejected has none. */
const Clocks = ({ context, ticket }: { context: PageContext; ticket: Ticket }) => {
  const clocks = currentClocks(ticket);
  return clocks.length === 0 ? null : (
    <section class="clocks" aria-labelledby="clocks-title">
      <h2 id="clocks-title" class="visually-hidden">
        {m.portal_clocks_title({}, context.say)}
      </h2>
      {clocks.map((clock) => (
        <ClockPanel key={clock.kind} context={context} clock={clock} />
      ))}
      <p class="clocks-why go">
        <a href={paths.clockProof(ticket.number)}>{clocksQuestion(clocks, context.language)}</a>
      </p>
    </section>
  );
};
