import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import * as m from '../../ui/words/generated/messages.js';
import type { TicketSummary } from '../../web/contract.ts';
import { say } from '../parts/toast.tsx';
import { call } from '../server/call.ts';
import { problemWords } from '../server/problem-words.ts';
import { write } from '../server/use-write.ts';
import { runOnEach } from './bulk-run.ts';
import type { Assignment } from './use-assign.ts';

interface Refused {
  readonly number: number;
  readonly subject: string;
  readonly reason: string;
}

interface BulkRun {
  readonly total: number;
  readonly done: number;
  readonly finished: boolean;
  readonly refused: readonly Refused[];
}

type Act = (ticket: TicketSummary) => Promise<() => Promise<unknown>>;

// Kept outside of the screen: whoever opens a request meanwhile, or goes elsewhere, stops nothing and misses nothing.
let current: BulkRun | null = null;
const listeners = new Set<() => void>();
function show(run: BulkRun | null): void {
  current = run;
  for (const listener of listeners) listener();
}
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/**
 * One act on many requests: for each of them the write of the single act, in a transaction of its own. What was refused
 * is kept until it is dismissed; what was done can be put back for as long as the notice of it stands.
 */
export function useBulk() {
  const queries = useQueryClient();
  const run = useSyncExternalStore(subscribe, () => current);
  const start = (tickets: readonly TicketSummary[], act: Act) =>
    runAll(queries, tickets, act, true);
  return {
    run,
    dismiss: () => show(null),
    assign: (tickets: readonly TicketSummary[], assignment: Assignment) =>
      start(tickets, assignTo(assignment)),
    snooze: (tickets: readonly TicketSummary[], until: number) =>
      start(tickets, snoozeUntil(new Date(until).toISOString())),
    wake: (tickets: readonly TicketSummary[]) =>
      start(
        tickets.filter(({ snoozedUntil }) => snoozedUntil !== null),
        wake,
      ),
    follow: (tickets: readonly TicketSummary[]) => start(tickets, follow),
  };
}

/** One after the other: what undoes the first waits for the second. */
let last: Promise<unknown> = Promise.resolve();
function runAll(
  queries: QueryClient,
  tickets: readonly TicketSummary[],
  act: Act,
  undoable: boolean,
): void {
  if (tickets.length === 0) return;
  last = last.then(() => runNow(queries, tickets, act, undoable));
}

async function runNow(
  queries: QueryClient,
  tickets: readonly TicketSummary[],
  act: Act,
  undoable: boolean,
): Promise<void> {
  const total = tickets.length;
  show({ total, done: 0, finished: false, refused: [] });
  addEventListener('beforeunload', stay);
  const outcome = await runOnEach(tickets, act, (done) =>
    show({ total, done, finished: false, refused: [] }),
  );
  removeEventListener('beforeunload', stay);
  for (const { number } of tickets) {
    void queries.invalidateQueries({ queryKey: ['ticket', number] });
  }
  void queries.invalidateQueries({ queryKey: ['tickets'] });
  void queries.invalidateQueries({ queryKey: ['ticket-counts'] });

  const refused = outcome.refused.map(({ item, error }) => {
    const { title, detail } = problemWords(error);
    const reason = error instanceof ChangedMeanwhile ? error.message : `${title} ${detail ?? ''}`;
    return { number: item.number, subject: item.subject, reason: reason.trim() };
  });
  show(refused.length === 0 ? null : { total, done: total, finished: true, refused });
  const count = outcome.undo.length;
  if (count === 0) return;
  if (!undoable) return say(m.console_bulk_undone({ count }));
  const before = new Map(outcome.undo.map(({ item, run }) => [item.number, run]));
  say(m.console_bulk_done({ count }), {
    action: {
      words: m.console_pending_undo(),
      run: () =>
        runAll(
          queries,
          outcome.undo.map(({ item }) => item),
          async ({ number }) => {
            await before.get(number)?.();
            return async () => undefined;
          },
          false,
        ),
    },
  });
}

/** A window that closes now would leave the rest undone. */
const stay = (event: BeforeUnloadEvent) => event.preventDefault();

class ChangedMeanwhile extends Error {}

const assignTo =
  ({ assignee, team }: Assignment): Act =>
  async (ticket) => {
    const params = { number: ticket.number };
    const given = await write('assignTicket', {
      params,
      body: {
        ...(assignee === undefined ? {} : { assigneePersonId: assignee?.personId ?? null }),
        ...(team === undefined ? {} : { teamId: team?.id ?? null }),
      },
    });
    return async () => {
      const now = await call('getTicket', { params });
      if (!isSame(now, given)) throw new ChangedMeanwhile(m.console_bulk_changed());
      return write('assignTicket', {
        params,
        body: {
          assigneePersonId: ticket.assignee?.personId ?? null,
          teamId: ticket.team?.id ?? null,
        },
      });
    };
  };

/** Nobody gave it to somebody else since: what a colleague did is not undone with one's own. */
const isSame = (
  one: Pick<TicketSummary, 'assignee' | 'team'>,
  other: Pick<TicketSummary, 'assignee' | 'team'>,
): boolean =>
  one.assignee?.personId === other.assignee?.personId && one.team?.id === other.team?.id;

const snoozeUntil =
  (until: string): Act =>
  async (ticket) => {
    const params = { number: ticket.number };
    await write('snoozeTicket', { params, body: { until } });
    return () => backToSnooze(ticket);
  };

const wake: Act = async (ticket) => {
  await write('wakeTicket', { params: { number: ticket.number } });
  return () => backToSnooze(ticket);
};

const backToSnooze = ({ number, snoozedUntil }: TicketSummary): Promise<unknown> => {
  const params = { number };
  return snoozedUntil === null
    ? write('wakeTicket', { params })
    : write('snoozeTicket', { params, body: { until: snoozedUntil } });
};

const follow: Act = async ({ number }) => {
  const params = { number };
  const before = await call('getTicket', { params });
  const { followers } = await write('followTicket', { params });
  // Who followed it before goes on following it.
  const isNew = followers.length > before.followers.length;
  return async () => (isNew ? write('unfollowTicket', { params }) : undefined);
};
