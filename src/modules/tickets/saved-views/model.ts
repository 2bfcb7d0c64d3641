import type { Instant } from '../../../kernel/clock.ts';
import type { Priority } from '../../../policy/terms.ts';
import type { QueueView } from '../store.ts';

/** A view of the queue that somebody comes back to. */
export interface SavedView {
  readonly id: number;
  /** Null: the whole desk's. */
  readonly ownerPersonId: number | null;
  readonly name: string;
  readonly view: QueueView;
  /** As it was written, filters and all; null for none. */
  readonly search: string | null;
  readonly priority: Priority | null;
  readonly organizationId: number | null;
  readonly savedByPersonId: number;
  readonly savedAt: Instant;
}

/** How many one person has at most, and how many the desk: they stand in one line. */
export const savedViewsMax = 20;
