import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { iconPlus } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import { useCommands } from '../keyboard/use-commands.tsx';
import { Button } from '../parts/button.tsx';
import { cx } from '../parts/class-names.ts';
import { ProblemNote, Waiting } from '../parts/notice.tsx';
import { useTitle } from '../parts/use-title.ts';
import {
  type QueueFilter,
  ticketCountsQuery,
  ticketQuery,
  ticketsQuery,
} from '../server/queries.ts';
import { useSession } from '../session/session.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { QueueEmpty } from './queue-empty.tsx';
import { QueueHead } from './queue-head.tsx';
import { QueueList, type QueueListHandle } from './queue-list.tsx';
import { queueViewWords } from './queue-views.ts';
import { useBulk } from './use-bulk.ts';
import { useChoice } from './use-choice.ts';

const BulkDialogs = lazy(() =>
  import('./bulk-dialogs.tsx').then((part) => ({ default: part.BulkDialogs })),
);

/** Every request of one view, nearest clock first. `opened` is the number of the request beside it. */
export function Queue({ opened }: { opened: number | null }) {
  const { me, rights } = useSession();
  const filter = useQueueFilter();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const tickets = useInfiniteQuery(ticketsQuery(filter));
  const counts = useQuery(ticketCountsQuery());
  const items = useMemo(
    () => tickets.data?.pages.flatMap((page) => page.items) ?? [],
    [tickets.data],
  );
  const list = useRef<QueueListHandle>(null);
  const [cursor, setCursor] = useState<number | null>(opened);
  useEffect(() => {
    if (opened !== null) setCursor(opened);
  }, [opened]);

  const place = items.findIndex((ticket) => ticket.number === cursor);
  const marked = items[place];
  /** Where it stood, for when it leaves the list from under the hand: the next one moves up to there. */
  const lastPlace = useRef(-1);
  if (place !== -1) lastPlace.current = place;
  const nextPlace = (by: 1 | -1): number => {
    if (place !== -1) return place + by;
    if (lastPlace.current === -1) return by === 1 ? 0 : items.length - 1;
    return by === 1 ? Math.min(lastPlace.current, items.length - 1) : lastPlace.current - 1;
  };
  const bulk = useBulk();
  const choosing = rights.desk && opened === null;
  const choice = useChoice(items, filter);
  /** Those that are chosen, or the one that is marked. */
  const target = choice.tickets.length > 0 ? choice.tickets : marked === undefined ? [] : [marked];
  const [asking, setAsking] = useState<'assign' | 'snooze' | null>(null);
  const onTarget = (act: () => void) => (choosing && target.length > 0 ? act : undefined);
  const followAll = () => {
    bulk.follow(target);
    choice.none();
  };

  const open = (number: number) =>
    void navigate({ to: '/tickets/$number', params: { number }, search: filter });
  const move = (by: 1 | -1) => {
    const next = items[nextPlace(by)];
    if (next === undefined) return;
    setCursor(next.number);
    if (opened !== null) open(next.number);
    list.current?.reveal(next.number, opened === null);
    // The one after it will be asked for next.
    const after = items[items.indexOf(next) + by];
    if (after !== undefined) void queries.prefetchQuery(ticketQuery(after.number));
  };
  useCommands({
    next: () => move(1),
    previous: () => move(-1),
    open: opened === null && cursor !== null ? () => open(cursor) : undefined,
    // An open request says for itself what can be done with it.
    choose:
      choosing && marked !== undefined ? () => choice.toggle(marked.number, false) : undefined,
    chooseAll: choosing && items.length > 0 ? choice.all : undefined,
    assign: onTarget(() => setAsking('assign')),
    assignMe: onTarget(() => {
      bulk.assign(target, { assignee: me });
      choice.none();
    }),
    snooze: onTarget(() => setAsking('snooze')),
    follow: onTarget(followAll),
  });

  return (
    <section
      aria-label={m.console_queue_title()}
      className={cx(
        'flex min-h-0 min-w-0 flex-col bg-page',
        opened === null ? 'grow' : 'hidden w-86 shrink-0 border-r border-line wide:flex',
      )}
    >
      {opened === null && <QueueTitle view={queueViewWords[filter.view ?? 'active']()} />}
      <QueueHead filter={filter} counts={counts.data} narrow={opened !== null} onNumber={open} />
      {tickets.isError && (
        <ProblemNote error={tickets.error} onRetry={() => void tickets.refetch()} className="m-3" />
      )}
      {tickets.data === undefined && !tickets.isError && <Waiting lines={12} />}
      {tickets.data !== undefined &&
        (items.length === 0 ? (
          <QueueEmpty filter={filter} />
        ) : (
          <QueueList
            ref={list}
            items={items}
            narrow={opened !== null}
            opened={opened}
            cursor={cursor}
            filter={filter}
            chosen={choice.numbers}
            onChoose={choosing ? choice.toggle : null}
            onExtend={(by) => {
              const next = items[nextPlace(by)];
              if (marked === undefined || next === undefined) return;
              choice.add([marked.number, next.number]);
              move(by);
            }}
            stale={tickets.isPlaceholderData}
            more={
              tickets.hasNextPage && !tickets.isFetchingNextPage
                ? () => void tickets.fetchNextPage()
                : null
            }
            loadingMore={tickets.isFetchingNextPage}
          />
        ))}
      {choosing && choice.tickets.length === 0 && bulk.run === null && (
        <Button
          look="primary"
          icon={iconPlus}
          className="fixed right-4 bottom-20 z-10 rounded-full shadow-raised tablet:hidden"
          onClick={() => void navigate({ to: '/tickets/new' })}
        >
          {m.console_nav_new_full()}
        </Button>
      )}
      {opened === null && (
        <BulkBar
          bulk={bulk}
          chosen={choice.tickets.length}
          loaded={items.length}
          onAssign={() => setAsking('assign')}
          onSnooze={() => setAsking('snooze')}
          onFollow={followAll}
          onAll={choice.all}
          onNone={choice.none}
        />
      )}
      <Suspense>
        {asking !== null && (
          <BulkDialogs
            asking={asking}
            tickets={target}
            bulk={bulk}
            onDone={choice.none}
            onClose={() => setAsking(null)}
          />
        )}
      </Suspense>
    </section>
  );
}

/** The filter as the address has it; the queue opens on what is active. */
function useQueueFilter(): QueueFilter {
  const search = useSearch({ strict: false });
  const { view = 'active', q, priority, organizationId } = search as QueueFilter; // The parent route validates it.
  return useMemo(
    () => ({
      view,
      ...(q === undefined ? {} : { q }),
      ...(priority === undefined ? {} : { priority }),
      ...(organizationId === undefined ? {} : { organizationId }),
    }),
    [view, q, priority, organizationId],
  );
}

/** Only when the queue is the screen: beside a request, the request names the window. */
function QueueTitle({ view }: { view: string }) {
  useTitle(`${m.console_queue_title()}: ${view}`);
  return null;
}
