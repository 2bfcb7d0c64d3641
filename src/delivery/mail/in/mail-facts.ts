import type { AttachmentRole, MailFacts } from '../../../modules/correspondence/index.ts';
import { readInvitations } from '../understand/calendar-events.ts';
import { readForwardedLetters } from '../understand/forwarded-letters.ts';
import type { MailAttachment, ReadMail } from '../understand/model.ts';

/** What is shown of a mail besides its text and its files. */
export const factsOf = (mail: ReadMail): MailFacts => ({
  picturesInPlace: pictures(shownFirst(mail)).length,
  remotePictures: mail.remoteImages,
  signed: mail.protection.signed,
  encrypted: mail.protection.encrypted,
  forwardedLetters: readForwardedLetters(mail),
  invitations: mail.calendars.flatMap(readInvitations).slice(0, 10),
});

/** What was new as it was formatted; nothing when only its text could be told from what it answers. */
function shownFirst(mail: ReadMail): string {
  if (mail.strippedBy === null) return mail.safeHtml ?? '';
  return mail.safeVisibleHtml ?? '';
}

/** The sanitiser leaves pictures of the mail itself only, and writes every attribute alike. */
const pictures = (safeHtml: string): readonly string[] =>
  safeHtml.match(/<img\b[^>]* src="(?:cid|data):/gi) ?? [];

/** A picture that the mail names by its Content-ID stands in the letter, and is no file beside it. */
export const isShownInPlace = (
  mail: ReadMail,
  { file, mediaType }: { readonly file: MailAttachment; readonly mediaType: string },
): boolean =>
  file.cid !== null && mediaType.startsWith('image/') && mail.ownPictures.includes(file.cid);

/** What a person attached; the rest is machinery and stays in the raw mail. */
export function roleOfFile({ role }: MailAttachment): AttachmentRole | null {
  return role === 'signature' || role === 'report' || role === 'encrypted' ? null : role;
}
