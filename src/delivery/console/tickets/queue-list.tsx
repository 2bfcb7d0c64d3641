import { useVirtualizer } from '@tanstack/react-virtual';
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import * as m from '../../ui/words/generated/messages.js';
import type { TicketSummary } from '../../web/contract.ts';
import { Spinner } from '../parts/button.tsx';
import { cx } from '../parts/class-names.ts';
import type { QueueFilter } from '../server/queries.ts';
import { QueueRow, queueColumns } from './queue-row.tsx';

export interface QueueListHandle {
  /** Scrolls the request into sight, and gives it the focus when asked to. */
  reveal(number: number, focus: boolean): void;
}

interface QueueListProps {
  readonly ref: Ref<QueueListHandle>;
  readonly items: readonly TicketSummary[];
  readonly narrow: boolean;
  readonly opened: number | null;
  readonly cursor: number | null;
  readonly filter: QueueFilter;
  readonly chosen: ReadonlySet<number>;
  readonly onChoose: ((number: number, through: boolean) => void) | null;
  /** To the next row, which is chosen with this one. */
  readonly onExtend: (by: 1 | -1) => void;
  /** Still the answer to the filter before. */
  readonly stale: boolean;
  readonly more: (() => void) | null;
  readonly loadingMore: boolean;
}

/** Draws only the rows in sight: ten thousand requests scroll like ten. */
export function QueueList(props: QueueListProps) {
  const { ref, items, narrow, opened, cursor, filter, stale, more, loadingMore } = props;
  const { chosen, onChoose, onExtend } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const focusNext = useRef<number | null>(null);
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => items[index]?.number ?? index,
    estimateSize: () => 66,
    overscan: 12,
  });
  useImperativeHandle(ref, () => ({
    reveal(number, focus) {
      const index = items.findIndex((ticket) => ticket.number === number);
      if (index === -1) return;
      rows.scrollToIndex(index, { align: 'auto' });
      if (!focus) return;
      focusNext.current = number;
      focusRow(scroller.current, number);
    },
  }));

  const seen = rows.getVirtualItems();
  const last = seen.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more !== null && last >= items.length - 15) more();
  }, [more, last, items.length]);
  useEffect(() => {
    if (focusNext.current === null) return;
    if (focusRow(scroller.current, focusNext.current)) focusNext.current = null;
  });

  return (
    <div ref={scroller} className={cx('pane grow', stale && 'opacity-60')} aria-busy={stale}>
      {!narrow && (
        <div
          aria-hidden="true"
          className={cx(
            queueColumns,
            'sticky top-0 z-10 hidden border-b border-line bg-page px-5 py-1.5 text-xs text-soft desk:grid',
            onChoose !== null && 'pl-10',
          )}
        >
          <span>{m.console_queue_column_request()}</span>
          <span>{m.console_queue_column_ball()}</span>
          <span>{m.console_priority()}</span>
          <span>{m.console_queue_column_status()}</span>
          <span>{m.console_queue_column_assignee()}</span>
          <span className="text-right">{m.console_queue_column_clock()}</span>
        </div>
      )}
      <ul
        onKeyDown={(event) => {
          const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : null;
          if (onChoose === null || !event.shiftKey || by === null) return;
          event.preventDefault();
          onExtend(by);
        }}
        aria-label={m.console_queue_list()}
        className="relative"
        style={{ height: rows.getTotalSize() }}
      >
        {seen.map((row) => {
          const ticket = items[row.index];
          if (ticket === undefined) return null;
          return (
            <li
              key={row.key}
              ref={rows.measureElement}
              data-index={row.index}
              aria-setsize={more === null ? items.length : -1}
              aria-posinset={row.index + 1}
              className="absolute inset-x-0 top-0"
              style={{ transform: `translateY(${row.start}px)` }}
            >
              <QueueRow
                ticket={ticket}
                narrow={narrow}
                opened={ticket.number === opened}
                marked={ticket.number === cursor}
                chosen={chosen.has(ticket.number)}
                onChoose={onChoose}
                filter={filter}
              />
            </li>
          );
        })}
      </ul>
      {loadingMore && (
        <p role="status" className="flex justify-center py-4 text-soft">
          <Spinner />
          <span className="sr-only">{m.console_loading()}</span>
        </p>
      )}
    </div>
  );
}

function focusRow(scroller: HTMLElement | null, number: number): boolean {
  const link = scroller?.querySelector<HTMLElement>(`[data-ticket="${number}"]`);
  link?.focus({ preventScroll: true });
  return link !== null && link !== undefined;
}
