import type { AttachmentRole, MailFacts } from '../../../modules/correspondence/index.ts';
import { sniffMediaType } from '../../../platform/http/media-type.ts';
import { readInvitations } from '../understand/calendar-events.ts';
import { readForwardedLetters } from '../understand/forwarded-letters.ts';
import type { MailAttachment, ReadMail } from '../understand/model.ts';

/** What is shown of a mail besides its text and its files. */
export const factsOf = (mail: ReadMail): MailFacts => ({
  picturesInPlace: picturesInPlace(mail),
  remotePictures: mail.remoteImages,
  signed: mail.protection.signed,
  encrypted: mail.protection.encrypted,
  forwardedLetters: eachOnce(
    readForwardedLetters(mail),
    ({ name, address, subject }) => `${address || name}\n${subject}`,
  ),
  // Calendars come both as a form of the letter and attached to it.
  invitations: eachOnce(
    mail.calendars.flatMap(readInvitations),
    ({ act, uid, title, start }) => `${act}\n${uid}\n${title}\n${JSON.stringify(start)}`,
  ).slice(0, 10),
});

function eachOnce<T>(list: readonly T[], keyOf: (item: T) => string): readonly T[] {
  const first = new Map(list.toReversed().map((item) => [keyOf(item), item]));
  return list.filter((item) => first.get(keyOf(item)) === item);
}

/** What was new as it was formatted; nothing when only its text could be told from what it answers. */
function shownFirst(mail: ReadMail): string {
  if (mail.strippedBy === null) return mail.safeHtml ?? '';
  return mail.safeVisibleHtml ?? '';
}

/** The sanitiser leaves pictures of the mail itself only, and writes every attribute alike. */
function picturesInPlace(mail: ReadMail): number {
  const html = shownFirst(mail);
  const written = html.match(/<img\b[^>]* src="data:/gi)?.length ?? 0;
  // Without an attachment that is a picture, a name is an empty frame.
  const isAttached = mail.attachments.some((file) =>
    isShownInPlace(mail, { file, mediaType: sniffMediaType(file.content) }),
  );
  return written + (isAttached ? (html.match(/<img\b[^>]* src="cid:/gi)?.length ?? 0) : 0);
}

/** A picture that the mail names by its Content-ID stands in the letter, and is no file beside it. */
export const isShownInPlace = (
  mail: ReadMail,
  { file, mediaType }: { readonly file: MailAttachment; readonly mediaType: string },
): boolean =>
  file.cid !== null && mediaType.startsWith('image/') && mail.ownPictures.includes(file.cid);

/** The calendar that is a form of the letter and the one attached to it are often the same: one is enough to keep. */
export const isRepeatedCalendar = (file: MailAttachment, mail: ReadMail): boolean =>
  file.role === 'calendar' &&
  file.name === '' &&
  mail.attachments.some(
    (other) => other !== file && other.name !== '' && other.sha256 === file.sha256,
  );

/** What a person attached; the rest is machinery and stays in the raw mail. */
export function roleOfFile({ role }: MailAttachment): AttachmentRole | null {
  return role === 'signature' || role === 'report' || role === 'encrypted' ? null : role;
}
