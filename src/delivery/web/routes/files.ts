import { discardAttachment } from '../../../modules/correspondence/index.ts';
import { inTransaction } from '../../../platform/database/index.ts';
import { type Mounting, notFound } from '../handlers.ts';

/** Uploading is a stream and stands in ../files.ts. */
export function mountFiles({ mount }: Mounting): void {
  mount('discardAttachment', async ({ params }, { database, principal }) => {
    const { attachmentId } = params;
    const { personId } = principal;
    const discarded = await inTransaction(database, (tx) =>
      discardAttachment(tx, attachmentId, personId),
    );
    return discarded ? undefined : notFound;
  });
}
