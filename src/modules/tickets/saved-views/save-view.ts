import { type Declined, decline } from '../../../kernel/declined.ts';
import type { Tx } from '../../../platform/database/index.ts';
import { namesOfOrganizations, recordAudit } from '../../people/index.ts';
import type { DeskWriter } from '../desk-writer.ts';
import { type SavedView, savedViewsMax } from './model.ts';
import { countSavedViews, deleteSavedView, insertSavedView, lockSavedView } from './store.ts';

export interface NewSavedView
  extends Pick<SavedView, 'name' | 'view' | 'search' | 'priority' | 'organizationId'> {
  /** For the whole desk; else for whoever saves it. */
  readonly shared: boolean;
}

/** Declined: `saved-view-of-desk`, `saved-views-too-many`, `customer-unknown`, `name-in-use`. */
export async function saveView(
  tx: Tx,
  { shared, ...view }: NewSavedView,
  by: DeskWriter,
): Promise<SavedView | Declined> {
  if (shared && !by.supervises) return decline('saved-view-of-desk');
  const ownerPersonId = shared ? null : by.personId;
  if ((await countSavedViews(tx, ownerPersonId)) >= savedViewsMax) {
    return decline('saved-views-too-many', { max: savedViewsMax });
  }
  const { organizationId } = view;
  if (organizationId !== null && !(await namesOfOrganizations(tx, [organizationId])).size) {
    return decline('customer-unknown');
  }
  const { personId: savedByPersonId, acting } = by;
  const saved = await insertSavedView(tx, {
    ...view,
    ownerPersonId,
    savedByPersonId,
    savedAt: acting.at,
  });
  if (saved === null) return decline('name-in-use', { name: view.name });
  if (shared) await audit(tx, 'saved-view.created', saved, by);
  return saved;
}

/** False when it is nobody's whom this person knows of. Declined: `saved-view-of-desk`. */
export async function removeSavedView(
  tx: Tx,
  savedViewId: number,
  by: DeskWriter,
): Promise<boolean | Declined> {
  const view = await lockSavedView(tx, savedViewId, by.personId);
  if (view === undefined) return false;
  const isShared = view.ownerPersonId === null;
  if (isShared && !by.supervises) return decline('saved-view-of-desk');
  await deleteSavedView(tx, savedViewId);
  if (isShared) await audit(tx, 'saved-view.removed', view, by);
  return true;
}

const audit = (tx: Tx, action: string, { id, name }: SavedView, { acting }: DeskWriter) =>
  recordAudit(tx, acting, { action, subject: `saved-view:${id}`, detail: { name } });
