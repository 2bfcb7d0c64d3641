import type { SavedView } from '../../web/contract.ts';
import type { QueueFilter } from '../server/queries.ts';

/** What the queue is narrowed to by a saved view. */
export const filterOfView = ({
  view,
  search,
  priority,
  organizationId,
}: Omit<SavedView, 'id' | 'name' | 'shared'>): QueueFilter => ({
  view,
  ...(search === null ? {} : { q: search }),
  ...(priority === null ? {} : { priority }),
  ...(organizationId === null ? {} : { organizationId }),
});

/** What would be saved of what the queue shows now. */
export const viewOfFilter = ({ view = 'active', q, priority, organizationId }: QueueFilter) => ({
  view,
  search: q ?? null,
  priority: priority ?? null,
  organizationId: organizationId ?? null,
});

/** The saved view that the queue shows now; a person's own comes before the desk's. */
export function savedViewOf(
  views: readonly SavedView[],
  filter: QueueFilter,
): SavedView | undefined {
  const shown = JSON.stringify(viewOfFilter(filter));
  const same = views.filter((view) => JSON.stringify(viewOfFilter(filterOfView(view))) === shown);
  return same.find(({ shared }) => !shared) ?? same[0];
}

/** A view of the product says all that there is to say when nothing narrows it. */
export const isNarrowed = ({ q, priority, organizationId }: QueueFilter): boolean =>
  q !== undefined || priority !== undefined || organizationId !== undefined;
