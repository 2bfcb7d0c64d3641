import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { formatDayAndTime, formatMinutes, formatUnits, formatZone } from '../../ui/format.ts';
import { iconPlus } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Appointment, Ticket } from '../../web/contract.ts';
import { Button } from '../parts/button.tsx';
import { Clause } from '../parts/clause.tsx';
import { Field, Select, TextArea, TextInput } from '../parts/field.tsx';
import { type Filled, FormDialog } from '../parts/form-dialog.tsx';
import { Notice } from '../parts/notice.tsx';
import { say } from '../parts/toast.tsx';
import { instantWritten, wallWritten } from '../parts/wall-written.ts';
import { serverNow } from '../server/call.ts';
import { agentsQuery } from '../server/queries.ts';
import { useSession } from '../session/session.tsx';
import { AttachmentField } from './attachment-field.tsx';
import { useTicketWrite } from './use-ticket-write.ts';

interface DialogProps {
  readonly ticket: Ticket;
  readonly onClose: () => void;
}

const slotsMax = 5;
const durations = [15, 30, 45, 60, 90, 120, 180, 240] as const;

/** T5, T6: offers an activity with one or several times, or other times for one that is there. */
export function ScheduleDialog({
  ticket,
  appointment,
  onClose,
}: DialogProps & { readonly appointment: Appointment | null }) {
  const done = () => {
    onClose();
    say(m.console_appointment_offered());
  };
  const offer = useTicketWrite('offerAppointment', ticket.number, done);
  const propose = useTicketWrite('proposeTimes', ticket.number, done);
  const { reader } = useSession();
  const send = (filled: Filled) => {
    const slots = filled
      .all('slot')
      .flatMap((written) => instantWritten(written, reader.timeZone) ?? [])
      .map((instant) => new Date(instant).toISOString());
    if (appointment !== null) {
      const params = { number: ticket.number, appointmentId: appointment.id };
      propose.send({ params, body: { slots } });
      return;
    }
    const onsite = filled.text('place') === 'onsite';
    offer.send({
      params: { number: ticket.number },
      body: {
        subject: filled.text('subject'),
        place: onsite ? 'onsite' : 'remote',
        location: filled.text('location'),
        durationMinutes: Number(filled.text('durationMinutes')),
        agentPersonId: Number(filled.text('agentPersonId')),
        ...(onsite
          ? {
              surchargeUnits: Number(filled.text('surchargeUnits')),
              surchargeNote: filled.text('surchargeNote'),
            }
          : {}),
        slots,
      },
    });
  };
  return (
    <FormDialog
      title={
        appointment === null
          ? m.console_schedule_title({ number: String(ticket.number) })
          : m.console_schedule_again_title()
      }
      description={
        appointment?.state === 'accepted' ? m.console_schedule_move_detail() : ticket.subject
      }
      act={m.console_schedule_act()}
      busy={offer.pending || propose.pending}
      error={offer.error ?? propose.error}
      onClose={onClose}
      onSend={send}
    >
      {appointment === null && <Activity ticket={ticket} />}
      <Times />
      <Notice tone="note">
        {m.console_schedule_terms()} <Clause id="T6" />
      </Notice>
    </FormDialog>
  );
}

/** What is to be done, by whom, and where; a visit with its address and its charge (T5). */
function Activity({ ticket }: { readonly ticket: Ticket }) {
  const { me } = useSession();
  const agents = useQuery(agentsQuery());
  const [onsite, setOnsite] = useState(false);
  const attending = (agents.data?.items ?? []).filter(
    ({ disabled, personId, roles }) =>
      !disabled &&
      personId !== me.personId &&
      roles.some((role) => role === 'agent' || role === 'supervisor'),
  );
  return (
    <>
      <Field name="subject" label={m.console_schedule_subject()}>
        <TextInput name="subject" required minLength={3} maxLength={200} autoFocus />
      </Field>
      <div className="grid grid-cols-2 gap-3">
        <Field name="durationMinutes" label={m.console_schedule_duration()}>
          <Select name="durationMinutes" defaultValue="60">
            {durations.map((minutes) => (
              <option key={minutes} value={minutes}>
                {formatMinutes(minutes)}
              </option>
            ))}
          </Select>
        </Field>
        <Field name="agentPersonId" label={m.console_schedule_agent()}>
          <Select
            name="agentPersonId"
            key={attending.length}
            defaultValue={String(ticket.assignee?.personId ?? me.personId)}
          >
            <option value={me.personId}>{me.name}</option>
            {attending.map((agent) => (
              <option key={agent.personId} value={agent.personId}>
                {agent.name}
              </option>
            ))}
          </Select>
        </Field>
      </div>
      <Field name="place" label={m.console_schedule_place()}>
        <Select
          name="place"
          defaultValue="remote"
          onChange={({ target }) => setOnsite(target.value === 'onsite')}
        >
          <option value="remote">{m.console_schedule_remote()}</option>
          <option value="onsite">{m.console_schedule_onsite()}</option>
        </Select>
      </Field>
      {onsite ? (
        <>
          <Field name="location" label={m.console_schedule_address()}>
            <TextInput name="location" required maxLength={500} />
          </Field>
          <div className="grid grid-cols-[8rem_1fr] gap-3">
            <Field name="surchargeUnits" label={m.console_schedule_surcharge()}>
              <TextInput
                name="surchargeUnits"
                type="number"
                min={0}
                max={1000}
                step={1}
                required
                defaultValue="0"
              />
            </Field>
            <Field name="surchargeNote" label={m.console_schedule_surcharge_note()} optional>
              <TextInput name="surchargeNote" maxLength={500} />
            </Field>
          </div>
          <Notice tone="note">
            {m.console_schedule_surcharge_detail()} <Clause id="T5" />
          </Notice>
        </>
      ) : (
        <Field name="location" label={m.console_schedule_link()} optional>
          <TextInput name="location" maxLength={500} />
        </Field>
      )}
    </>
  );
}

function Times() {
  const { reader } = useSession();
  const [count, setCount] = useState(1);
  const now = serverNow();
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-s font-medium">
        {m.console_schedule_times()}
        <span className="font-text text-soft"> · {formatZone(reader, now)}</span>
      </legend>
      {Array.from({ length: count }, (_, index) => (
        <TextInput
          // biome-ignore lint/suspicious/noArrayIndexKey: times are only ever added at the end
          key={index}
          name="slot"
          type="datetime-local"
          aria-label={m.console_schedule_time({ number: String(index + 1) })}
          min={wallWritten(now, reader.timeZone)}
          required={index === 0}
        />
      ))}
      {count < slotsMax && (
        <Button
          look="quiet"
          icon={iconPlus}
          onClick={() => setCount(count + 1)}
          className="self-start"
        >
          {m.console_schedule_more()}
        </Button>
      )}
    </fieldset>
  );
}

/** T6: done, or missed: what it costs is said before it is recorded. */
export function OutcomeDialog({
  ticket,
  appointment,
  onClose,
}: DialogProps & { readonly appointment: Appointment }) {
  const { reader } = useSession();
  const [missed, setMissed] = useState(false);
  const [files, setFiles] = useState<readonly number[]>([]);
  const record = useTicketWrite('recordOutcome', ticket.number, () => {
    onClose();
    say(m.console_outcome_recorded());
  });
  const from = missed ? appointment.outcomeFrom?.noShow : appointment.outcomeFrom?.done;
  const early = from !== undefined && Date.parse(from) > serverNow();
  return (
    <FormDialog
      title={m.console_outcome_title()}
      description={appointment.subject}
      act={missed ? m.console_outcome_missed_act() : m.console_outcome_done_act()}
      look={missed ? 'danger' : 'primary'}
      busy={record.pending}
      error={record.error}
      onClose={onClose}
      onSend={(filled) =>
        record.send({
          params: { number: ticket.number, appointmentId: appointment.id },
          body: {
            outcome: missed ? 'no-show' : 'done',
            note: filled.text('note'),
            attemptsNote: missed ? filled.text('attemptsNote') : '',
            attachmentIds: [...files],
          },
        })
      }
    >
      <Field label={m.console_outcome_what()}>
        <Select
          defaultValue="done"
          autoFocus
          onChange={({ target }) => setMissed(target.value === 'no-show')}
        >
          <option value="done">{m.console_outcome_done()}</option>
          <option value="no-show">{m.console_outcome_missed()}</option>
        </Select>
      </Field>
      {early && from !== undefined && (
        <Notice tone="note">
          {m.console_outcome_early({ moment: formatDayAndTime(from, reader) })}
        </Notice>
      )}
      <Field
        name="note"
        label={missed ? m.console_outcome_evidence() : m.console_outcome_note()}
        hint={m.console_outcome_note_hint()}
      >
        <TextArea name="note" required maxLength={5000} />
      </Field>
      {missed && (
        <>
          <Field name="attemptsNote" label={m.console_outcome_attempts()}>
            <TextArea name="attemptsNote" rows={2} required maxLength={5000} />
          </Field>
          <AttachmentField label={m.console_outcome_files()} onChange={setFiles} />
          <Notice tone="hold">
            {m.console_outcome_cost({
              units: formatUnits(appointment.absenceUnits, reader.language),
            })}{' '}
            <Clause id="T6" />
          </Notice>
        </>
      )}
      {!missed && appointment.surcharge !== null && appointment.surcharge.units > 0 && (
        <Notice tone="note">
          {m.console_outcome_surcharge({
            units: formatUnits(appointment.surcharge.units, reader.language),
          })}{' '}
          <Clause id="T5" />
        </Notice>
      )}
    </FormDialog>
  );
}

export function CancelAppointmentDialog({
  ticket,
  appointment,
  onClose,
}: DialogProps & { readonly appointment: Appointment }) {
  const cancel = useTicketWrite('cancelAppointment', ticket.number, () => {
    onClose();
    say(m.console_appointment_cancelled());
  });
  return (
    <FormDialog
      title={m.console_cancel_appointment_title()}
      description={m.console_cancel_appointment_detail()}
      act={m.console_appointment_cancel()}
      look="danger"
      busy={cancel.pending}
      error={cancel.error}
      onClose={onClose}
      onSend={(filled) =>
        cancel.send({
          params: { number: ticket.number, appointmentId: appointment.id },
          body: { reason: filled.text('reason') },
        })
      }
    >
      <Field name="reason" label={m.console_reason_for_customer()} optional>
        <TextArea name="reason" maxLength={2000} autoFocus />
      </Field>
    </FormDialog>
  );
}
