import { iconCheck, iconCircleQuestionMark, iconHand, iconUserRound } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { TicketSummary } from '../../web/contract.ts';
import { cx } from './class-names.ts';
import { Icon } from './icon.tsx';

type Status = TicketSummary['status'];
type Priority = TicketSummary['priority'];
type Ball = TicketSummary['ball'];
type Channel = TicketSummary['channel'];

export const statusWords: Readonly<Record<Status, () => string>> = {
  held: m.console_status_held,
  open: m.console_status_open,
  waiting: m.console_status_waiting,
  resolved: m.console_status_resolved,
  closed: m.console_status_closed,
  referred: m.console_status_referred,
  rejected: m.console_status_rejected,
  withdrawn: m.console_status_withdrawn,
};
const statusDots: Readonly<Record<Status, string>> = {
  held: 'bg-status-held',
  open: 'bg-status-open',
  waiting: 'bg-status-waiting',
  resolved: 'bg-status-resolved',
  closed: 'bg-status-closed',
  referred: 'bg-status-referred',
  rejected: 'bg-status-rejected',
  withdrawn: 'bg-status-withdrawn',
};

export function StatusMark({
  status,
  mergedInto = null,
  className,
}: {
  status: Status;
  /** I: the number of the request that goes on for this one. */
  mergedInto?: number | null;
  className?: string;
}) {
  return (
    <span className={cx('inline-flex items-center gap-1.5 whitespace-nowrap', className)}>
      <span className={cx('size-2 shrink-0 rounded-full', statusDots[status])} />
      {mergedInto === null
        ? statusWords[status]()
        : m.console_status_merged({ number: String(mergedInto) })}
    </span>
  );
}

export const priorityWords: Readonly<Record<Priority, () => string>> = {
  p1: m.console_priority_p1,
  p2: m.console_priority_p2,
  p3: m.console_priority_p3,
  p4: m.console_priority_p4,
  agreed: m.console_priority_agreed,
};
export const priorityShort: Readonly<Record<Priority, () => string>> = {
  p1: m.console_priority_p1_short,
  p2: m.console_priority_p2_short,
  p3: m.console_priority_p3_short,
  p4: m.console_priority_p4_short,
  agreed: m.console_priority_agreed_short,
};
const priorityColours: Readonly<Record<Priority, string>> = {
  p1: 'text-priority-p1',
  p2: 'text-priority-p2',
  p3: 'text-priority-p3',
  p4: 'text-priority-p4',
  agreed: 'text-priority-agreed',
};

/** V.b: dashed with a question mark while it is only what the customer suggested; solid once a person verified it. */
export function PriorityMark({
  priority,
  verified,
  className,
}: {
  priority: Priority;
  verified: boolean;
  className?: string;
}) {
  const state = verified ? m.console_priority_verified() : m.console_priority_unverified();
  return (
    <span
      className={cx(
        'inline-flex h-5 items-center gap-0.5 rounded-xs border px-1 text-xs font-strong whitespace-nowrap tabular bg-surface',
        verified ? 'border-current' : 'border-dashed border-current/60',
        priorityColours[priority],
        className,
      )}
      title={`${priorityWords[priority]()}, ${state}`}
    >
      <span className="sr-only">
        {priorityWords[priority]()}, {state}
      </span>
      <span aria-hidden="true">{priorityShort[priority]()}</span>
      <Icon of={verified ? iconCheck : iconCircleQuestionMark} size={11} />
    </span>
  );
}

export const ballWords: Readonly<Record<Ball, () => string>> = {
  desk: m.console_ball_desk,
  customer: m.console_ball_customer,
  nobody: m.console_ball_nobody,
};

/** Who owes the next move. Ember is for one meaning only: it is ours. */
export function BallMark({
  ball,
  brief = false,
  className,
}: {
  ball: Ball;
  /** Only its icon to look at. */
  brief?: boolean;
  className?: string;
}) {
  if (ball === 'nobody') return null;
  return (
    <span
      className={cx(
        'inline-flex items-center gap-1 whitespace-nowrap',
        ball === 'desk' ? 'font-medium text-turn' : 'text-soft',
        className,
      )}
    >
      <Icon of={ball === 'desk' ? iconHand : iconUserRound} size={13} />
      <span className={brief ? 'sr-only' : ''}>{ballWords[ball]()}</span>
    </span>
  );
}

export const channelWords: Readonly<Record<Channel, () => string>> = {
  portal: m.console_channel_portal,
  email: m.console_channel_email,
  phone: m.console_channel_phone,
  visit: m.console_channel_visit,
  api: m.console_channel_api,
};
