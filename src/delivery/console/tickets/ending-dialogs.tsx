import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { formatUnits } from '../../ui/format.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Catalog, Ticket } from '../../web/contract.ts';
import { ChoiceSelect } from '../parts/choice-select.tsx';
import { Clause } from '../parts/clause.tsx';
import { Field, Select, TextArea, TextInput } from '../parts/field.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import { Notice } from '../parts/notice.tsx';
import { say } from '../parts/toast.tsx';
import { catalogQuery, teamsQuery } from '../server/queries.ts';
import { useSession } from '../session/session.tsx';
import { useTicketWrite } from './use-ticket-write.ts';

interface EndingProps {
  readonly ticket: Ticket;
  readonly onClose: () => void;
}

/** VIII.a: closing what is resolved settles its units. */
export function CloseDialog({ ticket, onClose }: EndingProps) {
  const { reader } = useSession();
  const [text, setText] = useState('');
  const close = useTicketWrite('closeTicket', ticket.number, () => {
    onClose();
    say(m.console_closed());
  });
  return (
    <FormDialog
      title={m.console_close_title({ number: String(ticket.number) })}
      act={m.console_key_close()}
      busy={close.pending}
      error={close.error}
      onClose={onClose}
      onSend={() =>
        close.send({
          params: { number: ticket.number },
          body: text.trim() === '' ? {} : { text: text.trim() },
        })
      }
    >
      <Notice tone="note">
        {m.console_close_cost({ units: formatUnits(ticket.units.unitsSoFar, reader.language) })}{' '}
        <Clause id="T3" version={ticket.agreementVersion} />
      </Notice>
      <Field label={m.console_close_text()} optional>
        <TextArea
          value={text}
          onChange={({ target }) => setText(target.value)}
          maxLength={10_000}
        />
      </Field>
    </FormDialog>
  );
}

/** VIII.c */
export function ReopenDialog({ ticket, onClose }: EndingProps) {
  const navigate = useNavigate();
  const [reason, setReason] = useState('');
  const reopen = useTicketWrite('reopenTicket', ticket.number, ({ number, reopened }) => {
    onClose();
    say(reopened ? m.console_reopened() : m.console_reopened_as_new({ number: String(number) }));
    if (!reopened) void navigate({ to: '/tickets/$number', params: { number }, search: {} });
  });
  return (
    <FormDialog
      title={m.console_reopen_title({ number: String(ticket.number) })}
      description={m.console_reopen_detail()}
      act={m.console_key_reopen()}
      ready={reason.trim().length >= 3}
      busy={reopen.pending}
      error={reopen.error}
      onClose={onClose}
      onSend={() =>
        reopen.send({ params: { number: ticket.number }, body: { reason: reason.trim() } })
      }
    >
      <ReasonField label={m.console_reopen_reason()} value={reason} onValue={setReason} />
    </FormDialog>
  );
}

/** I: projects belong to professional services; no clocks, no units. */
export function ReferDialog({ ticket, onClose }: EndingProps) {
  const teams = useQuery(teamsQuery());
  const professional = teams.data?.items.filter((team) => team.professionalServices) ?? [];
  const [reason, setReason] = useState('');
  const [teamId, setTeamId] = useState('');
  const refer = useTicketWrite('referTicket', ticket.number, () => {
    onClose();
    say(m.console_referred());
  });
  return (
    <FormDialog
      title={m.console_refer_title({ number: String(ticket.number) })}
      description={m.console_refer_detail()}
      act={m.console_refer_act()}
      ready={reason.trim().length >= 3}
      busy={refer.pending}
      error={refer.error}
      onClose={onClose}
      onSend={() =>
        refer.send({
          params: { number: ticket.number },
          body: { reason: reason.trim(), ...(teamId === '' ? {} : { teamId: Number(teamId) }) },
        })
      }
    >
      {professional.length > 0 && (
        <Field label={m.console_refer_team()}>
          <Select value={teamId} onChange={({ target }) => setTeamId(target.value)}>
            <option value="">{m.console_refer_team_default()}</option>
            {professional.map((team) => (
              <option key={team.id} value={team.id}>
                {team.name}
              </option>
            ))}
          </Select>
        </Field>
      )}
      <ReasonField label={m.console_reason_for_customer()} value={reason} onValue={setReason} />
    </FormDialog>
  );
}

const causeWords = {
  out_of_scope: m.console_cause_out_of_scope,
  duplicate: m.console_cause_duplicate,
  spam: m.console_cause_spam,
} as const;

/** I: out of scope, a duplicate, or spam, which is told to nobody. */
export function RejectDialog({ ticket, onClose }: EndingProps) {
  const [cause, setCause] = useState<keyof typeof causeWords>('out_of_scope');
  const [text, setText] = useState('');
  const [service, setService] = useState<OutOfScope | null>(null);
  const [original, setOriginal] = useState('');
  const reject = useTicketWrite('rejectTicket', ticket.number, () => {
    onClose();
    say(m.console_rejected());
  });
  const number = Number(original.replace('#', ''));
  const answered = cause === 'out_of_scope' ? service : null;
  const ready =
    cause === 'duplicate'
      ? Number.isInteger(number) && number > 0
      : answered === null || text.trim() !== '';
  return (
    <FormDialog
      title={m.console_reject_title({ number: String(ticket.number) })}
      act={m.console_reject_act()}
      look="danger"
      ready={ready}
      busy={reject.pending}
      error={reject.error}
      onClose={onClose}
      onSend={() =>
        reject.send({
          params: { number: ticket.number },
          body: {
            cause,
            ...(text.trim() === '' ? {} : { text: text.trim() }),
            ...(cause === 'duplicate' ? { duplicateOfNumber: number } : {}),
            ...(answered === null ? {} : { serviceId: answered.id }),
          },
        })
      }
    >
      <Field label={m.console_reject_cause()}>
        <ChoiceSelect words={causeWords} value={cause} onValue={setCause} />
      </Field>
      {cause === 'out_of_scope' && (
        <AnswerChoice
          chosen={service}
          onChosen={(next) => {
            setService(next);
            // Words of the agent's own are never thrown away by choosing.
            const proposed = service?.answer?.[ticket.requesterLanguage] ?? '';
            if (text === proposed) setText(next?.answer?.[ticket.requesterLanguage] ?? '');
          }}
        />
      )}
      {cause === 'duplicate' && (
        <Field label={m.console_reject_original()} hint={m.console_reject_original_hint()}>
          <TextInput
            inputMode="numeric"
            required
            value={original}
            onChange={({ target }) => setOriginal(target.value)}
          />
        </Field>
      )}
      {cause === 'spam' ? (
        <Notice tone="note">{m.console_reject_spam()}</Notice>
      ) : (
        <Field
          label={cause === 'out_of_scope' ? m.console_reject_answer() : m.console_reject_text()}
          optional={answered === null}
          hint={
            cause !== 'out_of_scope'
              ? m.console_reject_text_hint()
              : ticket.requesterLanguage === 'es'
                ? m.console_reject_answer_hint_es()
                : m.console_reject_answer_hint_en()
          }
        >
          <TextArea
            value={text}
            onChange={({ target }) => setText(target.value)}
            maxLength={10_000}
          />
        </Field>
      )}
    </FormDialog>
  );
}

type OutOfScope = Catalog['categories'][number]['services'][number];

/** I: the firm's own answer about something that it does not support, to begin with. */
function AnswerChoice({
  chosen,
  onChosen,
}: {
  chosen: OutOfScope | null;
  onChosen: (service: OutOfScope | null) => void;
}) {
  const { reader } = useSession();
  const catalog = useQuery(catalogQuery());
  const services = (catalog.data?.categories ?? [])
    .flatMap((category) => category.services)
    .filter((service) => service.kind === 'out_of_scope' && service.active);
  if (services.length === 0) return null;
  return (
    <Field label={m.console_reject_service()}>
      <Select
        value={chosen?.id ?? ''}
        onChange={({ target }) =>
          onChosen(services.find((service) => String(service.id) === target.value) ?? null)
        }
      >
        <option value="">{m.console_reject_service_none()}</option>
        {services.map((service) => (
          <option key={service.id} value={service.id}>
            {service.name[reader.language]}
          </option>
        ))}
      </Select>
    </Field>
  );
}

export function ReasonField({
  label,
  value,
  onValue,
}: {
  label: string;
  value: string;
  onValue: (value: string) => void;
}) {
  return (
    <Field label={label}>
      <TextArea
        autoFocus
        required
        minLength={3}
        maxLength={2000}
        value={value}
        onChange={({ target }) => onValue(target.value)}
      />
    </Field>
  );
}
