import { Link, useNavigate } from '@tanstack/react-router';
import * as m from '../../ui/words/generated/messages.js';
import type { Api, CallOutput } from '../../web/contract.ts';
import { cx } from '../parts/class-names.ts';
import type { QueueFilter } from '../server/queries.ts';
import { QueueFilters } from './queue-filters.tsx';
import { QueueSearch } from './queue-search.tsx';
import { countShown, isQueueView, queueViews, queueViewWords } from './queue-views.ts';

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
  return (
    <header className="border-b border-line">
      <div className={cx('flex items-center gap-3 px-4 pt-3 pb-2', !narrow && 'desk:px-5')}>
        {narrow ? (
          <ViewSelect filter={filter} counts={counts} />
        ) : (
          <>
            <h1 className="text-l font-heading leading-tight">{m.console_queue_title()}</h1>
            <Breached counts={counts} />
          </>
        )}
        <QueueSearch filter={filter} narrow={narrow} onNumber={onNumber} />
      </div>
      {!narrow && <ViewTabs filter={filter} counts={counts} />}
      <QueueFilters filter={filter} />
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

function ViewTabs({ filter, counts }: { filter: QueueFilter; counts: Counts | undefined }) {
  return (
    <nav
      aria-label={m.console_queue_views()}
      className="flex gap-1 overflow-x-auto px-2 [scrollbar-width:none] desk:px-3"
    >
      {queueViews.map((view) => {
        const active = filter.view === view;
        const count = countShown(counts, view);
        return (
          <Link
            key={view}
            to="/tickets"
            search={{ ...filter, view }}
            aria-current={active ? 'page' : undefined}
            className={cx(
              'flex h-9 shrink-0 items-center gap-1.5 border-b-2 px-2 whitespace-nowrap pointer-coarse:h-11',
              active
                ? 'border-brand font-strong text-ink'
                : 'border-transparent text-soft hover:text-ink',
            )}
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
    </nav>
  );
}

function ViewSelect({ filter, counts }: { filter: QueueFilter; counts: Counts | undefined }) {
  const navigate = useNavigate();
  return (
    <select
      aria-label={m.console_queue_view()}
      value={filter.view}
      onChange={({ target }) => {
        if (isQueueView(target.value)) {
          void navigate({ to: '.', search: { ...filter, view: target.value } });
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
    </select>
  );
}
