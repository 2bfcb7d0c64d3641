import { decodeText } from './charsets.ts';
import { cleanText } from './clean-text.ts';
import type { MimeLeaf } from './mime-parts.ts';
import type { MailCalendar } from './model.ts';

const calendarBytesMax = 256 * 1024;

/** The invitations and answers to invitations in a mail. An oversized one stays an attachment only. */
export function readCalendars(leaves: readonly MimeLeaf[]): readonly MailCalendar[] {
  return leaves
    .filter((leaf) => leaf.type === 'text/calendar' || leaf.type === 'application/ics')
    .filter((leaf) => leaf.content.length <= calendarBytesMax)
    .map((leaf) => {
      const text = cleanText(
        decodeText(leaf.content, leaf.contentType.parameters.get('charset') ?? 'utf-8').text,
      );
      const method =
        leaf.contentType.parameters.get('method') ?? /^METHOD:\s*([\w-]+)/im.exec(text)?.[1];
      return { method: method?.trim().toUpperCase() ?? null, text };
    });
}
