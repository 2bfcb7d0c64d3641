import type { Instant } from '../../kernel/clock.ts';
import type { Language } from '../../kernel/language.ts';
import type { LetterName } from './letter-names.ts';
import type { LetterTemplates } from './letter-templates.ts';
import type { AdjustedTexts, LetterTexts } from './letter-texts.ts';
import type { Letter, MailAct, Recipient } from './model.ts';

export interface RenderedLetter {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** What the agreement and the facts say, as text: it stands between opening and closing and no text replaces it. */
  readonly fixedText: string;
}

/** In whose name a letter is written. */
export interface LetterHead {
  readonly firmName: string;
  /** Of the mailbox it leaves from; '' signs with the firm's name. */
  readonly signature: string;
}

/** Everything that writing a letter needs and this module does not know: words, addresses, and where the desk lives. */
export interface Post {
  readonly render: (
    letter: Letter,
    recipient: Recipient,
    head: LetterHead,
    texts: AdjustedTexts,
  ) => RenderedLetter;
  /** The product's own texts of a letter, with its variables in braces. */
  readonly ownTexts: (name: LetterName, language: Language) => LetterTexts;
  /** A letter of that name, and whom it is written to, with data that are plainly an example. */
  readonly example: (
    name: LetterName,
    language: Language,
    at: Instant,
  ) => { readonly letter: Letter; readonly contact: string };
  /** The subject under which an example is sent, so that nobody takes it for a letter. */
  readonly previewSubject: (subject: string, language: Language) => string;
  /** What administrators wrote instead of the product's own texts. */
  readonly templates: LetterTemplates;
  /** What the event in the recipient's calendar is called and says. */
  readonly describeEvent: (
    letter: Extract<Letter, { kind: 'appointment' }>,
    recipient: Recipient,
  ) => { readonly summary: string; readonly description: string; readonly url: string };
  /** The name of an appointment in every calendar: always the same. */
  readonly eventUid: (appointmentId: number) => string;
  /** Our own Message-ID: the same letter to the same person always has the same one. */
  readonly messageId: (letter: { readonly key: string; readonly personId: number }) => string;
  /** The address to which an answer to this ticket goes. */
  readonly replyTo: (
    mailbox: string,
    token: { readonly ticketId: number; readonly personId: number },
  ) => string;
  /** The token of a link that does one thing without signing in, once it is confirmed. */
  readonly actToken: (act: MailAct) => string;
  /** Who writes when the desk has no mailbox yet. */
  readonly senderWithoutMailbox: string;
  readonly now: () => Instant;
}
