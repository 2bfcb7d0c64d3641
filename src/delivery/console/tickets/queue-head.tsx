import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { iconBookmark } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Api, CallOutput, SavedView } from '../../web/contract.ts';
import { cx } from '../parts/class-names.ts';
import { Icon } from '../parts/icon.tsx';
import { type QueueFilter, type QueueView, savedViewsQuery } from '../server/queries.ts';
import { QueueFilters } from './queue-filters.tsx';
import { QueueSearch } from './queue-search.tsx';
import { countShown, isQueueView, queueViews, queueViewWords } from './queue-views.ts';
import { filterOfView, savedViewOf } from './saved-view-filter.ts';

type Counts = CallOutput<Api['countTickets']>;

/** The views with their counts, and the search. Beside an open request the views are a list to choose from. */
export function QueueHead({
  filter,
  counts,
  narrow,
  onNumber,
}: {
  filter: QueueFilter;
  counts: Counts | undefined;
  narrow: boolean;
  onNumber: (number: number) => void;
}) {
  const views = useQuery(savedViewsQuery()).data?.items ?? [];
  const saved = savedViewOf(views, filter);
  return (
    <header className="border-b border-line">
      <div className={cx('flex items-center gap-3 px-4 pt-3 pb-2', !narrow && 'desk:px-5')}>
        {narrow ? (
          <ViewSelect filter={filter} counts={counts} views={views} saved={saved} />
        ) : (
          <>
            <h1 className="text-l font-heading leading-tight">{m.console_queue_title()}</h1>
            <Breached counts={counts} />
          </>
        )}
        <QueueSearch filter={filter} narrow={narrow} onNumber={onNumber} />
      </div>
      {!narrow && <ViewTabs filter={filter} counts={counts} views={views} saved={saved} />}
      <QueueFilters filter={filter} saved={saved} />
    </header>
  );
}

function Breached({ counts }: { counts: Counts | undefined }) {
  if (counts === undefined || counts.breached === 0) return null;
  return (
    <p className="rounded-full bg-bad-tint px-2 py-0.5 text-xs font-strong whitespace-nowrap text-on-bad-tint tabular">
      {m.console_queue_breached({ count: counts.breached })}
    </p>
  );
}

interface ViewsProps {
  readonly filter: QueueFilter;
  readonly counts: Counts | undefined;
  readonly views: readonly SavedView[];
  /** The one that is shown. */
  readonly saved: SavedView | undefined;
}

/** Another view of the product keeps what narrows this one, unless that is what a saved view is. */
const searchOf = ({ filter, saved }: Pick<ViewsProps, 'filter' | 'saved'>, view: QueueView) =>
  saved === undefined ? { ...filter, view } : { view };

/** A view whose search is a part of what is shown is not the one that is shown. */
const exactly = { exact: true } as const;

const tabClass = (active: boolean): string =>
  cx(
    'flex h-9 shrink-0 items-center gap-1.5 border-b-2 px-2 whitespace-nowrap pointer-coarse:h-11',
    active ? 'border-brand font-strong text-ink' : 'border-transparent text-soft hover:text-ink',
  );

function ViewTabs({ filter, counts, views, saved }: ViewsProps) {
  const line = useRef<HTMLElement>(null);
  const shown = saved === undefined ? filter.view : saved.id;
  const counted = counts !== undefined;
  // On a narrow screen the line is longer than what is seen of it, and the counts make it longer yet.
  useEffect(() => {
    if (shown === undefined || !counted) return;
    const tab = line.current?.querySelector('[aria-current]');
    tab?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [shown, counted]);
  return (
    <nav
      ref={line}
      aria-label={m.console_queue_views()}
      className="flex gap-1 overflow-x-auto px-2 [scrollbar-width:none] desk:px-3"
    >
      {queueViews.map((view) => {
        const active = saved === undefined && filter.view === view;
        const count = countShown(counts, view);
        return (
          <Link
            key={view}
            to="/tickets"
            search={searchOf({ filter, saved }, view)}
            activeOptions={exactly}
            aria-current={active ? 'page' : undefined}
            className={tabClass(active)}
          >
            {queueViewWords[view]()}
            {count !== null && count !== '0' && (
              <span
                className={cx(
                  'rounded-full px-1.5 text-xs leading-5 tabular',
                  active ? 'bg-brand-tint text-on-brand-tint' : 'bg-sunken text-soft',
                )}
              >
                {count}
              </span>
            )}
          </Link>
        );
      })}
      {views.map((each) => (
        <Link
          key={each.id}
          to="/tickets"
          search={filterOfView(each)}
          activeOptions={exactly}
          aria-current={each === saved ? 'page' : undefined}
          className={tabClass(each === saved)}
        >
          <Icon of={iconBookmark} size={13} />
          {each.name}
        </Link>
      ))}
    </nav>
  );
}

function ViewSelect({ filter, counts, views, saved }: ViewsProps) {
  const navigate = useNavigate();
  return (
    <select
      aria-label={m.console_queue_view()}
      value={saved === undefined ? filter.view : `saved-${saved.id}`}
      onChange={({ target: { value } }) => {
        const chosen = views.find(({ id }) => value === `saved-${id}`);
        if (chosen !== undefined) void navigate({ to: '.', search: filterOfView(chosen) });
        else if (isQueueView(value)) {
          void navigate({ to: '.', search: searchOf({ filter, saved }, value) });
        }
      }}
      className="h-[1.875rem] max-w-40 rounded-s bg-transparent pr-1 text-m font-heading hover:bg-sunken"
    >
      {queueViews.map((view) => {
        const count = countShown(counts, view);
        return (
          <option key={view} value={view}>
            {queueViewWords[view]()}
            {count === null ? '' : ` · ${count}`}
          </option>
        );
      })}
      {views.length > 0 && (
        <optgroup label={m.console_saved_views()}>
          {views.map(({ id, name }) => (
            <option key={id} value={`saved-${id}`}>
              {name}
            </option>
          ))}
        </optgroup>
      )}
    </select>
  );
}
