import { Link, useSearch } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import {
  iconAlarmClock,
  iconArrowLeft,
  iconBan,
  iconCheck,
  iconCheckCheck,
  iconChevronDown,
  iconEllipsis,
  iconLink,
  iconMerge,
  iconRotateCcw,
  iconSplit,
  iconTimer,
  iconUndo2,
} from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Ticket } from '../../web/contract.ts';
import { shortcuts } from '../keyboard/shortcuts.ts';
import { Avatar } from '../parts/avatar.tsx';
import { Button, buttonClass, IconButton } from '../parts/button.tsx';
import { Icon } from '../parts/icon.tsx';
import { BallMark, channelWords, PriorityMark, StatusMark } from '../parts/marks.tsx';
import { Menu, MenuItem } from '../parts/menu.tsx';
import { Moment } from '../parts/moment.tsx';
import { OrganizationLink } from '../parts/organization-link.tsx';
import { useTicking } from '../parts/ticking.ts';
import { Tip } from '../parts/tip.tsx';
import { NextClock } from './next-clock.tsx';
import { OthersHere } from './others-here.tsx';
import type { TicketDialog } from './ticket-dialogs.tsx';
import { useTimer } from './use-timer.ts';
import { stopwatch } from './work-timer.ts';

interface TicketHeadProps {
  readonly ticket: Ticket;
  readonly onDialog: (dialog: TicketDialog) => void;
  readonly onConfirmPriority: () => void;
  readonly confirming: boolean;
  readonly timing: boolean;
  readonly onTimer: () => void;
  readonly actsOpen: boolean;
  readonly onActsOpen: (open: boolean) => void;
}

/** What the request is, whose move it is, and what can be done with it as a whole. */
export function TicketHead(props: TicketHeadProps) {
  const { ticket, onDialog, onConfirmPriority, confirming, timing, onTimer } = props;
  const search = useSearch({ strict: false });
  const may = (act: string) => ticket.acts.includes(act);
  const heading = useFocusWhenOpened(ticket.number);
  return (
    <header className="border-b border-line px-4 pt-2.5 pb-3 desk:px-6">
      <div className="flex items-center gap-x-3 max-tablet:gap-x-2">
        <Link
          to="/tickets"
          search={search as object} // The parent route validates it.
          aria-label={m.console_key_back()}
          className={buttonClass(
            'quiet',
            '-ml-2 w-[1.875rem] px-0 wide:hidden pointer-coarse:w-11',
          )}
        >
          <Icon of={iconArrowLeft} />
        </Link>
        <span className="font-strong text-soft tabular">#{ticket.number}</span>
        <StatusMark status={ticket.status} mergedInto={ticket.mergedIntoNumber} />
        <span className="max-tablet:hidden">
          <BallMark ball={ticket.ball} />
        </span>
        <span className="desk:hidden">
          <NextClock ticket={ticket} brief />
        </span>
        <div className="ml-auto flex min-w-0 items-center gap-1.5">
          <OthersHere ticketNumber={ticket.number} />
          <span className="contents max-tablet:hidden">
            <TimerButton ticket={ticket} timing={timing} onTimer={onTimer} />
            <AssigneeButton ticket={ticket} onAssign={() => onDialog({ kind: 'assign' })} />
          </span>
          <ActsMenu {...props} />
        </div>
      </div>
      <h1
        id="subject"
        ref={heading}
        tabIndex={-1}
        className="mt-1 line-clamp-2 text-xl max-tablet:text-l font-heading leading-tight text-balance outline-none"
      >
        {ticket.subject}
      </h1>
      <div className="mt-1.5 flex flex-wrap items-center gap-x-2 gap-y-1.5 text-soft">
        <PriorityMark priority={ticket.priority} verified={ticket.priorityVerified} />
        {may('verify-priority') && (
          <span className="flex items-center gap-1">
            {!ticket.priorityVerified && (
              <Tip words={m.console_key_confirm_priority()} keys="P">
                <Button
                  look="quiet"
                  icon={iconCheck}
                  busy={confirming}
                  onClick={onConfirmPriority}
                  className="h-6 px-1.5 text-brand"
                >
                  {m.console_priority_confirm()}
                </Button>
              </Tip>
            )}
            <Tip words={m.console_key_priority()} keys="p">
              <Button
                look="quiet"
                onClick={() => onDialog({ kind: 'priority' })}
                className="h-6 px-1.5"
              >
                {m.console_priority_change()}
              </Button>
            </Tip>
          </span>
        )}
        <span className="ml-auto flex items-center gap-1 tablet:hidden">
          <TimerButton ticket={ticket} timing={timing} onTimer={onTimer} />
          <AssigneeButton ticket={ticket} onAssign={() => onDialog({ kind: 'assign' })} />
        </span>
        <span className="min-w-0 truncate max-tablet:basis-full">
          <OrganizationLink
            organization={ticket.organization}
            className="font-medium text-ink underline-offset-2"
          />
          {' · '}
          {ticket.requester.name}
          {' · '}
          {channelWords[ticket.channel]()}
          {' · '}
          <Moment at={ticket.receivedAt} as="ago" />
        </span>
      </div>
    </header>
  );
}

function TimerButton({
  ticket,
  timing,
  onTimer,
}: Pick<TicketHeadProps, 'ticket' | 'timing' | 'onTimer'>) {
  if (!ticket.acts.includes('log-work')) return null;
  return (
    <Tip words={m.console_key_timer()} keys="t">
      <button
        type="button"
        onClick={onTimer}
        aria-pressed={timing}
        aria-label={timing ? m.console_timer_stop() : m.console_timer_start()}
        className={buttonClass(
          timing ? 'secondary' : 'quiet',
          timing
            ? 'border-turn! bg-turn-tint! text-on-turn-tint!'
            : 'w-[1.875rem] px-0 pointer-coarse:w-11',
        )}
      >
        <Icon of={iconTimer} />
        {timing && <RunningTime />}
      </button>
    </Tip>
  );
}

function RunningTime() {
  const timer = useTimer();
  const shown = useTicking((now) => (timer === null ? '' : stopwatch(timer, now)));
  return <span className="tabular">{shown}</span>;
}

function AssigneeButton({ ticket, onAssign }: { ticket: Ticket; onAssign: () => void }) {
  const name = ticket.assignee?.name ?? ticket.team?.name;
  const shown = (
    <>
      {ticket.assignee !== null && <Avatar name={ticket.assignee.name} size="s" />}
      <span className="max-w-32 truncate max-tablet:max-w-20">
        {name ?? m.console_unassigned()}
      </span>
    </>
  );
  if (!ticket.acts.includes('assign'))
    return <span className="flex items-center gap-1.5">{shown}</span>;
  return (
    <Tip words={m.console_key_assign()} keys="a">
      <button
        type="button"
        onClick={onAssign}
        aria-keyshortcuts="a"
        className={buttonClass('quiet')}
      >
        <span className="sr-only">{m.console_key_assign()}: </span>
        {shown}
        <Icon of={iconChevronDown} size={14} />
      </button>
    </Tip>
  );
}

/** The acts that end a request, begin it anew, or tie it to another. */
export const endings = ['close', 'reopen', 'link', 'merge', 'refer', 'withdraw', 'reject'] as const;

function ActsMenu({ ticket, onDialog, actsOpen, onActsOpen }: TicketHeadProps) {
  const offered = (
    [
      ['snooze', m.console_key_snooze(), iconAlarmClock, false],
      ['close', m.console_key_close(), iconCheckCheck, false],
      ['reopen', m.console_key_reopen(), iconRotateCcw, false],
      ['link', m.console_key_link(), iconLink, false],
      ['merge', m.console_key_merge(), iconMerge, false],
      ['refer', m.console_key_refer(), iconSplit, false],
      ['withdraw', m.console_key_withdraw(), iconUndo2, true],
      ['reject', m.console_key_reject(), iconBan, true],
    ] as const
  ).filter(([act]) => ticket.acts.includes(act));
  if (offered.length === 0) return null;
  return (
    <Menu
      open={actsOpen}
      onOpen={onActsOpen}
      trigger={<IconButton icon={iconEllipsis} name={m.console_more()} keys="s" />}
    >
      {offered.map(([act, words, icon, danger]) => (
        <MenuItem
          key={act}
          icon={icon}
          danger={danger}
          {...(act === 'snooze' ? { keys: shortcuts.snooze.keys } : {})}
          onSelect={() => onDialog({ kind: act })}
        >
          {words}
        </MenuItem>
      ))}
    </Menu>
  );
}

/** A request that opens takes the focus, so that it is read out and the keys work; never from under a hand that types. */
function useFocusWhenOpened(number: number) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    void number;
    const typing = document.activeElement?.matches('input, textarea, select') ?? false;
    if (!typing) heading.current?.focus({ preventScroll: true });
  }, [number]);
  return heading;
}
