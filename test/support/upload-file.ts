import type { Clock } from '../../src/kernel/clock.ts';
import { addAttachment, addBlob } from '../../src/modules/correspondence/index.ts';
import { type Database, inTransaction } from '../../src/platform/database/index.ts';

let uploads = 0;

/** A file that this person uploaded and has not sent: its id. Each has other bytes. */
export function uploadFile(
  database: Pick<Database, 'db'>,
  clock: Clock,
  uploadedByPersonId: number,
): Promise<number> {
  uploads += 1;
  const sha256 = uploads.toString(16).padStart(64, '0');
  return inTransaction(database, async (tx) => {
    await addBlob(tx, { sha256, byteSize: 1, at: clock.now() });
    const { id } = await addAttachment(tx, {
      messageId: null,
      ticketId: null,
      uploadedByPersonId,
      sha256,
      fileName: 'captura.png',
      mediaType: 'image/png',
      byteSize: 1,
      contentId: null,
      role: 'file',
      inline: false,
      at: clock.now(),
    });
    return id;
  });
}
