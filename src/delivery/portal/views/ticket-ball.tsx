import { attemptWords } from '../../ui/attempt-words.ts';
import { formatDayAndTime, formatMinutes, formatNear, formatUnits } from '../../ui/format.ts';
import { paths } from '../../ui/paths.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Ticket } from '../../web/contract.ts';
import type { PageContext } from '../page-context.ts';
import { ticketDraft } from './draft.ts';
import { ClauseLink, Notice, When } from './elements.tsx';
import { Conditions } from './promise.tsx';
import { ReasonField } from './reason-field.tsx';
import { Text } from './text.tsx';
import type { TicketProps } from './ticket-props.ts';
import { placeOf, promiseLine } from './ticket-words.ts';

/** Whose move it is, in one sentence, with what to do when it is the reader's. */
export const Ball = ({
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
          data-once
          {...ticketDraft(context, ticket, 'scope')}
        >
          <input type="hidden" name="key" value={`scope-${formKey}`} />
          <ReasonField
            id="scope-reason"
            label={m.portal_scope_because({}, say)}
            hint={m.portal_scope_because_hint({}, say)}
            retained={retained.act === 'scope' ? retained : {}}
          />
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
export const UnitsAsked = ({
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
