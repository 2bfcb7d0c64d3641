import { formatMinutes, formatUnits } from '../../ui/format.ts';
import { iconCalendarClock, iconPlus } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Appointment, Ticket } from '../../web/contract.ts';
import { Button, buttonClass } from '../parts/button.tsx';
import { cx } from '../parts/class-names.ts';
import { Clause } from '../parts/clause.tsx';
import { Icon } from '../parts/icon.tsx';
import { Moment } from '../parts/moment.tsx';
import { ProblemNote } from '../parts/notice.tsx';
import { Section } from '../parts/section.tsx';
import { say } from '../parts/toast.tsx';
import { useSession } from '../session/session.tsx';
import type { TicketDialog } from './ticket-dialogs.tsx';
import { useTicketWrite } from './use-ticket-write.ts';

interface SectionProps {
  readonly ticket: Ticket;
  readonly onDialog: (dialog: TicketDialog) => void;
}

/** T5, T6: what is scheduled with the customer, what waits for whose answer, and what came of it. */
export function AppointmentsSection({ ticket, onDialog }: SectionProps) {
  const maySchedule = ticket.acts.includes('schedule');
  if (ticket.appointments.length === 0 && !maySchedule) return null;
  return (
    <Section id="appointments" title={m.console_appointments_title()}>
      {ticket.appointments.length === 0 && (
        <p className="text-soft">{m.console_appointments_none()}</p>
      )}
      <ul className="flex flex-col">
        {ticket.appointments.map((appointment) => (
          <OneAppointment
            key={appointment.id}
            ticket={ticket}
            appointment={appointment}
            onDialog={onDialog}
          />
        ))}
      </ul>
      {maySchedule && (
        <Button
          icon={iconPlus}
          keys="h"
          onClick={() => onDialog({ kind: 'schedule', appointment: null })}
          className="mt-3"
        >
          {m.console_key_schedule()}
        </Button>
      )}
    </Section>
  );
}

function OneAppointment({
  ticket,
  appointment,
  onDialog,
}: SectionProps & { readonly appointment: Appointment }) {
  const { state } = appointment;
  const isOpen = state === 'offered' || state === 'accepted';
  return (
    <li className="flex flex-col gap-1.5 border-t border-line py-2.5 first:border-t-0 first:pt-0">
      <p className="flex items-start gap-1.5 font-strong">
        <Icon of={iconCalendarClock} size={15} className="mt-0.5 shrink-0 text-soft" />
        <span className="min-w-0 break-words">{appointment.subject}</span>
      </p>
      <p className="text-soft">
        <span className={cx('font-medium', stateTone[state])}>{stateWords[state]()}</span>
        {appointment.startsAt !== null && (
          <>
            {' · '}
            <Moment at={appointment.startsAt} className="text-ink" />
          </>
        )}
        {' · '}
        {formatMinutes(appointment.durationMinutes)}
        {' · '}
        {appointment.agent.name}
      </p>
      <Place appointment={appointment} />
      {isOpen && <Slots ticket={ticket} appointment={appointment} />}
      <Result appointment={appointment} />
      {isOpen && <Acts ticket={ticket} appointment={appointment} onDialog={onDialog} />}
    </li>
  );
}

/** How to connect: an address of the web is a link, anything else is words. */
function Location({ of: location }: { readonly of: string }) {
  if (!/^https?:\/\/\S+$/.test(location)) return location;
  return (
    <a href={location} target="_blank" rel="noreferrer" className="text-brand hover:underline">
      {location}
    </a>
  );
}

function Place({ appointment }: { readonly appointment: Appointment }) {
  const { reader } = useSession();
  const { surcharge } = appointment;
  if (appointment.place === 'remote') {
    return appointment.location === '' ? null : (
      <p className="break-words text-soft">
        <Location of={appointment.location} />
      </p>
    );
  }
  return (
    <p className="break-words text-soft">
      {m.console_appointment_onsite({ location: appointment.location })}
      {surcharge !== null && (
        <>
          {' · '}
          {formatUnits(surcharge.units, reader.language)}
          {surcharge.note !== '' && ` (${surcharge.note})`}{' '}
          {surcharge.accepted
            ? m.console_appointment_surcharge_accepted()
            : m.console_appointment_surcharge_open()}{' '}
          <Clause id="T5" />
        </>
      )}
    </p>
  );
}

/** The times that wait: the customer's are taken with one press. */
function Slots({
  ticket,
  appointment,
}: Pick<SectionProps, 'ticket'> & { readonly appointment: Appointment }) {
  const accept = useTicketWrite('acceptSlot', ticket.number, () =>
    say(m.console_appointment_agreed()),
  );
  if (appointment.slots.length === 0) return null;
  const mayAccept = ticket.acts.includes('schedule');
  return (
    <>
      <ul className="flex flex-col gap-1">
        {appointment.slots.map((slot) => (
          <li key={slot.id} className="flex min-h-7 items-center gap-2">
            <span className="block min-w-0 grow first-letter:uppercase">
              <Moment at={slot.startsAt} />
              <span className="block text-xs text-soft">
                {slot.proposedBy === 'agent'
                  ? m.console_appointment_slot_ours()
                  : m.console_appointment_slot_theirs({ name: slot.person.name })}
              </span>
            </span>
            {slot.proposedBy === 'customer' && mayAccept && (
              <Button
                look="primary"
                busy={accept.pending}
                onClick={() =>
                  accept.send({
                    params: { number: ticket.number, appointmentId: appointment.id },
                    body: { slotId: slot.id },
                  })
                }
              >
                {m.console_appointment_accept()}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <ProblemNote error={accept.error} />
    </>
  );
}

function Result({ appointment }: { readonly appointment: Appointment }) {
  const { reader } = useSession();
  const notes = [appointment.outcomeNote, appointment.attemptsNote].filter((note) => note !== '');
  return (
    <>
      {appointment.chargedUnits > 0 && (
        <p>
          {m.console_appointment_charged({
            units: formatUnits(appointment.chargedUnits, reader.language),
          })}{' '}
          <Clause id="T6" />
        </p>
      )}
      {notes.map((note) => (
        <p key={note} className="break-words whitespace-pre-wrap text-soft">
          {note}
        </p>
      ))}
    </>
  );
}

function Acts({
  ticket,
  appointment,
  onDialog,
}: SectionProps & { readonly appointment: Appointment }) {
  const may = (act: string) => ticket.acts.includes(act);
  const agreed = appointment.state === 'accepted';
  return (
    <div className="mt-1 flex flex-wrap gap-1.5">
      {agreed && (may('log-work') || may('record-no-show')) && (
        <Button onClick={() => onDialog({ kind: 'outcome', appointment })}>
          {m.console_appointment_outcome()}
        </Button>
      )}
      {may('schedule') && (
        <Button onClick={() => onDialog({ kind: 'schedule', appointment })}>
          {m.console_appointment_other_times()}
        </Button>
      )}
      {ticket.acts.length > 0 && (
        <Button look="quiet" onClick={() => onDialog({ kind: 'cancel-appointment', appointment })}>
          {m.console_appointment_cancel()}
        </Button>
      )}
      {appointment.calendarUrl !== null && (
        <a href={appointment.calendarUrl} download className={buttonClass('quiet')}>
          {m.console_appointment_calendar()}
        </a>
      )}
    </div>
  );
}

export const stateWords: Readonly<Record<Appointment['state'], () => string>> = {
  offered: m.console_appointment_state_offered,
  accepted: m.console_appointment_state_accepted,
  done: m.console_appointment_state_done,
  'no-show': m.console_appointment_state_missed,
  cancelled: m.console_appointment_state_cancelled,
};

const stateTone: Readonly<Record<Appointment['state'], string>> = {
  offered: 'text-turn',
  accepted: 'text-brand',
  done: 'text-soft',
  'no-show': 'text-bad',
  cancelled: 'text-soft',
};
