import { z } from 'zod';
import { Id, PathId, PriorityKey } from './common.ts';
import { QueueView } from './tickets.ts';

const filter = {
  view: QueueView,
  /** As it was written, with its filters: `prioridad:1 cliente:acme`. */
  search: z.string().trim().min(1).max(200).nullable(),
  priority: PriorityKey.nullable(),
  organizationId: Id.nullable(),
};

export const SavedView = z
  .object({
    id: Id,
    name: z.string(),
    /** For the whole desk; else the reader's own. */
    shared: z.boolean(),
    ...filter,
  })
  .meta({ id: 'SavedView' });
export type SavedView = z.infer<typeof SavedView>;

export const SavedViews = z.object({ items: z.array(SavedView) }).meta({ id: 'SavedViews' });
export const SavedViewParams = z.object({ savedViewId: PathId });
export const SaveView = z.strictObject({
  name: z.string().trim().min(1).max(40),
  shared: z.boolean().default(false),
  ...filter,
});
