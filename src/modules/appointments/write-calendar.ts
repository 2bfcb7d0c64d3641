import type { Instant } from '../../kernel/clock.ts';
import { minuteMs } from '../../kernel/duration.ts';

/** An event for somebody's calendar program. */
export interface CalendarEvent {
  /** RFC 5546: an invitation or its change, its end, or a copy to keep. */
  readonly method: 'REQUEST' | 'CANCEL' | 'PUBLISH';
  readonly uid: string;
  /** Higher than in every earlier message about this event whose time it changes. */
  readonly sequence: number;
  readonly status: 'TENTATIVE' | 'CONFIRMED' | 'CANCELLED';
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  /** When this message was made. */
  readonly stampedAt: Instant;
  readonly summary: string;
  readonly description: string;
  readonly location: string;
  readonly url: string;
  readonly organizer: CalendarUser;
  /** Of a copy to keep there is none: nothing is asked of anybody. */
  readonly attendee: (CalendarUser & { readonly accepted: boolean }) | null;
  /** How long before the start the program should call; null: never. */
  readonly alarmMinutes: number | null;
}

export interface CalendarUser {
  readonly name: string;
  readonly address: string;
}

/** The name of an appointment in every calendar, for ever. */
export const appointmentUid = (appointmentId: number, domain: string): string =>
  `appointment-${appointmentId}@${domain}`;

/** The appointment that a UID of ours names; whether it is really ours is asked of the ticket that was answered. */
export function readUid(uid: string): number | null {
  const id = Number(/^appointment-(\d{1,15})@/.exec(uid.trim())?.[1]);
  return Number.isSafeInteger(id) && id > 0 ? id : null;
}

/**
 * The event as iCalendar (RFC 5545). Moments are in UTC, which every program shows in its owner's zone; a zone of ours
 * would need its whole history with it.
 */
export function writeCalendar(event: CalendarEvent): string {
  const { method, status, attendee, alarmMinutes } = event;
  const lines = [
    'BEGIN:VCALENDAR',
    'PRODID:-//Atenta//Appointments//ES',
    'VERSION:2.0',
    'CALSCALE:GREGORIAN',
    `METHOD:${method}`,
    'BEGIN:VEVENT',
    `UID:${text(event.uid)}`,
    `SEQUENCE:${event.sequence}`,
    `DTSTAMP:${moment(event.stampedAt)}`,
    `DTSTART:${moment(event.startsAt)}`,
    `DTEND:${moment(event.endsAt)}`,
    `SUMMARY:${text(event.summary)}`,
    `DESCRIPTION:${text(event.description)}`,
    ...(event.location === '' ? [] : [`LOCATION:${text(event.location)}`]),
    `URL:${event.url}`,
    `STATUS:${status}`,
    'TRANSP:OPAQUE',
    `ORGANIZER;CN=${parameter(event.organizer.name)}:mailto:${event.organizer.address}`,
    ...(attendee === null
      ? []
      : [
          `ATTENDEE;CN=${parameter(attendee.name)};CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=${attendee.accepted ? 'ACCEPTED' : 'NEEDS-ACTION'};RSVP=${attendee.accepted ? 'FALSE' : 'TRUE'}:mailto:${attendee.address}`,
        ]),
    ...(alarmMinutes === null
      ? []
      : [
          'BEGIN:VALARM',
          'ACTION:DISPLAY',
          `DESCRIPTION:${text(event.summary)}`,
          `TRIGGER:-PT${alarmMinutes}M`,
          'END:VALARM',
        ]),
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${fold(line)}\r\n`).join('');
}

/** "20261124T130000Z". */
const moment = (instant: Instant): string =>
  new Date(Math.floor(instant / minuteMs) * minuteMs).toISOString().replace(/[-:]|\.\d{3}/g, '');

/** A TEXT value: backslash, semicolon, comma and line end have a meaning; other control characters have no place. */
const text = (value: string): string =>
  value
    .replace(/\r\n?/g, '\n')
    .replace(/(?!\n)\p{Cc}/gu, ' ')
    .replace(/[\\;,]/g, '\\$&')
    .replaceAll('\n', '\\n');

/** A quoted parameter: it may hold anything but quotes and control characters. */
const parameter = (value: string): string =>
  `"${value.replaceAll('"', "'").replace(/\p{Cc}/gu, ' ')}"`;

const lineOctetsMax = 75;

/** RFC 5545 3.1: no line is longer than 75 octets, and none ends inside of a character. */
function fold(line: string): string {
  const folded: string[] = [];
  let current = '';
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > lineOctetsMax) {
      folded.push(current);
      current = ' ';
      octets = 1;
    }
    current += character;
    octets += size;
  }
  return [...folded, current].join('\r\n');
}
