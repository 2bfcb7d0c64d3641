import { isDeclined } from '../../../kernel/declined.ts';
import {
  listSavedViews,
  removeSavedView,
  type SavedView,
  saveView,
} from '../../../modules/tickets/index.ts';
import { inTransaction } from '../../../platform/database/index.ts';
import { type Mounting, notFound } from '../handlers.ts';
import { deskWriterOf } from './desk-writer.ts';

/** Views of the queue that somebody comes back to. */
export function mountSavedViews({ mount }: Mounting): void {
  mount('listSavedViews', async (_, { database, principal }) => ({
    items: (await listSavedViews(database.db, principal.personId)).map(viewAnswer),
  }));

  mount('saveView', async ({ body }, context) => {
    const saved = await inTransaction(context.database, (tx) =>
      saveView(tx, body, deskWriterOf(context)),
    );
    return isDeclined(saved) ? saved : viewAnswer(saved);
  });

  mount('removeSavedView', async ({ params }, context) => {
    const removed = await inTransaction(context.database, (tx) =>
      removeSavedView(tx, params.savedViewId, deskWriterOf(context)),
    );
    if (isDeclined(removed)) return removed;
    return removed ? undefined : notFound;
  });
}

const viewAnswer = ({ ownerPersonId, savedByPersonId: _, savedAt: __, ...view }: SavedView) => ({
  ...view,
  shared: ownerPersonId === null,
});
