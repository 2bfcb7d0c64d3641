import { formatMinutes, formatNear, formatUnits } from '../../ui/format.ts';
import { iconSend } from '../../ui/icons.gen.ts';
import { paths } from '../../ui/paths.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Ticket } from '../../web/contract.ts';
import type { PageContext } from '../page-context.ts';
import { AttachmentPicker } from './attachments.tsx';
import { ticketDraft } from './draft.ts';
import { ClauseLink, Field } from './elements.tsx';
import { Icon } from './icon.tsx';
import { ReasonField } from './reason-field.tsx';
import { chargeable } from './ticket-cards.tsx';
import type { TicketProps } from './ticket-props.ts';

export const Composer = ({ context, ticket, formKey, retained, refused }: TicketProps) => {
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
      data-once
      {...ticketDraft(context, ticket, 'ticket')}
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

export const Acts = ({ context, ticket, formKey, retained }: TicketProps) => {
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
            data-once
            {...ticketDraft(context, ticket, 'reopen')}
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
            <ReasonField
              id="reason"
              label={m.portal_reopen_reason({}, say)}
              retained={retained.act === 'reopen' ? retained : {}}
            />
            <button class="button" type="submit">
              {m.portal_reopen_act({}, say)}
            </button>
          </form>
        </details>
      ) : null}
      {may('withdraw') ? (
        <details open={retained.act === 'withdraw'}>
          <summary>{m.portal_withdraw_title({}, say)}</summary>
          <form
            method="post"
            action={action('withdrawal')}
            data-once
            {...ticketDraft(context, ticket, 'withdraw')}
          >
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
