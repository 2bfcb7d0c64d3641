import * as m from '../../ui/words/generated/messages.js';
import type { Api, CallOutput } from '../../web/contract.ts';
import type { QueueView } from '../server/queries.ts';

type Counts = CallOutput<Api['countTickets']>;

export const queueViews = [
  'active',
  'mine',
  'unassigned',
  'waiting',
  'snoozed',
  'held',
  'scope',
  'resolved',
  'ended',
  'all',
] as const satisfies readonly QueueView[];

export const queueViewWords: Readonly<Record<QueueView, () => string>> = {
  active: m.console_view_active,
  mine: m.console_view_mine,
  unassigned: m.console_view_unassigned,
  waiting: m.console_view_waiting,
  snoozed: m.console_view_snoozed,
  held: m.console_view_held,
  scope: m.console_view_scope,
  resolved: m.console_view_resolved,
  ended: m.console_view_ended,
  all: m.console_view_all,
};

export const isQueueView = (value: unknown): value is QueueView =>
  queueViews.some((view) => view === value);

/** "23", or "999+" where counting stopped; nothing for the views that nobody counts. */
export function countShown(counts: Counts | undefined, view: QueueView): string | null {
  if (counts === undefined || view === 'ended' || view === 'all') return null;
  const count = counts[view];
  return count >= 1000 ? '999+' : String(count);
}
