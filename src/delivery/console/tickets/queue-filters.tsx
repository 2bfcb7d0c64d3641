import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { iconX } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { SavedView } from '../../web/contract.ts';
import { Icon } from '../parts/icon.tsx';
import { priorityWords, statusWords } from '../parts/marks.tsx';
import { organizationQuery, type QueueFilter } from '../server/queries.ts';
import { clockWords } from './next-clock.tsx';
import { SavedViewAct } from './saved-view-act.tsx';
import { isNarrowed } from './saved-view-filter.ts';
import { type Mark, readSearch, type SearchFilter, withoutFilter } from './search-words.ts';

/** What narrows the view beyond its words, as it was understood; each can be taken away. */
export function QueueFilters({
  filter,
  saved,
}: {
  filter: QueueFilter;
  saved: SavedView | undefined;
}) {
  const organization = useQuery({
    ...organizationQuery(filter.organizationId ?? 0),
    enabled: filter.organizationId !== undefined,
  });
  const { priority: ofAddress, organizationId, ...rest } = filter;
  const search = readSearch(filter.q ?? '');
  const { priority: written, customer, assignee, status, team, mark, clock } = search;
  const priority = written ?? ofAddress;
  const without = (kind: SearchFilter): QueueFilter => {
    const { q: before = '', ...others } = kind === 'priority' ? withoutPriority(filter) : filter;
    const q = withoutFilter(before, kind);
    return q === '' ? others : { ...others, q };
  };
  const chips = [
    priority !== undefined && {
      words: m.console_queue_filter_priority({ priority: priorityWords[priority]() }),
      without: without('priority'),
    },
    organizationId !== undefined && {
      words: m.console_queue_filter_customer({ name: organization.data?.name ?? '…' }),
      without: { ...rest, ...(ofAddress === undefined ? {} : { priority: ofAddress }) },
    },
    customer !== null && {
      words: m.console_queue_filter_customers({ words: customer }),
      without: without('customer'),
    },
    assignee !== null && { words: assigneeWords(assignee), without: without('assignee') },
    status !== null && {
      words: m.console_queue_filter_status({ status: statusWords[status]() }),
      without: without('status'),
    },
    team !== null && {
      words: m.board_filter_team({ words: team }),
      without: without('team'),
    },
    mark !== null && { words: markWords[mark](), without: without('mark') },
    clock !== null && { words: clockWords[clock](), without: without('clock') },
  ].filter((chip) => chip !== false);
  if (!isNarrowed(filter)) return null;
  return (
    <div className="flex min-h-11 flex-wrap items-center gap-1.5 px-4 py-1.5">
      {chips.map((chip) => (
        <FilterChip key={chip.words} {...chip} />
      ))}
      <span className="ml-auto">
        <SavedViewAct filter={filter} saved={saved} />
      </span>
    </div>
  );
}

const markWords: Readonly<Record<Mark, () => string>> = {
  breached: m.board_breached,
  soon: m.board_soon,
  unverified: m.board_unverified,
  reprioritised: m.board_reprioritised,
  reopened: m.board_reopened,
  grace: m.board_grace,
  'abandonment-proposed': m.board_abandonment,
};

function withoutPriority({ priority: _, ...filter }: QueueFilter): QueueFilter {
  return filter;
}

function assigneeWords(assignee: string): string {
  if (assignee === 'me') return m.console_queue_filter_mine();
  if (assignee === 'none') return m.console_queue_filter_nobody();
  return m.console_queue_filter_assignee({ words: assignee });
}

function FilterChip({ words, without }: { words: string; without: QueueFilter }) {
  return (
    <Link
      to="."
      search={without}
      className="inline-flex h-6 items-center gap-1 rounded-full bg-brand-tint px-2 text-xs text-on-brand-tint"
    >
      {words}
      <span className="sr-only">{m.console_queue_filter_remove()}</span>
      <Icon of={iconX} size={12} />
    </Link>
  );
}
