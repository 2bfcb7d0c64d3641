import type {
  Invitation,
  InvitationAct,
  InvitedPerson,
} from '../../../modules/correspondence/index.ts';
import { momentOf, movedBy, type Property } from './calendar-moments.ts';
import { cleanLine } from './clean-text.ts';
import type { MailCalendar } from './model.ts';

const eventsMax = 5;
const attendeesMax = 50;
const textMax = 500;

/**
 * What an invitation, its answer or its cancellation says (RFC 5545, RFC 5546): for people to read, never to act on.
 * One pass over the lines, with limits; whatever cannot be read is left out, and the calendar stays attached.
 */
export function readInvitations({ method, text }: MailCalendar): readonly Invitation[] {
  const { events, zones } = readComponents(text);
  return events.slice(0, eventsMax).map((event) => {
    const one = (name: string): Property | undefined => event.get(name)?.[0];
    const start = momentOf(one('DTSTART'), zones);
    const ends = one('DTEND');
    const attendees = (event.get('ATTENDEE') ?? []).slice(0, attendeesMax).map(personOf);
    return {
      act: actOf(method, one('STATUS')?.value ?? '', Number(one('SEQUENCE')?.value ?? 0)),
      uid: one('UID')?.value.slice(0, textMax) ?? '',
      title: textOf(one('SUMMARY')),
      place: textOf(one('LOCATION')),
      start,
      end:
        ends === undefined
          ? movedBy(start, one('DURATION')?.value ?? '')
          : momentOf(ends, zones, 'end'),
      repeats: event.has('RRULE') || event.has('RDATE'),
      organizer: event.has('ORGANIZER') ? personOf(one('ORGANIZER') ?? emptyProperty) : null,
      attendees,
    };
  });
}

const emptyProperty: Property = { parameters: new Map(), value: '' };

type Component = Map<string, Property[]>;

/** The events, and for each zone that the calendar brings along its offsets in minutes, each once. */
function readComponents(text: string): {
  readonly events: readonly Component[];
  readonly zones: ReadonlyMap<string, ReadonlySet<number>>;
} {
  const events: Component[] = [];
  const zones = new Map<string, Set<number>>();
  const open: string[] = [];
  let zone = new Set<number>();
  for (const line of text.replace(/\r?\n[ \t]/g, '').split(/\r?\n/)) {
    const found = readLine(line);
    if (found === null) continue;
    const [name, property] = found;
    const around = open.at(-1);
    if (name === 'BEGIN') {
      open.push(property.value.trim().toUpperCase());
      if (open.at(-1) === 'VEVENT') events.push(new Map());
      if (open.at(-1) === 'VTIMEZONE') zone = new Set();
    } else if (name === 'END') open.pop();
    else if (around === 'VTIMEZONE' && name === 'TZID') zones.set(property.value.trim(), zone);
    else if (name === 'TZOFFSETTO' && open.includes('VTIMEZONE'))
      zone.add(minutesOf(property.value));
    else if (around === 'VEVENT') {
      const event = events.at(-1);
      event?.set(name, [...(event.get(name) ?? []).slice(0, attendeesMax), property]);
    }
  }
  return { events, zones };
}

/** `NAME;PARAMETER="value";OTHER=value:the value`. */
function readLine(line: string): readonly [name: string, property: Property] | null {
  const head =
    /^([A-Za-z-]{1,40})((?:;[A-Za-z-]{1,40}=(?:"[^"]*"|[^";:]*)(?:,(?:"[^"]*"|[^";:,]*))*)*):/.exec(
      line.slice(0, 2_000),
    );
  if (head === null) return null;
  const [whole, name = '', written = ''] = head;
  const parameters = new Map(
    [...written.matchAll(/;([A-Za-z-]+)=("[^"]*"|[^";]*)/g)].map(([, key = '', value = '']) => [
      key.toUpperCase(),
      value.replaceAll('"', ''),
    ]),
  );
  return [name.toUpperCase(), { parameters, value: line.slice(whole.length) }];
}

function actOf(method: string | null, status: string, sequence: number): InvitationAct {
  if (method === 'CANCEL' || status.trim().toUpperCase() === 'CANCELLED') return 'cancellation';
  if (method === 'REPLY') return 'answer';
  if (method === 'COUNTER') return 'proposal';
  if (method === 'REQUEST') return sequence > 0 ? 'change' : 'invitation';
  return 'event';
}

const answers: Readonly<Record<string, InvitedPerson['answer']>> = {
  ACCEPTED: 'accepted',
  DECLINED: 'declined',
  TENTATIVE: 'tentative',
};

function personOf({ parameters, value }: Property): InvitedPerson {
  return {
    name: cleanLine(parameters.get('CN') ?? '').slice(0, textMax),
    address: cleanLine(value.replace(/^mailto:/i, '')).slice(0, textMax),
    answer: answers[parameters.get('PARTSTAT')?.toUpperCase() ?? ''] ?? 'waiting',
  };
}

const textOf = (property: Property | undefined): string =>
  cleanLine((property?.value ?? '').replace(/\\n/gi, ' ').replace(/\\(.)/g, '$1')).slice(
    0,
    textMax,
  );

/** `-0430`, `+013000`. */
function minutesOf(offset: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d{2})(\d{2})/.exec(offset.trim()) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}
