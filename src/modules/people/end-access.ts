import { announce } from '../../platform/changes.ts';
import type { Tx } from '../../platform/database/index.ts';
import { deleteAccess } from './store/access.ts';

/** Ends every session and every link of a person: whatever was given out before opens nothing any more. */
export async function endAccess(tx: Tx, personId: number): Promise<void> {
  await deleteAccess(tx, personId);
  await announceAccess(tx, personId);
}

/** Tells every process that this person's rights changed, so that open streams are looked at again at once. */
export const announceAccess = (tx: Tx, personId: number): Promise<void> =>
  announce(tx, { accessOfPersonId: personId, visibility: 'internal' });
