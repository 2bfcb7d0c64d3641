import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { iconSearch, iconX } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import { useCommands } from '../keyboard/use-commands.tsx';
import { Icon } from '../parts/icon.tsx';
import { Kbd } from '../parts/kbd.tsx';
import type { QueueFilter } from '../server/queries.ts';
import { readSearch } from './search-words.ts';

interface QueueSearchProps {
  readonly filter: QueueFilter;
  readonly narrow: boolean;
  readonly onNumber: (number: number) => void;
}

/** What is written stays as it was written; what narrows it is said below (queue-filters.tsx). */
export function QueueSearch({ filter, narrow, onNumber }: QueueSearchProps) {
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  const [written, setWritten] = useState(filter.q ?? '');
  const [within, setWithin] = useState(false);
  useEffect(() => setWritten(filter.q ?? ''), [filter.q]);
  useCommands({
    search: () => {
      input.current?.focus();
      input.current?.select();
    },
  });

  const search = (text: string) => {
    const { q: _, view, ...rest } = filter;
    // A status is looked for wherever it stands: the views are statuses themselves.
    const wanted = readSearch(text).status === null ? view : 'all';
    void navigate({
      to: '.',
      replace: true,
      search: {
        ...rest,
        ...(wanted === undefined ? {} : { view: wanted }),
        ...(text.trim() === '' ? {} : { q: text.trim() }),
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
    <search
      className="relative ml-auto w-full max-w-80 min-w-0"
      onFocus={() => setWithin(true)}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) setWithin(false);
      }}
      onKeyDown={({ key, target }) => {
        if (key !== 'Escape' || !(target instanceof HTMLElement)) return;
        setWritten('');
        search('');
        target.blur();
      }}
    >
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
          maxLength={200}
          aria-label={m.console_queue_search()}
          aria-keyshortcuts="/"
          placeholder={narrow ? m.console_search() : m.console_queue_search_hint()}
          onChange={({ target }) => setWritten(target.value)}
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
      {within && written === '' && (
        <SearchHelp
          onChoose={(start) => {
            setWritten(start);
            input.current?.focus();
          }}
        />
      )}
    </search>
  );
}

/** What can be written besides words; a choice begins it. */
function SearchHelp({ onChoose }: { onChoose: (start: string) => void }) {
  return (
    <ul
      aria-label={m.console_search_filters()}
      className="absolute top-full right-0 z-20 mt-1 w-80 rounded-m border border-line bg-surface p-1 shadow-raised"
    >
      {searchHelp.map(({ example, means, start }) => (
        <li key={example()}>
          <button
            type="button"
            // Chosen with the pointer, too, before the box is left.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onChoose(start ?? example().replace(/:.*/, ':'))}
            className="flex min-h-8 w-full flex-col items-start rounded-s px-2 py-1 text-left hover:bg-sunken pointer-coarse:min-h-11"
          >
            <code className="text-s font-strong">{example()}</code>
            <span className="text-xs text-soft">{means()}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

const searchHelp: readonly {
  readonly example: () => string;
  readonly means: () => string;
  readonly start?: string;
}[] = [
  { example: m.console_search_priority, means: m.console_search_priority_means },
  { example: m.console_search_customer, means: m.console_search_customer_means },
  { example: m.console_search_assignee, means: m.console_search_assignee_means },
  { example: m.console_search_status, means: m.console_search_status_means },
  { example: m.console_search_phrase, means: m.console_search_phrase_means, start: '"' },
  { example: m.console_search_without, means: m.console_search_without_means, start: '-' },
];
