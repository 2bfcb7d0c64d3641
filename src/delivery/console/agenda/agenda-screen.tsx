import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { formatMinutes, formatTime, formatWeekday, formatZone } from '../../ui/format.ts';
import { iconCalendarClock } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Appointment } from '../../web/contract.ts';
import { cx } from '../parts/class-names.ts';
import { Fetching, MoreButton } from '../parts/fetched.tsx';
import { Empty } from '../parts/notice.tsx';
import { Screen, Sheet, tabClass } from '../parts/screen.tsx';
import { serverNow } from '../server/call.ts';
import { agendaQuery } from '../server/queries.ts';
import { useSession } from '../session/session.tsx';

const views = ['mine', 'all', 'offered'] as const;
type AgendaView = (typeof views)[number];
const viewWords: Readonly<Record<AgendaView, () => string>> = {
  mine: m.console_agenda_mine,
  all: m.console_agenda_all,
  offered: m.console_agenda_offered,
};

/** T6: what is agreed with customers and still to come, day by day; and what waits for somebody's answer. */
export function AgendaScreen() {
  const { me, reader } = useSession();
  const [view, setView] = useState<AgendaView>('mine');
  const found = useInfiniteQuery(
    agendaQuery({
      view: view === 'offered' ? 'offered' : 'agreed',
      ...(view === 'mine' ? { agentPersonId: me.personId } : {}),
    }),
  );
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Screen
      title={m.console_agenda_title()}
      aside={<span className="text-xs text-soft">{formatZone(reader, serverNow())}</span>}
      tabs={
        <fieldset className="flex gap-1 overflow-x-auto px-2 desk:px-4">
          <legend className="sr-only">{m.console_agenda_title()}</legend>
          {views.map((each) => (
            <button
              key={each}
              type="button"
              aria-pressed={each === view}
              onClick={() => setView(each)}
              className={tabClass(each === view)}
            >
              {viewWords[each]()}
            </button>
          ))}
        </fieldset>
      }
    >
      <Fetching of={found} />
      {found.data !== undefined && items.length === 0 && (
        <Empty icon={iconCalendarClock} title={m.console_agenda_empty()}>
          {m.console_agenda_empty_detail()}
        </Empty>
      )}
      <div className="flex max-w-4xl flex-col gap-4">
        {days(items, (appointment) => dayOf(appointment, reader)).map(([day, appointments]) => (
          <Sheet key={day} title={day}>
            <ul>
              {appointments.map((appointment) => (
                <Line key={appointment.id} appointment={appointment} />
              ))}
            </ul>
          </Sheet>
        ))}
      </div>
      <MoreButton of={found} />
    </Screen>
  );
}

function Line({ appointment }: { appointment: Appointment }) {
  const { reader } = useSession();
  const { ticket, startsAt, endsAt } = appointment;
  const theirs = appointment.slots.some(({ proposedBy }) => proposedBy === 'customer');
  return (
    <li className="border-t border-line first:border-t-0">
      <Link
        to="/tickets/$number"
        params={{ number: ticket.number }}
        search={{}}
        className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 px-4 py-2.5 hover:bg-page tablet:grid-cols-[6rem_minmax(0,1fr)_auto]"
      >
        <span className="font-strong tabular">
          {startsAt === null || endsAt === null
            ? formatMinutes(appointment.durationMinutes)
            : `${formatTime(startsAt, reader)}–${formatTime(endsAt, reader)}`}
        </span>
        <span className="order-1 col-span-2 tablet:order-none tablet:col-span-1">
          <span className="block font-medium break-words">{appointment.subject}</span>
          <span className="block text-xs break-words text-soft">
            #{ticket.number} {ticket.subject} · {appointment.organization.name}
          </span>
          {appointment.place === 'onsite' && (
            <span className="block text-xs break-words text-soft">
              {m.console_appointment_onsite({ location: appointment.location })}
            </span>
          )}
        </span>
        <span className={cx('text-xs', theirs ? 'font-medium text-turn' : 'text-soft')}>
          {appointment.state === 'offered' || theirs
            ? theirs
              ? m.console_agenda_answer()
              : m.console_agenda_waiting()
            : appointment.agent.name}
        </span>
      </Link>
    </li>
  );
}

/** By the day of the agreed time; what is only offered, by the day of its first proposed time. */
function dayOf(
  { startsAt, slots }: Appointment,
  reader: Parameters<typeof formatWeekday>[1],
): string {
  const at = startsAt ?? slots[0]?.startsAt;
  return at === undefined ? m.console_agenda_no_time() : formatWeekday(at, reader);
}

/** Neighbours of one day together, in the order in which they come. */
function days<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
): readonly (readonly [string, readonly Item[]])[] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const name = nameOf(item);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [item]);
    else group.push(item);
  }
  return [...groups];
}
