import { unreachable } from '../../kernel/assert.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { CalendarDefinition } from '../../policy/clocks/calendar.ts';
import type { ClockEvent, Promised } from '../../policy/clocks/events.ts';
import type { SlaQuestion, TargetsInput, TicketEvent } from './clocks-explain-input.ts';

/** The events of a question in the policy's own words. */
export interface Translation {
  /** Index for index those of the question; null where the clocks see nothing. */
  readonly events: readonly (ClockEvent | null)[];
  /** Version 1 is the question's own calendar, and one more with each edit. */
  readonly calendars: readonly CalendarDefinition[];
}

/** Throws `UnknownPriority` for a priority without targets. */
export function translateEvents(question: SlaQuestion): Translation {
  const known: Known = {
    calendars: [question.calendar],
    targets: question.targets,
    agreementVersion: 1,
    priority: '',
    receivedAt: null,
  };
  const events = question.events.map((event) => translateEvent(event, known));
  return { events, calendars: known.calendars };
}

export class UnknownPriority extends Error {
  override name = 'UnknownPriority';
}

/** What the events so far have said. */
interface Known {
  readonly calendars: CalendarDefinition[];
  targets: TargetsInput;
  agreementVersion: number;
  priority: string;
  receivedAt: Instant | null;
}

function translateEvent(event: TicketEvent, known: Known): ClockEvent | null {
  const { at } = event;
  switch (event.type) {
    case 'received':
      known.receivedAt = at;
      return null;
    case 'created':
      known.priority = event.priority;
      return {
        type: 'registered',
        at,
        promised: promisedNow(known),
        calendar: calendarNow(known),
        receivedAt: known.receivedAt ?? at,
        byDirectContact: event.by === 'staff',
      };
    case 'priority_changed':
      known.priority = event.priority;
      return { type: 'priority-changed', at, promised: promisedNow(known) };
    case 'policy_changed':
      known.targets = event.targets;
      known.agreementVersion += 1;
      return { type: 'terms-changed', at, promised: promisedNow(known) };
    case 'calendar_changed':
      known.calendars.push(event.calendar);
      return { type: 'calendar-changed', at, calendar: calendarNow(known) };
    case 'date_agreed':
      return { type: 'date-agreed', at, resolveBy: event.resolve_by };
    case 'agent_replied':
    case 'agent_called':
    case 'agent_visited':
      return { type: 'contacted', at };
    case 'pending_customer':
      return { type: 'waiting-started', at };
    case 'customer_replied':
    case 'resumed':
      return { type: 'waiting-ended', at };
    case 'appointment_agreed':
      return {
        type: 'appointment-agreed',
        at,
        appointmentId: event.appointment,
        startsAt: event.starts_at,
      };
    case 'appointment_cancelled':
      return { type: 'appointment-cancelled', at, appointmentId: event.appointment };
    case 'no_show':
      return { type: 'no-show', at };
    case 'resolved':
      return { type: 'resolved', at };
    case 'reopened':
      return { type: 'reopened', at };
    case 'closed':
      return { type: 'closed', at };
    case 'cancelled':
      return { type: 'cancelled', at };
    case 'absorbed':
      return {
        type: 'absorbed',
        at,
        registeredAt: event.registered_at,
        contactedAt: event.contacted_at,
      };
    // What the desk does by itself, what only it sees, what machines answer and what other firms delay (3.3, 3.4).
    case 'auto_reply':
    case 'agent_note':
    case 'assigned':
    case 'bounced':
    case 'customer_auto_reply':
    case 'pending_vendor':
      return null;
    default:
      return unreachable(event);
  }
}

function promisedNow({ targets, priority, agreementVersion }: Known): Promised {
  const target = targets[priority];
  if (!target) throw new UnknownPriority(`no target for priority ${priority}`);
  return {
    priority,
    agreementVersion,
    firstResponseMinutes: target.attention_min,
    resolutionMinutes: target.resolution_min,
    hours: target.hours,
  };
}

const calendarNow = ({ calendars }: Known) => ({ calendarId: 1, version: calendars.length });
