import type { Instant } from '../../../kernel/clock.ts';
import { isTimeZone, timeZone } from '../../../kernel/wall-time.ts';
import type { MailCalendar } from './model.ts';

/** What a calendar program answered to an invitation. */
export interface InvitationAnswer {
  readonly uid: string;
  readonly response: 'accepted' | 'declined' | 'tentative' | 'counter';
  /** Of the invitation that is answered; null when the program does not repeat it. */
  readonly sequence: number | null;
  /** The start that it repeats, or with `counter` asks for; null when it is not in UTC or in a zone we know. */
  readonly startsAt: Instant | null;
}

/**
 * EMAIL.md rule 8: the answer to an invitation of ours (RFC 5546: REPLY, COUNTER). Read from the text alone and only as
 * far as the desk needs it; who answered is asked of the mail, never of the ATTENDEE in it. Null: nothing to act on.
 */
export function readInvitationAnswer(calendars: readonly MailCalendar[]): InvitationAnswer | null {
  for (const { method, text } of calendars) {
    if (method !== 'REPLY' && method !== 'COUNTER') continue;
    const event = eventOf(text);
    const uid = event?.find(({ name }) => name === 'UID')?.value;
    if (event === undefined || uid === undefined || uid === '') continue;
    const response = method === 'COUNTER' ? 'counter' : responseOf(event);
    if (response === null) continue;
    const sequence = Number(event.find(({ name }) => name === 'SEQUENCE')?.value ?? Number.NaN);
    return {
      uid,
      response,
      sequence: Number.isSafeInteger(sequence) ? sequence : null,
      startsAt: startOf(event),
    };
  }
  return null;
}

interface Property {
  readonly name: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly value: string;
}

/** The properties of the first event, without those of what it contains (alarms). */
function eventOf(text: string): readonly Property[] | undefined {
  const properties: Property[] = [];
  const open: string[] = [];
  for (const line of text.replace(/\r?\n[ \t]/g, '').split(/\r?\n/)) {
    const property = propertyOf(line);
    if (property === null) continue;
    const { name, value } = property;
    if (name === 'BEGIN') open.push(value.toUpperCase());
    else if (name === 'END') {
      if (open.pop() === 'VEVENT') return properties;
    } else if (open.at(-1) === 'VEVENT') properties.push(property);
  }
  return undefined;
}

function propertyOf(line: string): Property | null {
  const head = /^(?:[^":;]|"[^"]*"|;)*?:/.exec(line.slice(0, 4000))?.[0];
  if (head === undefined) return null;
  const [name = '', ...parameters] = head.slice(0, -1).match(/(?:[^";]|"[^"]*")+/g) ?? [];
  return {
    name: name.trim().toUpperCase(),
    parameters: new Map(
      parameters.map((parameter) => {
        const at = parameter.indexOf('=');
        const value = parameter.slice(at + 1).replace(/^"|"$/g, '');
        return [parameter.slice(0, at).trim().toUpperCase(), value] as const;
      }),
    ),
    value: line.slice(head.length).trim(),
  };
}

const responses: Readonly<Record<string, InvitationAnswer['response']>> = {
  ACCEPTED: 'accepted',
  DECLINED: 'declined',
  TENTATIVE: 'tentative',
};

/** A reply carries exactly one attendee: the one who answers (RFC 5546 3.2.3). */
function responseOf(event: readonly Property[]): InvitationAnswer['response'] | null {
  const attendees = event.filter(({ name }) => name === 'ATTENDEE');
  const [attendee] = attendees;
  if (attendees.length !== 1 || attendee === undefined) return null;
  return responses[attendee.parameters.get('PARTSTAT')?.toUpperCase() ?? ''] ?? null;
}

function startOf(event: readonly Property[]): Instant | null {
  const start = event.find(({ name }) => name === 'DTSTART');
  const parts = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})(Z?)$/.exec(start?.value ?? '');
  if (start === undefined || parts === null) return null;
  const [, year, month, day, hour, minute, second, utc] = parts;
  const wall = `${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
  const instant = Date.parse(wall);
  if (Number.isNaN(instant)) return null;
  if (utc === 'Z') return instant;
  const zone = start.parameters.get('TZID')?.replace(/^\//, '');
  return zone !== undefined && isTimeZone(zone) ? timeZone(zone).instantOf(instant) : null;
}
