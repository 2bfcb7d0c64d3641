import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { formatNear } from '../../ui/format.ts';
import { iconAlarmClock, iconMailWarning } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { TicketSummary } from '../../web/contract.ts';
import { Avatar } from '../parts/avatar.tsx';
import { cx } from '../parts/class-names.ts';
import { Icon } from '../parts/icon.tsx';
import { BallMark, PriorityMark, StatusMark } from '../parts/marks.tsx';
import { useTicking } from '../parts/ticking.ts';
import type { QueueFilter } from '../server/queries.ts';
import { useSession } from '../session/session.tsx';
import { NextClock } from './next-clock.tsx';
import { OthersHereMark } from './others-here.tsx';

export const queueColumns =
  'grid-cols-[minmax(0,1fr)_7.5rem_4.5rem_9.5rem_10rem_11rem] items-center gap-4';

interface QueueRowProps {
  readonly ticket: TicketSummary;
  readonly narrow: boolean;
  readonly opened: boolean;
  readonly marked: boolean;
  readonly chosen: boolean;
  /**
   * Null where nothing is chosen: beside an open request, and for whoever only reads. `through`: with all those between it
   * and the one chosen before.
   */
  readonly onChoose: ((number: number, through: boolean) => void) | null;
  readonly filter: QueueFilter;
}

/** One request as a line of the queue: what it is, whose move it is, and how long there is. */
export const QueueRow = memo(function QueueRow(props: QueueRowProps) {
  const { ticket, narrow, opened, marked, chosen, onChoose, filter } = props;
  const link = (
    <Link
      to="/tickets/$number"
      params={{ number: ticket.number }}
      search={filter}
      data-ticket={ticket.number}
      tabIndex={marked || opened ? 0 : undefined}
      aria-current={opened ? 'page' : undefined}
      onClick={(event) => {
        if (onChoose === null || !event.shiftKey) return;
        // Else the browser opens another window.
        event.preventDefault();
        onChoose(ticket.number, true);
      }}
      className={cx(
        'relative block border-b border-line outline-offset-[-3px]',
        opened ? 'bg-surface' : marked || chosen ? 'bg-brand-tint' : 'hover:bg-surface',
        opened && 'before:absolute before:inset-y-0 before:left-0 before:w-1 before:bg-brand',
        onChoose !== null && 'pl-7 desk:pl-5',
      )}
    >
      <Stacked ticket={ticket} className={narrow ? 'flex' : 'flex desk:hidden'} />
      {!narrow && <Columns ticket={ticket} className="hidden desk:grid" />}
    </Link>
  );
  if (onChoose === null) return link;
  return (
    <>
      {link}
      <label className="absolute inset-y-0 left-0 flex w-11 items-center justify-center desk:w-10">
        <input
          type="checkbox"
          checked={chosen}
          aria-label={m.console_bulk_choose({ number: String(ticket.number) })}
          onChange={({ nativeEvent }) =>
            onChoose(ticket.number, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)
          }
          className="size-4 accent-brand"
        />
      </label>
    </>
  );
});

function Columns({ ticket, className }: { ticket: TicketSummary; className: string }) {
  return (
    <div className={cx(queueColumns, 'px-5 py-2.5', className)}>
      <div className="min-w-0">
        <div className="flex items-center gap-2">
          <p className="truncate text-m font-medium leading-snug">{ticket.subject}</p>
          <OthersHereMark ticketNumber={ticket.number} />
        </div>
        <p className="truncate text-soft">
          <span className="tabular">#{ticket.number}</span> · {ticket.organization.name} ·{' '}
          {ticket.requester.name}
        </p>
        <HeldFor ticket={ticket} />
        <Undelivered ticket={ticket} />
        <Snoozed ticket={ticket} />
      </div>
      {/* A column of its own also where nobody owes a move. */}
      <span>
        <BallMark ball={ticket.ball} />
      </span>
      <span>
        <PriorityMark priority={ticket.priority} verified={ticket.priorityVerified} />
      </span>
      <StatusMark status={ticket.status} />
      <Assignee ticket={ticket} />
      <NextClock ticket={ticket} />
    </div>
  );
}

function Stacked({ ticket, className }: { ticket: TicketSummary; className: string }) {
  return (
    <div className={cx('flex-col gap-1 px-4 py-2.5', className)}>
      <div className="flex items-center gap-2">
        <p className="min-w-0 grow truncate text-m font-medium leading-snug">{ticket.subject}</p>
        <OthersHereMark ticketNumber={ticket.number} />
        {ticket.assignee !== null && (
          <>
            <Avatar name={ticket.assignee.name} size="s" />
            <span className="sr-only">{ticket.assignee.name}</span>
          </>
        )}
      </div>
      <div className="flex items-center gap-2 text-soft">
        <PriorityMark priority={ticket.priority} verified={ticket.priorityVerified} />
        <BallMark ball={ticket.ball} brief />
        <span className="min-w-0 grow truncate">
          <span className="tabular">#{ticket.number}</span> · {ticket.organization.name}
        </span>
        {ticket.nextClock === null ? (
          <StatusMark status={ticket.status} className="text-xs" />
        ) : (
          <NextClock ticket={ticket} brief />
        )}
      </div>
      <HeldFor ticket={ticket} />
      <Undelivered ticket={ticket} />
      <Snoozed ticket={ticket} />
    </div>
  );
}

/** What the customer was to get did not arrive: somebody has to put the address right. */
function Undelivered({ ticket }: { ticket: TicketSummary }) {
  if (!ticket.undelivered) return null;
  return (
    <p className="flex items-center gap-1.5 text-xs text-bad">
      <Icon of={iconMailWarning} size={13} />
      {m.console_queue_undelivered()}
    </p>
  );
}

/** Out of the reader's own queue until then. */
function Snoozed({ ticket }: { ticket: TicketSummary }) {
  const { reader } = useSession();
  const until = ticket.snoozedUntil;
  const moment = useTicking((now) => (until === null ? '' : formatNear(until, now, reader)));
  if (until === null) return null;
  return (
    <p className="flex items-center gap-1.5 text-xs text-soft">
      <Icon of={iconAlarmClock} size={13} />
      {m.console_queue_snoozed({ moment })}
    </p>
  );
}

function HeldFor({ ticket }: { ticket: TicketSummary }) {
  if (ticket.heldFor === null) return null;
  return (
    <p className="truncate text-xs text-hold">
      {m.console_queue_held_for({ words: ticket.heldFor.words })}
    </p>
  );
}

function Assignee({ ticket }: { ticket: TicketSummary }) {
  if (ticket.assignee !== null) {
    return (
      <span className="flex min-w-0 items-center gap-2">
        <Avatar name={ticket.assignee.name} size="s" />
        <span className="truncate">{ticket.assignee.name}</span>
      </span>
    );
  }
  return <span className="truncate text-soft">{ticket.team?.name ?? m.console_unassigned()}</span>;
}
