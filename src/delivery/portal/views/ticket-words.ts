import { priorityNames } from '../../../policy/priority.ts';
import { formatBefore, formatSpan } from '../../ui/format.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Clock, Ticket, TicketSummary } from '../../web/contract.ts';
import type { PageContext } from '../page-context.ts';

export type Status = TicketSummary['status'];
type Say = PageContext['say'];

const statusWords: Readonly<Record<Status, (none: object, say: Say) => string>> = {
  held: m.common_status_held,
  open: m.common_status_open,
  waiting: m.portal_status_waiting,
  resolved: m.common_status_resolved,
  closed: m.common_status_closed,
  referred: m.common_status_referred,
  rejected: m.common_status_rejected,
  withdrawn: m.common_status_withdrawn,
};

const statusName = (status: Status, { say }: PageContext): string => statusWords[status]({}, say);

/** What was absorbed is not turned away: it goes on in another request (I). */
export const statusOf = (
  { status, mergedIntoNumber }: Pick<TicketSummary, 'status' | 'mergedIntoNumber'>,
  context: PageContext,
): string =>
  mergedIntoNumber === null
    ? statusName(status, context)
    : m.portal_status_merged({ number: mergedIntoNumber }, context.say);

export const priorityName = (
  priority: TicketSummary['priority'],
  { language }: PageContext,
): string => priorityNames[priority][language];

const clockWords: Readonly<Record<Clock['kind'], (none: object, say: Say) => string>> = {
  firstResponse: m.common_clock_first_response,
  resolution: m.common_clock_resolution,
  nextResponse: m.common_clock_next_response,
};

export const clockName = (kind: Clock['kind'], { say }: PageContext): string =>
  clockWords[kind]({}, say);

const isOver = (status: Status): boolean =>
  status === 'closed' || status === 'referred' || status === 'rejected' || status === 'withdrawn';

/** Under which heading of the home page a request stands. */
export type Place = 'yours' | 'ours' | 'over';

export function placeOf({ ball, status }: Pick<TicketSummary, 'ball' | 'status'>): Place {
  if (isOver(status)) return 'over';
  if (ball === 'customer' || status === 'held' || status === 'resolved') return 'yours';
  return 'ours';
}

/** One line that says who has the ball and what comes next. */
export function nextStep(ticket: TicketSummary, context: PageContext): string {
  const { say } = context;
  switch (ticket.status) {
    case 'held':
      return ticket.heldFor?.words ?? m.portal_next_held({}, say);
    case 'waiting':
      return m.portal_next_waiting({}, say);
    case 'resolved':
      return m.portal_next_resolved({}, say);
    case 'open':
      return promiseLine(ticket, context);
    default:
      return statusOf(ticket, context);
  }
}

/** "Respuesta antes de hoy a las 14:10": the promise that falls due next. */
export function promiseLine(ticket: TicketSummary, context: PageContext): string {
  const { say, now } = context;
  const clock = ticket.nextClock;
  if (clock === null) return m.portal_next_agreed({}, say);
  if (clock.dueAt === null) return m.portal_next_paused({}, say);
  const before = formatBefore(clock.dueAt, now, context);
  if (Date.parse(clock.dueAt) <= now) {
    const span = formatSpan(now - Date.parse(clock.dueAt), context.language);
    return clock.kind === 'firstResponse'
      ? m.portal_promise_response_late({ span }, say)
      : m.portal_promise_resolution_late({ span }, say);
  }
  return clock.kind === 'firstResponse'
    ? m.portal_promise_response({ before }, say)
    : m.portal_promise_resolution({ before }, say);
}

/** The last cycle of each clock: earlier ones ended when the request was reopened (VIII.c). */
export function currentClocks(ticket: Pick<Ticket, 'clocks'>): readonly Clock[] {
  return (['firstResponse', 'resolution'] as const).flatMap((kind) => {
    const cycles = ticket.clocks.filter((clock) => clock.kind === kind);
    const latest = cycles.toSorted((a, b) => b.cycle - a.cycle)[0];
    return latest === undefined ? [] : [latest];
  });
}
