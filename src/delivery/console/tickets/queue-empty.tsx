import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import {
  type Icon as IconShapes,
  iconAlarmClock,
  iconArchive,
  iconCheckCheck,
  iconCircleCheck,
  iconCirclePause,
  iconInbox,
  iconSearch,
  iconUserRound,
  iconUsersRound,
} from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import { buttonClass } from '../parts/button.tsx';
import { Empty } from '../parts/notice.tsx';
import type { QueueFilter, QueueView } from '../server/queries.ts';
import { useSession } from '../session/session.tsx';

interface EmptyWords {
  readonly icon: IconShapes;
  readonly title: () => string;
  readonly detail?: () => string;
}

const emptyViews: Readonly<Record<QueueView, EmptyWords>> = {
  active: {
    icon: iconCheckCheck,
    title: m.console_queue_empty_active,
    detail: m.console_queue_empty_active_detail,
  },
  mine: {
    icon: iconUserRound,
    title: m.console_queue_empty_mine,
    detail: m.console_queue_empty_mine_detail,
  },
  unassigned: {
    icon: iconUsersRound,
    title: m.console_queue_empty_unassigned,
    detail: m.console_queue_empty_unassigned_detail,
  },
  waiting: {
    icon: iconCirclePause,
    title: m.console_queue_empty_waiting,
    detail: m.console_queue_empty_waiting_detail,
  },
  snoozed: {
    icon: iconAlarmClock,
    title: m.console_queue_empty_snoozed,
    detail: m.console_queue_empty_snoozed_detail,
  },
  held: {
    icon: iconCircleCheck,
    title: m.console_queue_empty_held,
    detail: m.console_queue_empty_held_detail,
  },
  scope: {
    icon: iconCircleCheck,
    title: m.console_queue_empty_scope,
    detail: m.console_queue_empty_scope_detail,
  },
  resolved: {
    icon: iconCircleCheck,
    title: m.console_queue_empty_resolved,
    detail: m.console_queue_empty_resolved_detail,
  },
  ended: { icon: iconArchive, title: m.console_queue_empty_ended },
  all: {
    icon: iconInbox,
    title: m.console_queue_empty_active,
    detail: m.console_queue_empty_active_detail,
  },
};

export function QueueEmpty({ filter }: { filter: QueueFilter }) {
  const { rights } = useSession();
  const view = filter.view ?? 'active';
  if (filter.q !== undefined) {
    return (
      <Empty
        icon={iconSearch}
        title={m.console_queue_empty_search()}
        action={
          view !== 'all' && (
            <Link to="." search={{ ...filter, view: 'all' }} className={buttonClass('secondary')}>
              {m.console_queue_search_everywhere()}
            </Link>
          )
        }
      >
        {m.console_queue_empty_search_detail()}
      </Empty>
    );
  }
  const { icon, title, detail } = emptyViews[view];
  const actions: Partial<Record<QueueView, ReactNode>> = {
    mine: (
      <Link to="." search={{ view: 'unassigned' }} className={buttonClass('secondary')}>
        {m.console_queue_show_unassigned()}
      </Link>
    ),
    active: rights.desk && (
      <Link to="/tickets/new" className={buttonClass('secondary')}>
        {m.console_nav_new_full()}
      </Link>
    ),
  };
  return (
    <Empty icon={icon} title={title()} action={actions[view]}>
      {detail?.()}
    </Empty>
  );
}
