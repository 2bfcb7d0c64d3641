import { attemptWords } from '../../ui/attempt-words.ts';
import { clocksQuestion } from '../../ui/clock-question.ts';
import { formatDayAndTime, formatMinutes, formatNear, formatUnits } from '../../ui/format.ts';
import { iconArrowLeft, iconSend } from '../../ui/icons.gen.ts';
import { paths } from '../../ui/paths.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Message, Page, PageRequest, Problem, Ticket } from '../../web/contract.ts';
import { answerPage } from '../answer.tsx';
import { attempt } from '../attempt.ts';
import { formKey } from '../form.ts';
import { contextOf, type PageContext } from '../page-context.ts';
import { AppointmentsSection } from '../views/appointments.tsx';
import { AttachmentPicker, type WaitingFile } from '../views/attachments.tsx';
import { ClockPanel } from '../views/clock.tsx';
import { Conversation } from '../views/conversation.tsx';
import { ClauseLink, Field, Notice, ProblemNotice, When } from '../views/elements.tsx';
import { Icon } from '../views/icon.tsx';
import { ParticipantsCard } from '../views/participants.tsx';
import { Conditions } from '../views/promise.tsx';
import { Qr } from '../views/qr.tsx';
import { Text } from '../views/text.tsx';
import {
  currentClocks,
  placeOf,
  priorityName,
  promiseLine,
  statusOf,
} from '../views/ticket-words.ts';
import { notFound } from './not-found.tsx';

export const ticketPage: Page = {
  method: 'GET',
  path: '/tickets/:number',
  signedIn: true,
  handle: (request) => showTicket(request, {}),
};

/** What is shown again after a form of this page was refused: nothing that was typed is lost. */
export interface Retained {
  readonly act?:
    | 'answer'
    | 'presence'
    | 'units'
    | 'reopen'
    | 'scope'
    | 'withdraw'
    | 'confirm'
    | 'participant';
  readonly text?: string;
  readonly waiting?: readonly WaitingFile[];
  readonly problem?: Problem;
  readonly mistake?: string;
}

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
        draftSent={request.url.searchParams.get('draft')}
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

interface TicketProps {
  readonly context: PageContext;
  readonly ticket: Ticket;
  readonly older: readonly Message[];
  readonly done: string | null;
  readonly draftSent: string | null;
  readonly formKey: string;
  readonly retained: Retained;
  readonly refused: PageRequest['refusedFiles'];
}

export const TicketView = (props: TicketProps) => {
  const { context, ticket, older, done, draftSent, retained } = props;
  const { say } = context;
  return (
    <div data-ticket={ticket.number} data-clear-draft={draftSent}>
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
      <p class="clocks-why">
        <a href={paths.clockProof(ticket.number)}>{clocksQuestion(clocks, context.language)}</a>
      </p>
    </section>
  );
};

/** Whose move it is, in one sentence, with what to do when it is the reader's. */
const Ball = ({
  context,
  ticket,
  formKey,
  retained,
}: Pick<TicketProps, 'context' | 'ticket' | 'formKey' | 'retained'>) => {
  const { say, now } = context;
  switch (ticket.status) {
    case 'held':
      return (
        <Notice tone="hold" title={m.portal_ball_held({}, say)}>
          <p>{m.portal_ball_held_more({}, say)}</p>
          <Conditions
            conditions={ticket.conditions}
            say={say}
            remedies={remediesOf(ticket, context)}
          />
        </Notice>
      );
    case 'waiting':
      return (
        <Notice tone="turn" title={m.portal_ball_waiting({}, say)}>
          <InformationRequest context={context} ticket={ticket} />
          <p>
            <a class="button" href="#answer">
              {m.portal_ball_waiting_act({}, say)}
            </a>
          </p>
          <StillHere context={context} ticket={ticket} formKey={formKey} />
        </Notice>
      );
    case 'resolved':
      return (
        <Notice tone="turn" title={m.portal_ball_resolved({}, say)}>
          {ticket.closesAt === null ? null : (
            <p>
              {m.portal_ball_resolved_closes(
                { moment: formatNear(ticket.closesAt, now, context) },
                say,
              )}{' '}
              <ClauseLink context={context} id="VIII.a" version={ticket.agreementVersion} />
            </p>
          )}
          <p>
            <a class="button" href="#closing">
              {m.portal_ball_resolved_act({}, say)}
            </a>
          </p>
        </Notice>
      );
    case 'open':
      return (
        <p class={`ball ${placeOf(ticket)}`}>
          <strong>
            {ticket.assignee === null
              ? m.portal_ball_ours({ firm: context.firmName }, say)
              : m.portal_ball_agent({ name: ticket.assignee.name }, say)}
          </strong>{' '}
          {promiseLine(ticket, context)}
        </p>
      );
    case 'closed':
      return (
        <>
          <p class="ball over">
            <strong>{m.portal_ball_closed({}, say)}</strong>{' '}
            {ticket.reopenableUntil === null || Date.parse(ticket.reopenableUntil) <= now
              ? m.portal_ball_closed_for_good({}, say)
              : m.portal_ball_closed_reopenable(
                  { moment: formatNear(ticket.reopenableUntil, now, context) },
                  say,
                )}
          </p>
          {ticket.abandoned === null ? null : (
            <Notice tone="note" title={m.portal_attempts_title({}, say)}>
              <p>
                {m.portal_attempts_closed({}, say)}{' '}
                <ClauseLink context={context} id="VIII.b" version={ticket.agreementVersion} />
              </p>
              <Attempts context={context} attempts={ticket.abandoned.attempts} />
            </Notice>
          )}
        </>
      );
    case 'referred':
      return (
        <Notice tone="note" title={m.portal_ball_referred({}, say)}>
          <ScopeTold context={context} ticket={ticket} />
        </Notice>
      );
    case 'rejected':
      return ticket.mergedIntoNumber === null ? (
        <>
          <Notice
            tone="note"
            title={
              scopeShown(ticket) === null
                ? m.portal_ball_rejected({}, say)
                : m.portal_ball_out_of_scope({}, say)
            }
          >
            <ScopeTold context={context} ticket={ticket} />
          </Notice>
          <ScopeClaim context={context} ticket={ticket} formKey={formKey} retained={retained} />
        </>
      ) : (
        <Notice tone="note" title={m.portal_ball_merged({}, say)}>
          <p>{m.portal_ball_merged_more({}, say)}</p>
          <p>
            <a class="button" href={paths.ticket(ticket.mergedIntoNumber)}>
              {m.portal_ball_merged_go({ number: ticket.mergedIntoNumber }, say)}
            </a>
          </p>
        </Notice>
      );
    case 'withdrawn':
      return <p class="ball over">{m.portal_ball_withdrawn({}, say)}</p>;
  }
};

/** I: what was answered about its scope, as it was told, and what to ask for instead. */
const ScopeTold = ({ context, ticket }: Pick<TicketProps, 'context' | 'ticket'>) => {
  const { say } = context;
  const told = scopeShown(ticket);
  if (told === null) return null;
  return (
    <>
      <Text>{told.answer}</Text>
      <p>
        <ClauseLink context={context} id="I" version={ticket.agreementVersion} />
      </p>
      {told.suggested === null ? null : (
        <p>
          <a class="button" href={`${paths.newTicket}?subjectMatter=service:${told.suggested.id}`}>
            {m.portal_scope_ask_instead({ service: told.suggested.name }, say)}
          </a>
        </p>
      )}
    </>
  );
};

/** What an agent took on since is no answer any more: the decisions say how it went. */
const scopeShown = ({ scopeAnswer }: Ticket): Ticket['scopeAnswer'] =>
  scopeAnswer?.decision?.outcome === 'in_scope' ? null : scopeAnswer;

/** I: what the customer thinks of it, and what an agent decided. */
const ScopeClaim = ({
  context,
  ticket,
  formKey,
  retained,
}: Pick<TicketProps, 'context' | 'ticket' | 'formKey' | 'retained'>) => {
  const { say } = context;
  const { claim = null, decision = null } = scopeShown(ticket) ?? {};
  if (decision !== null) {
    return (
      <Notice tone="note" title={m.portal_scope_upheld({ name: decision.by.name }, say)}>
        <Text>{decision.reason}</Text>
      </Notice>
    );
  }
  if (claim !== null) {
    return (
      <Notice tone="note" title={m.portal_scope_claimed({}, say)}>
        <p>{m.portal_scope_claimed_more({}, say)}</p>
      </Notice>
    );
  }
  if (!ticket.acts.includes('claim-scope')) return null;
  return (
    <section class="acts">
      <details open={retained.act === 'scope'}>
        <summary>{m.portal_scope_claim_title({}, say)}</summary>
        <form
          method="post"
          action={`${paths.ticket(ticket.number)}/scope-claim`}
          data-draft={`scope-${ticket.number}`}
          data-once
        >
          <input type="hidden" name="key" value={`scope-${formKey}`} />
          <Field
            id="scope-reason"
            label={m.portal_scope_because({}, say)}
            hint={m.portal_scope_because_hint({}, say)}
            error={retained.act === 'scope' ? retained.mistake : undefined}
          >
            {(described) => (
              <textarea
                {...described}
                name="reason"
                rows={3}
                required
                minLength={3}
                maxLength={10_000}
              >
                {retained.act === 'scope' ? (retained.text ?? '') : ''}
              </textarea>
            )}
          </Field>
          <button class="button" type="submit">
            {m.portal_scope_claim_act({}, say)}
          </button>
        </form>
      </details>
    </section>
  );
};

/** Terms are accepted by whoever asked; people are authorised by whoever administers the company. */
function remediesOf(ticket: Ticket, { me }: PageContext): readonly string[] {
  return [
    ...(ticket.requester.personId === me?.personId ? ['terms'] : []),
    ...(me?.roles.includes('customer_administrator') ? ['contact'] : []),
  ];
}

/** VIII.b, said before it happens: what we asked, how often, and what follows if nothing comes. */
const InformationRequest = ({ context, ticket }: { context: PageContext; ticket: Ticket }) => {
  const { say, now } = context;
  const open = ticket.informationRequest;
  if (open === null) return null;
  return (
    <>
      <p>
        {m.portal_ball_waiting_since({ moment: formatNear(open.askedAt, now, context) }, say)}{' '}
        {open.attempts.length > 1
          ? m.portal_ball_waiting_attempts({ count: open.attempts.length }, say)
          : ''}
      </p>
      {open.abandonmentAt === null ? null : (
        <p>
          {m.portal_ball_waiting_abandon(
            { moment: formatNear(open.abandonmentAt, now, context) },
            say,
          )}{' '}
          <ClauseLink context={context} id="VIII.b" version={ticket.agreementVersion} />
        </p>
      )}
      {open.attempts.length > 1 ? (
        <details>
          <summary>{m.portal_attempts_title({}, say)}</summary>
          <Attempts context={context} attempts={open.attempts} />
        </details>
      ) : null}
    </>
  );
};

/** VIII.b: when each attempt was made, to whom, and whether it arrived. */
const Attempts = ({
  context,
  attempts,
}: {
  context: PageContext;
  attempts: NonNullable<Ticket['abandoned']>['attempts'];
}) => (
  <ol class="attempts">
    {attempts.map(({ at, deliveries }) => (
      <li key={at}>
        <When at={at} context={context}>
          {formatDayAndTime(Date.parse(at), context)}
        </When>
        {': '}
        {attemptWords(deliveries, context.say)}
      </li>
    ))}
  </ol>
);

/** T4: further units wait for the customer's word. */
const UnitsAsked = ({
  context,
  ticket,
  formKey,
}: Pick<TicketProps, 'context' | 'ticket' | 'formKey'>) => {
  const { say, language } = context;
  const { approval, billableMinutes } = ticket.units;
  const question = approval?.asked.findLast(({ state }) => state === 'asked');
  if (approval === null || question === undefined) return null;
  const units = formatUnits(question.units, language);
  return (
    <Notice tone="turn" title={m.portal_approval_title({ units }, say)}>
      {question.askedBy === null || question.note === '' ? null : (
        <p>{m.portal_approval_by({ name: question.askedBy.name, note: question.note }, say)}</p>
      )}
      <p>
        {m.portal_approval_text(
          {
            span: formatMinutes(billableMinutes),
            agreed: formatUnits(approval.agreedUnits, language),
            unit: formatMinutes(approval.minutesPerUnit),
          },
          say,
        )}{' '}
        <ClauseLink context={context} id="T4" version={ticket.agreementVersion} />
      </p>
      {ticket.acts.includes('decide-units') ? (
        <form method="post" action={`${paths.ticket(ticket.number)}/units`} data-once>
          <input type="hidden" name="key" value={`units-${formKey}`} />
          <input type="hidden" name="approval" value={question.id} />
          <p class="choices">
            <button class="button primary" type="submit" name="answer" value="yes">
              {m.portal_approval_approve({ units }, say)}
            </button>
            <button class="button" type="submit" name="answer" value="no">
              {m.portal_approval_decline({}, say)}
            </button>
          </p>
        </form>
      ) : null}
    </Notice>
  );
};

/** VIII.b: one tap for who is still there without the information. */
const StillHere = ({
  context,
  ticket,
  formKey,
}: Pick<TicketProps, 'context' | 'ticket' | 'formKey'>) => {
  const { say, now } = context;
  const open = ticket.informationRequest;
  if (open === null || !ticket.acts.includes('confirm-presence')) return null;
  const said = open.presences.at(-1);
  if (!open.mayConfirmPresence) {
    if (said === undefined) return null;
    return (
      <p class="hint">
        {open.nextReminderAt === null || open.attempts.some(({ at }) => at > said)
          ? m.portal_presence_used_up({}, say)
          : m.portal_presence_said(
              {
                moment: formatNear(said, now, context),
                reminder: formatNear(open.nextReminderAt, now, context),
              },
              say,
            )}
      </p>
    );
  }
  return (
    <form method="post" action={`${paths.ticket(ticket.number)}/presence`} data-once>
      <input type="hidden" name="key" value={`presence-${formKey}`} />
      <p class="hint" id="presence-hint">
        {m.portal_presence_hint({}, say)}{' '}
        {open.presencesLeft === 1 ? m.portal_presence_last({}, say) : ''}
      </p>
      <button class="button" type="submit" aria-describedby="presence-hint">
        {m.portal_presence_act({}, say)}
      </button>
    </form>
  );
};

const Composer = ({ context, ticket, formKey, retained, refused }: TicketProps) => {
  const { say } = context;
  const asked = ticket.status === 'waiting';
  const mine = retained.act === 'answer';
  return (
    <form
      id="answer"
      class={`composer${asked ? ' asked' : ''}`}
      method="post"
      action={`${paths.ticket(ticket.number)}/messages`}
      encType="multipart/form-data"
      data-draft={`ticket-${ticket.number}`}
      data-once
    >
      <input type="hidden" name="key" value={formKey} />
      <div data-draft-notice />
      <Field
        id="text"
        label={asked ? m.portal_composer_asked({}, say) : m.portal_composer_label({}, say)}
        hint={ticket.status === 'closed' ? m.portal_composer_closed_hint({}, say) : undefined}
        error={mine ? retained.mistake : undefined}
      >
        {(described) => (
          <textarea {...described} name="text" rows={4} maxLength={100_000} required>
            {mine ? (retained.text ?? '') : ''}
          </textarea>
        )}
      </Field>
      <AttachmentPicker
        context={context}
        waiting={mine ? (retained.waiting ?? []) : []}
        refused={refused}
      />
      <button class="button primary" type="submit">
        <Icon shape={iconSend} />
        {m.portal_composer_send({}, say)}
      </button>
    </form>
  );
};

const Acts = ({ context, ticket, formKey, retained }: TicketProps) => {
  const { say, now } = context;
  const may = (act: string) => ticket.acts.includes(act);
  const action = (what: string) => `${paths.ticket(ticket.number)}/${what}`;
  return (
    <section class="acts" id="closing" aria-label={m.portal_acts_label({}, say)} data-live="acts">
      {may('confirm') ? (
        <form class="card confirm" method="post" action={action('closure')} data-once>
          <input type="hidden" name="key" value={`close-${formKey}`} />
          <h2>{m.portal_confirm_title({}, say)}</h2>
          <p>{m.portal_confirm_text({}, say)}</p>
          <button class="button primary" type="submit">
            {m.portal_confirm_act({}, say)}
          </button>
        </form>
      ) : null}
      {may('reopen') ? (
        <details open={retained.act === 'reopen'}>
          <summary>{m.portal_reopen_title({}, say)}</summary>
          <form
            method="post"
            action={action('reopening')}
            data-draft={`reopen-${ticket.number}`}
            data-once
          >
            <input type="hidden" name="key" value={`reopen-${formKey}`} />
            <p>
              {ticket.reopenableUntil !== null && Date.parse(ticket.reopenableUntil) > now
                ? m.portal_reopen_text(
                    { moment: formatNear(ticket.reopenableUntil, now, context) },
                    say,
                  )
                : m.portal_reopen_text_late({}, say)}{' '}
              <ClauseLink context={context} id="VIII.c" version={ticket.agreementVersion} />
            </p>
            <Field
              id="reason"
              label={m.portal_reopen_reason({}, say)}
              error={retained.act === 'reopen' ? retained.mistake : undefined}
            >
              {(described) => (
                <textarea
                  {...described}
                  name="reason"
                  rows={3}
                  required
                  minLength={3}
                  maxLength={10_000}
                >
                  {retained.act === 'reopen' ? (retained.text ?? '') : ''}
                </textarea>
              )}
            </Field>
            <button class="button" type="submit">
              {m.portal_reopen_act({}, say)}
            </button>
          </form>
        </details>
      ) : null}
      {may('withdraw') ? (
        <details open={retained.act === 'withdraw'}>
          <summary>{m.portal_withdraw_title({}, say)}</summary>
          <form method="post" action={action('withdrawal')} data-once>
            <input type="hidden" name="key" value={`withdraw-${formKey}`} />
            <p>{withdrawalCost(ticket, context)}</p>
            <Field
              id="withdraw-reason"
              label={m.portal_withdraw_reason({}, say)}
              optional={m.portal_optional({}, say)}
            >
              {(described) => (
                <textarea {...described} name="reason" rows={2} maxLength={2000}>
                  {retained.act === 'withdraw' ? (retained.text ?? '') : ''}
                </textarea>
              )}
            </Field>
            <button class="button danger" type="submit">
              {m.portal_withdraw_act({}, say)}
            </button>
          </form>
        </details>
      ) : null}
    </section>
  );
};

/** T3, T4: what withdrawing it now would cost, before anybody does. */
function withdrawalCost({ status, units }: Ticket, { say, language }: PageContext): string {
  if (status === 'held') return m.portal_withdraw_held({}, say);
  return units.billableMinutes === 0
    ? m.portal_withdraw_free({}, say)
    : m.portal_withdraw_cost(
        {
          span: formatMinutes(chargeable(units)),
          units: formatUnits(units.unitsSoFar, language),
        },
        say,
      );
}

/** T3, T4: what it has cost so far, and how far the next unit is. */
const CostCard = ({ context, ticket }: { context: PageContext; ticket: Ticket }) => {
  const { say, language } = context;
  const { units } = ticket;
  const charged = units.chargedUnits;
  const cite = (id: string) => (
    <ClauseLink context={context} id={id} version={ticket.agreementVersion} />
  );
  if (ticket.status === 'held') {
    return (
      <section class="card">
        <h2>{m.portal_cost_title({}, say)}</h2>
        <p>{m.portal_cost_held({}, say)}</p>
      </section>
    );
  }
  if (charged === null && isOver(ticket)) {
    return (
      <section class="card">
        <h2>{m.portal_cost_title({}, say)}</h2>
        <p>{m.portal_cost_none({}, say)}</p>
      </section>
    );
  }
  return (
    <section class="card">
      <h2>{m.portal_cost_title({}, say)}</h2>
      {charged === null ? (
        <>
          <p class="figure">{formatUnits(units.unitsSoFar, language)}</p>
          <p>
            {units.billableMinutes === 0
              ? m.portal_cost_nothing_yet({}, say)
              : m.portal_cost_work({ span: formatMinutes(chargeable(units)) }, say)}{' '}
            {cite('T3')}
          </p>
          {nextUnitComes(ticket) ? (
            <p>
              {nextUnitWords(units, context)} {cite('T4')}
            </p>
          ) : null}
          <ApprovedUnits context={context} ticket={ticket} />
        </>
      ) : (
        <>
          <p class="figure">{formatUnits(charged, language)}</p>
          <p>
            {m.portal_cost_charged({ span: formatMinutes(chargeable(units)) }, say)} {cite('T3')}{' '}
            {cite('T4')}
          </p>
          <ApprovedUnits context={context} ticket={ticket} />
        </>
      )}
    </section>
  );
};

/** It ended without being solved: what was on hold went back. */
const isOver = ({ status }: Ticket): boolean =>
  status === 'rejected' || status === 'referred' || status === 'withdrawn';

function nextUnitWords(units: Ticket['units'], { say, language }: PageContext): string {
  const unit = ordinal(units.unitsSoFar + 1, language);
  return units.minutesUntilNextUnit === 0
    ? m.portal_cost_next_now({ unit }, say)
    : m.portal_cost_next({ unit, span: formatMinutes(units.minutesUntilNextUnit) }, say);
}

/** T4: the work that is charged: all of it but what nobody approved. */
const chargeable = ({ billableMinutes, approval }: Ticket['units']): number =>
  billableMinutes - (approval?.minutesNotApproved ?? 0);

/** T4: with work to be done; where approval is asked for, only within what was approved. */
const nextUnitComes = ({ status, units: { approval, unitsSoFar } }: Ticket): boolean =>
  (status === 'open' || status === 'waiting') &&
  (approval === null || unitsSoFar < approval.agreedUnits);

/** T4: what the customer agreed to, and the work beyond it. */
const ApprovedUnits = ({ context, ticket }: { context: PageContext; ticket: Ticket }) => {
  const { say, language } = context;
  const { approval } = ticket.units;
  if (approval === null) return null;
  return (
    <p>
      {m.portal_cost_approved({ units: formatUnits(approval.agreedUnits, language) }, say)}{' '}
      {approval.minutesNotApproved === 0
        ? ''
        : m.portal_cost_beyond({ span: formatMinutes(approval.minutesNotApproved) }, say)}{' '}
      <ClauseLink context={context} id="T4" version={ticket.agreementVersion} />
    </p>
  );
};

/** "2.ª unidad", "2nd unit". */
function ordinal(count: number, language: PageContext['language']): string {
  if (language === 'es') return `${count}.ª`;
  const endings: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd' };
  return `${count}${endings[new Intl.PluralRules('en', { type: 'ordinal' }).select(count)] ?? 'th'}`;
}

const FactsCard = ({ context, ticket }: { context: PageContext; ticket: Ticket }) => {
  const { say } = context;
  const facts: readonly (readonly [string, string])[] = [
    [m.portal_fact_priority({}, say), priorityFact(ticket, context)],
    ...understoodFacts(ticket, context),
    ...(ticket.service === null
      ? []
      : [[m.portal_fact_service({}, say), ticket.service.name] as const]),
    ...(ticket.service !== null || ticket.category === null
      ? []
      : [[m.portal_fact_category({}, say), ticket.category.name] as const]),
    [m.portal_fact_requester({}, say), ticket.requester.name],
    [m.portal_fact_received({}, say), formatDayAndTime(ticket.receivedAt, context)],
    ...(ticket.registeredAt === null
      ? []
      : [
          [
            m.portal_fact_registered({}, say),
            formatDayAndTime(ticket.registeredAt, context),
          ] as const,
        ]),
    [
      m.portal_fact_agreement({}, say),
      m.portal_agreement_version({ version: ticket.agreementVersion }, say),
    ],
  ];
  return (
    <section class="card">
      <h2>{m.portal_facts_title({}, say)}</h2>
      {ticket.expectedResult === '' ? null : (
        <div class="expected">
          <h3>{m.portal_new_result({}, say)}</h3>
          <Text>{ticket.expectedResult}</Text>
        </div>
      )}
      <dl class="facts">
        {facts.map(([name, fact]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{fact}</dd>
          </div>
        ))}
      </dl>
      {ticket.links.length === 0 ? null : (
        <>
          <h3>{m.portal_fact_links({}, say)}</h3>
          <ul>
            {ticket.links.map((link) => (
              <li key={link.number}>
                <a href={paths.ticket(link.number)}>
                  #{link.number} {link.subject}
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
};

/** V.a: the code of the acknowledgement, for whoever has to show that the request was received, and when. */
const ReceiptCard = ({ context, ticket }: { context: PageContext; ticket: Ticket }) => {
  const { say, url } = context;
  if (ticket.acknowledgement === null) return null;
  const { code, issuedAt } = ticket.acknowledgement;
  const address = new URL(paths.verifyCode(code), url).href;
  return (
    <section class="card receipt">
      <h2>{m.portal_receipt_title({}, say)}</h2>
      <Qr text={address} label={m.portal_receipt_qr({}, say)} />
      <p class="code">{code}</p>
      <p class="hint">
        {m.portal_receipt_text({ moment: formatDayAndTime(issuedAt, context) }, say)}{' '}
        <ClauseLink context={context} id="V.a" version={ticket.agreementVersion} />
      </p>
      <p>
        <a href={paths.verifyCode(code)}>{m.portal_receipt_act({}, say)}</a>
      </p>
    </section>
  );
};

/** IV.d: what a program read in the customer's mails, in its own words, and what it still lacks. */
function understoodFacts(
  ticket: Ticket,
  context: PageContext,
): readonly (readonly [string, string])[] {
  const { say } = context;
  const { understood, missing } = ticket;
  const mayStillSay =
    !ticket.priorityVerified && ['held', 'open', 'waiting'].includes(ticket.status);
  const lacks = (part: 'impact' | 'priority') =>
    mayStillSay && (missing === part || missing === 'both');
  const impact =
    understood?.impact != null
      ? m.portal_fact_impact_from({ words: understood.impact.text }, say)
      : lacks('impact')
        ? m.portal_fact_missing({}, say)
        : null;
  const priority =
    understood?.priority != null
      ? m.portal_fact_suggested_from(
          {
            name: priorityName(understood.priority.value, context),
            words: understood.priority.words,
          },
          say,
        )
      : lacks('priority')
        ? m.portal_fact_missing({}, say)
        : null;
  return [
    ...(impact === null ? [] : [[m.portal_fact_impact({}, say), impact] as const]),
    ...(priority === null ? [] : [[m.portal_fact_suggested({}, say), priority] as const]),
  ];
}

function priorityFact(ticket: Ticket, context: PageContext): string {
  const name = priorityName(ticket.priority, context);
  if (!ticket.priorityVerified) return m.portal_fact_priority_unverified({ name }, context.say);
  const suggested = ticket.prioritySuggested;
  return suggested === null || suggested === ticket.priority
    ? m.portal_fact_priority_verified({ name }, context.say)
    : m.portal_fact_priority_changed(
        { name, suggested: priorityName(suggested, context) },
        context.say,
      );
}

/** Every automatic decision with its clause, newest first; the words are the desk's own. */
const DecisionsCard = ({ context, ticket }: { context: PageContext; ticket: Ticket }) => {
  const { say, now } = context;
  if (ticket.decisions.length === 0) return null;
  const newest = ticket.decisions.toSorted((a, b) => b.id - a.id);
  const list = (decisions: readonly Ticket['decisions'][number][]) => (
    <ol class="decisions">
      {decisions.map((decision) => (
        <li key={decision.id}>
          <p>{decision.words}</p>
          <p class="decision-more">
            <When context={context} at={decision.at}>
              {formatNear(decision.at, now, context)}
            </When>{' '}
            <ClauseLink
              context={context}
              id={decision.clause}
              version={decision.agreementVersion}
            />
          </p>
        </li>
      ))}
    </ol>
  );
  return (
    <section class="card">
      <h2>{m.portal_decisions_title({}, say)}</h2>
      <p class="hint">{m.portal_decisions_hint({}, say)}</p>
      {list(newest.slice(0, 4))}
      {newest.length <= 4 ? null : (
        <details>
          <summary>{m.portal_decisions_more({ count: newest.length - 4 }, say)}</summary>
          {list(newest.slice(4))}
        </details>
      )}
    </section>
  );
};
