import { addAttachment, addBlob } from '../../modules/correspondence/index.ts';
import type { DemoDesk } from './demo-desk.ts';
import type { TextFile } from './story.ts';

/** A file that a person chooses before sending; answers its id. */
export async function uploadFile(
  desk: DemoDesk,
  personId: number,
  file: TextFile,
): Promise<number> {
  const at = desk.clock.now();
  const blob = await desk.mail.blobs.put([Buffer.from(file.text)], { sizeLimitBytes: 65_536 });
  await addBlob(desk.tx, { sha256: blob.sha256, byteSize: blob.sizeBytes, at });
  const attachment = await addAttachment(desk.tx, {
    messageId: null,
    ticketId: null,
    uploadedByPersonId: personId,
    sha256: blob.sha256,
    fileName: file.name,
    mediaType: 'text/plain',
    byteSize: blob.sizeBytes,
    contentId: null,
    inline: false,
    role: 'file',
    at,
  });
  return attachment.id;
}
