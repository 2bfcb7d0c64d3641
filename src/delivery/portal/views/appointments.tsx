import type { ComponentChildren } from 'preact';
import { minuteMs } from '../../../kernel/duration.ts';
import {
  formatDayAndTime,
  formatMinutes,
  formatNear,
  formatUnits,
  formatZone,
} from '../../ui/format.ts';
import { iconCalendarClock, iconChevronRight, iconDownload } from '../../ui/icons.gen.ts';
import { paths } from '../../ui/paths.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Appointment, Ticket } from '../../web/contract.ts';
import type { PageContext } from '../page-context.ts';
import { ticketDraft } from './draft.ts';
import { ClauseLink, Field } from './elements.tsx';
import { Icon } from './icon.tsx';
import { linked } from './text.tsx';

interface SectionProps {
  readonly context: PageContext;
  readonly ticket: Ticket;
  readonly formKey: string;
}

/** T5, T6: the activities of a request: what waits for an answer first, each act with what it costs beside it. */
export const AppointmentsSection = ({ context, ticket, formKey }: SectionProps) => {
  const { say } = context;
  if (ticket.appointments.length === 0) return null;
  const isOpen = ({ state }: Appointment) => state === 'offered' || state === 'accepted';
  const open = ticket.appointments.filter(isOpen);
  const over = ticket.appointments.filter((appointment) => !isOpen(appointment));
  return (
    <section id="appointments" aria-labelledby="appointments-title">
      <h2 id="appointments-title">{m.portal_appointments_title({}, say)}</h2>
      {open.map((appointment) => (
        <OpenAppointment
          key={appointment.id}
          context={context}
          ticket={ticket}
          appointment={appointment}
          formKey={formKey}
        />
      ))}
      {over.map((appointment) => (
        <OverAppointment key={appointment.id} context={context} appointment={appointment} />
      ))}
    </section>
  );
};

interface OneProps extends SectionProps {
  readonly appointment: Appointment;
}

const OpenAppointment = (props: OneProps) => {
  const { context, ticket, appointment } = props;
  const { say } = context;
  const mayAnswer = ticket.acts.includes('schedule');
  const theirs = appointment.slots.filter(({ proposedBy }) => proposedBy === 'agent');
  const own = appointment.slots.filter(({ proposedBy }) => proposedBy === 'customer');
  return (
    <article class={`card appointment ${appointment.state}`}>
      <h3>
        <Icon shape={iconCalendarClock} />
        {appointment.subject}
      </h3>
      {appointment.startsAt === null ? (
        <p>{theirs.length > 0 ? m.portal_appointment_offered({}, say) : null}</p>
      ) : (
        <p class="appointment-when">
          {momentOf(appointment.startsAt, context)}
          <span class="hint">
            {m.portal_appointment_zone({ zone: zoneOf(appointment.startsAt, context) }, say)}
          </span>
        </p>
      )}
      <Facts context={context} appointment={appointment} />
      {mayAnswer && theirs.length > 0 ? <Offer {...props} slots={theirs} /> : null}
      {own.length > 0 ? (
        <div>
          <p>{m.portal_appointment_proposed({}, say)}</p>
          <ul class="slots">
            {own.map((slot) => (
              <li key={slot.id}>{momentOf(slot.startsAt, context)}</li>
            ))}
          </ul>
        </div>
      ) : null}
      {appointment.calendarUrl === null ? null : (
        <p>
          <a class="button" href={appointment.calendarUrl} download>
            <Icon shape={iconDownload} />
            {m.portal_appointment_calendar({}, say)}
          </a>
        </p>
      )}
      <TermsLine context={context} ticket={ticket} appointment={appointment} />
      {mayAnswer ? <Propose {...props} /> : null}
      <Cancel {...props} />
    </article>
  );
};

/** One tap takes a time. A visit takes the word for its charge first (T5). */
const Offer = ({
  context,
  ticket,
  appointment,
  formKey,
  slots,
}: OneProps & { readonly slots: Appointment['slots'] }) => {
  const { say, language } = context;
  return (
    <form method="post" action={actionOf(ticket, appointment, 'acceptance')} data-once>
      <input type="hidden" name="key" value={`accept-${appointment.id}-${formKey}`} />
      <SurchargeConsent
        context={context}
        ticket={ticket}
        appointment={appointment}
        id={`surcharge-${appointment.id}`}
      />
      <ul class="slots">
        {slots.map((slot) => (
          <li key={slot.id}>
            <button class="button primary wide" type="submit" name="slot" value={slot.id}>
              {m.portal_appointment_accept({ moment: momentOf(slot.startsAt, context) }, say)}
            </button>
          </li>
        ))}
      </ul>
      <p class="hint">
        {m.portal_appointment_zone({ zone: zoneOf(slots[0]?.startsAt ?? '', context) }, say)}{' '}
        {m.portal_appointment_accepting(
          { units: formatUnits(appointment.absenceUnits, language) },
          say,
        )}{' '}
        <ClauseLink context={context} id="T6" version={ticket.agreementVersion} />
      </p>
    </form>
  );
};

const proposals = [1, 2, 3] as const;

const Propose = ({ context, ticket, appointment, formKey }: OneProps) => {
  const { say, language, now } = context;
  const earliest = wallNow(now, context.timeZone);
  return (
    <details>
      <summary>{m.portal_appointment_propose({}, say)}</summary>
      <form
        method="post"
        action={actionOf(ticket, appointment, 'proposals')}
        data-once
        {...ticketDraft(context, ticket, `propose-${appointment.id}`)}
      >
        <input type="hidden" name="key" value={`propose-${appointment.id}-${formKey}`} />
        <p class="hint">
          {appointment.startsAt === null
            ? m.portal_appointment_propose_hint({}, say)
            : m.portal_appointment_move_hint({}, say)}{' '}
          {m.portal_appointment_zone({ zone: zoneOf(now, context) }, say)}
        </p>
        {proposals.map((number) => (
          <Field
            key={number}
            id={`slot-${appointment.id}-${number}`}
            label={m.portal_appointment_time({ number }, say)}
            {...(number === 1 ? {} : { optional: m.portal_optional({}, say) })}
          >
            {(described) => (
              <input
                {...described}
                type="datetime-local"
                name="time"
                min={earliest}
                required={number === 1}
              />
            )}
          </Field>
        ))}
        <p class="hint">
          {m.portal_appointment_proposing(
            { units: formatUnits(appointment.absenceUnits, language) },
            say,
          )}{' '}
          <ClauseLink context={context} id="T6" version={ticket.agreementVersion} />
        </p>
        <SurchargeConsent
          context={context}
          ticket={ticket}
          appointment={appointment}
          id={`propose-surcharge-${appointment.id}`}
        />
        <button class="button" type="submit">
          {m.portal_appointment_propose_act({}, say)}
        </button>
      </form>
    </details>
  );
};

/** T6: what it costs is said beside the button, and a cost takes the customer's word. */
const Cancel = ({ context, ticket, appointment, formKey }: OneProps) => {
  const { say, language, now } = context;
  const { cancellationUnits, freeUntil } = appointment;
  const offered = appointment.state === 'offered';
  return (
    <details>
      <summary>
        {offered ? m.portal_appointment_decline({}, say) : m.portal_appointment_cancel({}, say)}
      </summary>
      <form
        method="post"
        action={actionOf(ticket, appointment, 'cancellation')}
        data-once
        {...ticketDraft(context, ticket, `cancel-${appointment.id}`)}
      >
        <input type="hidden" name="key" value={`cancel-${appointment.id}-${formKey}`} />
        {cancellationUnits > 0 ? (
          <Consent id={`charge-${appointment.id}`} name="charge">
            {m.portal_appointment_accept_charge(
              {
                units: formatUnits(cancellationUnits, language),
                notice: formatMinutes(appointment.noticeMinutes),
              },
              say,
            )}{' '}
            <ClauseLink context={context} id="T6" version={ticket.agreementVersion} />
          </Consent>
        ) : (
          <p>
            {freeUntil === null
              ? m.portal_appointment_decline_free({}, say)
              : m.portal_appointment_cancel_free(
                  { moment: formatNear(freeUntil, now, context) },
                  say,
                )}
          </p>
        )}
        <Field
          id={`cancel-reason-${appointment.id}`}
          label={m.portal_appointment_reason({}, say)}
          optional={m.portal_optional({}, say)}
        >
          {(described) => <textarea {...described} name="reason" rows={2} maxLength={2000} />}
        </Field>
        <button class="button danger" type="submit">
          {offered
            ? m.portal_appointment_decline_act({}, say)
            : m.portal_appointment_cancel_act({}, say)}
        </button>
      </form>
    </details>
  );
};

/** T5: the charge of a visit, as long as the customer has not accepted it. */
const SurchargeConsent = ({
  context,
  ticket,
  appointment: { surcharge },
  id,
}: Pick<OneProps, 'context' | 'ticket' | 'appointment'> & { readonly id: string }) =>
  surcharge === null || surcharge.accepted ? null : (
    <Consent id={id} name="surcharge">
      {m.portal_appointment_accept_surcharge(
        { units: formatUnits(surcharge.units, context.language) },
        context.say,
      )}{' '}
      <ClauseLink context={context} id="T5" version={ticket.agreementVersion} />
    </Consent>
  );

/** The customer's word, without which the form does not go. */
const Consent = ({
  id,
  name,
  children,
}: {
  readonly id: string;
  readonly name: string;
  readonly children: ComponentChildren;
}) => (
  <Field id={id} label={children}>
    {(described) => <input {...described} type="checkbox" name={name} value="accepted" required />}
  </Field>
);

const TermsLine = ({
  context,
  ticket,
  appointment,
}: Pick<OneProps, 'context' | 'ticket' | 'appointment'>) =>
  appointment.state === 'accepted' ? (
    <p class="hint">
      {m.portal_appointment_terms(
        {
          units: formatUnits(appointment.absenceUnits, context.language),
          notice: formatMinutes(appointment.noticeMinutes),
        },
        context.say,
      )}{' '}
      <ClauseLink context={context} id="T6" version={ticket.agreementVersion} />
    </p>
  ) : null;

const Facts = ({ context, appointment }: { context: PageContext; appointment: Appointment }) => {
  const { say, language } = context;
  const { surcharge, location } = appointment;
  const facts: readonly (readonly [string, ComponentChildren])[] = [
    [
      m.portal_appointment_place({}, say),
      appointment.place === 'onsite'
        ? m.portal_appointment_onsite({ location }, say)
        : location === ''
          ? m.portal_appointment_remote({}, say)
          : linked(m.portal_appointment_remote_at({ location }, say)),
    ],
    [m.portal_appointment_duration({}, say), formatMinutes(appointment.durationMinutes)],
    [m.portal_appointment_agent({}, say), appointment.agent.name],
    ...(surcharge === null
      ? []
      : [
          [
            m.portal_appointment_surcharge({}, say),
            surcharge.note === ''
              ? formatUnits(surcharge.units, language)
              : m.portal_appointment_surcharge_noted(
                  { units: formatUnits(surcharge.units, language), note: surcharge.note },
                  say,
                ),
          ] as const,
        ]),
  ];
  return (
    <dl class="facts">
      {facts.map(([name, fact]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{fact}</dd>
        </div>
      ))}
    </dl>
  );
};

const OverAppointment = ({
  context,
  appointment,
}: {
  context: PageContext;
  appointment: Appointment;
}) => {
  const { say, language } = context;
  const states = {
    done: m.portal_appointment_done,
    'no-show': m.portal_appointment_missed,
    cancelled: m.portal_appointment_cancelled,
    offered: m.portal_appointment_offered,
    accepted: m.portal_appointment_offered,
  };
  const at = appointment.startsAt ?? appointment.endedAt;
  return (
    <article class="card appointment over">
      <h3>{appointment.subject}</h3>
      <p>
        <strong>{states[appointment.state]({}, say)}</strong>
        {at === null ? null : ` · ${formatDayAndTime(at, context)}`}
      </p>
      {appointment.chargedUnits === 0 ? null : (
        <p>
          {m.portal_appointment_charged(
            { units: formatUnits(appointment.chargedUnits, language) },
            say,
          )}{' '}
          <ClauseLink context={context} id="T6" />
        </p>
      )}
      {[appointment.outcomeNote, appointment.attemptsNote]
        .filter((note) => note !== '')
        .map((note) => (
          <p key={note} class="prose">
            {note}
          </p>
        ))}
      {appointment.state === 'no-show' ? (
        <p class="hint">
          {m.portal_appointment_missed_more({}, say)}{' '}
          {context.me?.roles.includes('customer_administrator') ? (
            <a href={paths.account}>{m.portal_appointment_missed_object({}, say)}</a>
          ) : null}
        </p>
      ) : null}
    </article>
  );
};

/** On the home page: what is agreed and what waits for the reader, each with its request. */
export const AppointmentList = ({
  context,
  agreed,
  offered,
}: {
  readonly context: PageContext;
  readonly agreed: readonly Appointment[];
  readonly offered: readonly Appointment[];
}) => {
  const { say } = context;
  const waiting = offered.filter(({ slots }) =>
    slots.some(({ proposedBy }) => proposedBy === 'agent'),
  );
  if (agreed.length + waiting.length === 0) return null;
  return (
    <section class="upcoming" aria-labelledby="upcoming-title">
      <h2 id="upcoming-title">{m.portal_appointments_upcoming({}, say)}</h2>
      <ul class="tickets">
        {waiting.map((appointment) => (
          <Line key={appointment.id} context={context} appointment={appointment} yours />
        ))}
        {agreed.map((appointment) => (
          <Line key={appointment.id} context={context} appointment={appointment} />
        ))}
      </ul>
      <p class="hint">{m.portal_appointment_zone({ zone: zoneOf(context.now, context) }, say)}</p>
    </section>
  );
};

const Line = ({
  context,
  appointment,
  yours = false,
}: {
  context: PageContext;
  appointment: Appointment;
  yours?: boolean;
}) => (
  <li>
    <article class={`ticket ${yours ? 'yours' : 'ours'}`}>
      <p class="ticket-meta">
        <span class="number">#{appointment.ticket.number}</span>
        <span>
          {appointment.place === 'onsite'
            ? m.portal_appointment_onsite({ location: appointment.location }, context.say)
            : m.portal_appointment_remote({}, context.say)}
        </span>
      </p>
      <h3>
        <a href={`${paths.ticket(appointment.ticket.number)}#appointments`}>
          {appointment.subject}
        </a>
      </h3>
      <p class="ticket-next">
        {appointment.startsAt === null || yours
          ? m.portal_appointment_choose({}, context.say)
          : formatNear(appointment.startsAt, context.now, context)}
      </p>
      <Icon shape={iconChevronRight} />
    </article>
  </li>
);

const actionOf = (ticket: Ticket, appointment: Appointment, act: string): string =>
  `${paths.ticket(ticket.number)}/appointments/${appointment.id}/${act}`;

const momentOf = (moment: string, context: PageContext): string =>
  formatNear(moment, context.now, context);

const zoneOf = (moment: string | number, context: PageContext): string =>
  formatZone(context, typeof moment === 'number' ? moment : Date.parse(moment));

/** The present minute as the reader's clock on the wall shows it: `2026-11-24T09:30`. */
const wallNow = (now: number, zone: string): string =>
  new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'short',
  })
    .format(now + minuteMs)
    .replace(' ', 'T');
