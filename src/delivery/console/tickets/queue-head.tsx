import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { iconSearch, iconX } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Api, CallOutput } from '../../web/contract.ts';
import { useCommands } from '../keyboard/use-commands.tsx';
import { cx } from '../parts/class-names.ts';
import { Icon } from '../parts/icon.tsx';
import { Kbd } from '../parts/kbd.tsx';
import { priorityWords } from '../parts/marks.tsx';
import { organizationQuery, type QueueFilter } from '../server/queries.ts';
import { countShown, isQueueView, queueViews, queueViewWords } from './queue-views.ts';
import { readSearch } from './search-words.ts';

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
        <SearchBox filter={filter} narrow={narrow} onNumber={onNumber} />
      </div>
      {!narrow && <ViewTabs filter={filter} counts={counts} />}
      <Filters filter={filter} />
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

function SearchBox({
  filter,
  narrow,
  onNumber,
}: {
  filter: QueueFilter;
  narrow: boolean;
  onNumber: (number: number) => void;
}) {
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  const [written, setWritten] = useState(filter.q ?? '');
  useEffect(() => setWritten(filter.q ?? ''), [filter.q]);
  useCommands({ search: () => input.current?.select() });

  const search = (text: string) => {
    const { q, priority } = readSearch(text);
    void navigate({
      to: '.',
      replace: true,
      search: {
        ...(filter.view === undefined ? {} : { view: filter.view }),
        ...(filter.organizationId === undefined ? {} : { organizationId: filter.organizationId }),
        ...(q === '' ? {} : { q }),
        ...((priority ?? filter.priority) === undefined
          ? {}
          : { priority: priority ?? filter.priority }),
      },
    });
  };
  // Searching while typing, once the hands rest.
  useEffect(() => {
    if (written.trim() === (filter.q ?? '')) return;
    const timer = setTimeout(() => search(written), 250);
    return () => clearTimeout(timer);
  });

  return (
    <search className="ml-auto w-full max-w-80 min-w-0">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const { number } = readSearch(written);
          if (number === null) return search(written);
          setWritten('');
          onNumber(number);
        }}
        className="flex h-[1.875rem] items-center gap-2 rounded-s border border-edge bg-surface px-2 focus-within:outline-(--focus-ring) pointer-coarse:h-11"
      >
        <Icon of={iconSearch} size={14} className="text-soft" />
        <input
          ref={input}
          type="search"
          value={written}
          aria-label={m.console_queue_search()}
          aria-keyshortcuts="/"
          placeholder={narrow ? m.console_search() : m.console_queue_search_hint()}
          onChange={({ target }) => setWritten(target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            setWritten('');
            search('');
            event.currentTarget.blur();
          }}
          className="w-full min-w-0 bg-transparent outline-none placeholder:text-soft [&::-webkit-search-cancel-button]:hidden"
        />
        {written === '' ? (
          <Kbd keys="/" className="text-soft" />
        ) : (
          <button
            type="button"
            aria-label={m.console_clear()}
            onClick={() => {
              setWritten('');
              search('');
            }}
            className="grid size-6 shrink-0 place-items-center rounded-xs text-soft hover:text-ink"
          >
            <Icon of={iconX} size={14} />
          </button>
        )}
      </form>
    </search>
  );
}

/** What narrows the view beyond its words, each to be taken away. */
function Filters({ filter }: { filter: QueueFilter }) {
  const organization = useQuery({
    ...organizationQuery(filter.organizationId ?? 0),
    enabled: filter.organizationId !== undefined,
  });
  const { priority, organizationId, ...rest } = filter;
  if (priority === undefined && organizationId === undefined) return null;
  return (
    <div className="flex flex-wrap gap-1.5 px-4 pb-2">
      {priority !== undefined && (
        <FilterChip
          words={m.console_queue_filter_priority({ priority: priorityWords[priority]() })}
          without={{ ...rest, ...(organizationId === undefined ? {} : { organizationId }) }}
        />
      )}
      {organizationId !== undefined && (
        <FilterChip
          words={m.console_queue_filter_customer({ name: organization.data?.name ?? '…' })}
          without={{ ...rest, ...(priority === undefined ? {} : { priority }) }}
        />
      )}
    </div>
  );
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
