import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { formatUnits } from '../../ui/format.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Message, Ticket } from '../../web/contract.ts';
import { ChoiceSelect } from '../parts/choice-select.tsx';
import { Clause } from '../parts/clause.tsx';
import { Field, TextArea, TextInput } from '../parts/field.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import { Notice } from '../parts/notice.tsx';
import { say } from '../parts/toast.tsx';
import { useSettled } from '../parts/use-settled.ts';
import { ticketQuery } from '../server/queries.ts';
import { useSession } from '../session/session.tsx';
import { ReasonField } from './ending-dialogs.tsx';
import { useTicketWrite } from './use-ticket-write.ts';

interface DialogProps {
  readonly ticket: Ticket;
  readonly onClose: () => void;
}

const numberIn = (text: string): number | null => {
  const number = Number(text.trim().replace(/^#/, ''));
  return Number.isSafeInteger(number) && number > 0 ? number : null;
};

/** The request of a number that is being typed, once the hand rests; undefined until then, and when there is none. */
function useOther(ticket: Ticket, typed: number | null): Ticket | undefined {
  const number = useSettled(typed, 300);
  const other = useQuery({
    ...ticketQuery(number ?? 0),
    enabled: number !== null && number !== ticket.number,
    retry: false,
  });
  return number !== null && number === typed ? other.data : undefined;
}

/** I: this request ends as a duplicate of the one that goes on; what that means is said before it is done. */
export function MergeDialog({ ticket, onClose }: DialogProps) {
  const navigate = useNavigate();
  const [into, setInto] = useState('');
  const [reason, setReason] = useState('');
  const intoNumber = numberIn(into);
  const survivor = useOther(ticket, intoNumber);
  const merge = useTicketWrite('mergeTicket', ticket.number, ({ number }) => {
    onClose();
    say(m.console_merged({ number: String(number) }));
    void navigate({ to: '/tickets/$number', params: { number }, search: {} });
  });
  const isForeign = survivor !== undefined && survivor.organization.id !== ticket.organization.id;
  return (
    <FormDialog
      title={m.console_merge_title({ number: String(ticket.number) })}
      description={m.console_merge_detail()}
      act={m.console_merge_act()}
      ready={intoNumber !== null && !isForeign}
      busy={merge.pending}
      error={merge.error}
      onClose={onClose}
      onSend={() => {
        if (intoNumber === null) return;
        merge.send({
          params: { number: ticket.number },
          body: { intoNumber, reason: reason.trim() },
        });
      }}
    >
      <NumberField label={m.console_merge_into()} value={into} onValue={setInto} />
      {survivor !== undefined && <Found ticket={survivor} />}
      {isForeign && <Notice tone="bad">{m.console_merge_foreign()}</Notice>}
      {survivor !== undefined &&
        !isForeign &&
        survivor.requester.personId !== ticket.requester.personId && (
          <Notice tone="turn">
            {m.console_merge_readers({
              one: ticket.requester.name,
              other: survivor.requester.name,
            })}
          </Notice>
        )}
      <Notice tone="note">
        {m.console_merge_units()} <Clause id="T3" version={ticket.agreementVersion} />{' '}
        <Clause id="T4" version={ticket.agreementVersion} />
      </Notice>
      <Field label={m.console_merge_reason()} optional>
        <TextArea
          maxLength={2000}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
        />
      </Field>
    </FormDialog>
  );
}

const linkWords = {
  related: m.console_link_related,
  'follow-up': m.console_link_follow_up,
} as const;

/** Two requests that belong together: no clock and no unit moves. */
export function LinkDialog({ ticket, onClose }: DialogProps) {
  const [to, setTo] = useState('');
  const [kind, setKind] = useState<keyof typeof linkWords>('related');
  const toNumber = numberIn(to);
  const other = useOther(ticket, toNumber);
  const link = useTicketWrite('linkTicket', ticket.number, () => {
    onClose();
    say(m.console_linked());
  });
  return (
    <FormDialog
      title={m.console_link_title({ number: String(ticket.number) })}
      description={m.console_link_detail()}
      act={m.console_link_act()}
      ready={toNumber !== null}
      busy={link.pending}
      error={link.error}
      onClose={onClose}
      onSend={() => {
        if (toNumber !== null)
          link.send({ params: { number: ticket.number }, body: { toNumber, kind } });
      }}
    >
      <NumberField label={m.console_link_to()} value={to} onValue={setTo} />
      {other !== undefined && <Found ticket={other} />}
      <Field label={m.console_link_kind()}>
        <ChoiceSelect words={linkWords} value={kind} onValue={setKind} />
      </Field>
    </FormDialog>
  );
}

/** T2: an additional need in a message becomes a request of its own. */
export function SplitDialog({ ticket, message, onClose }: DialogProps & { message: Message }) {
  const navigate = useNavigate();
  const [subject, setSubject] = useState('');
  const [description, setDescription] = useState(message.text);
  const [expectedResult, setExpectedResult] = useState('');
  const split = useTicketWrite('splitTicket', ticket.number, ({ number }) => {
    onClose();
    say(m.console_split_done({ number: String(number) }));
    void navigate({ to: '/tickets/$number', params: { number }, search: {} });
  });
  return (
    <FormDialog
      title={m.console_split_title()}
      description={m.console_split_detail()}
      act={m.console_split_act()}
      ready={subject.trim().length >= 3 && description.trim() !== ''}
      busy={split.pending}
      error={split.error}
      onClose={onClose}
      onSend={() =>
        split.send({
          params: { number: ticket.number },
          body: {
            messageId: message.id,
            subject: subject.trim(),
            description: description.trim(),
            expectedResult: expectedResult.trim(),
          },
        })
      }
    >
      <Field label={m.console_split_subject()}>
        <TextInput
          required
          minLength={3}
          maxLength={300}
          value={subject}
          onChange={({ target }) => setSubject(target.value)}
        />
      </Field>
      <Field label={m.console_split_need()} hint={m.console_split_need_hint()}>
        <TextArea
          required
          rows={6}
          maxLength={100_000}
          value={description}
          onChange={({ target }) => setDescription(target.value)}
        />
      </Field>
      <Field label={m.console_split_result()} optional>
        <TextArea
          maxLength={10_000}
          value={expectedResult}
          onChange={({ target }) => setExpectedResult(target.value)}
        />
      </Field>
      <Notice tone="note">
        {m.console_split_clocks()} <Clause id="T2" version={ticket.agreementVersion} />
      </Notice>
    </FormDialog>
  );
}

/** II: the customer, who phoned or wrote, no longer wants it. */
export function WithdrawDialog({ ticket, onClose }: DialogProps) {
  const { reader } = useSession();
  const [reason, setReason] = useState('');
  const withdraw = useTicketWrite('withdrawTicket', ticket.number, () => {
    onClose();
    say(m.console_withdrawn());
  });
  const { billableMinutes, unitsSoFar } = ticket.units;
  return (
    <FormDialog
      title={m.console_withdraw_title({ number: String(ticket.number) })}
      description={m.console_withdraw_detail()}
      act={m.console_withdraw_act()}
      look="danger"
      ready={reason.trim().length >= 3}
      busy={withdraw.pending}
      error={withdraw.error}
      onClose={onClose}
      onSend={() =>
        withdraw.send({ params: { number: ticket.number }, body: { reason: reason.trim() } })
      }
    >
      <Notice tone="note">
        {billableMinutes === 0
          ? m.console_withdraw_free()
          : m.console_withdraw_cost({ units: formatUnits(unitsSoFar, reader.language) })}{' '}
        <Clause id={billableMinutes === 0 ? 'T3' : 'T4'} version={ticket.agreementVersion} />
      </Notice>
      <ReasonField label={m.console_withdraw_reason()} value={reason} onValue={setReason} />
    </FormDialog>
  );
}

function NumberField({
  label,
  value,
  onValue,
}: {
  label: string;
  value: string;
  onValue: (value: string) => void;
}) {
  return (
    <Field label={label} hint={m.console_number_hint()}>
      <TextInput
        autoFocus
        required
        inputMode="numeric"
        placeholder="#1001"
        value={value}
        onChange={({ target }) => onValue(target.value)}
      />
    </Field>
  );
}

/** The other request, so that nobody takes one for another by a digit. */
const Found = ({ ticket }: { ticket: Ticket }) => (
  <p className="rounded-s border border-line px-3 py-2" role="status">
    <span className="text-soft tabular">#{ticket.number}</span>{' '}
    <span className="font-strong">{ticket.subject}</span>
    <span className="block text-xs text-soft">
      {ticket.organization.name} · {ticket.requester.name}
    </span>
  </p>
);
