import type { MailLimit, MailLimits } from './model.ts';

/** What one message may cost. Everything above goes to quarantine with the raw bytes kept (RELIABILITY.md, mail bombs). */
export const mailLimits: MailLimits = {
  sizeBytesMax: 30 * 1024 * 1024,
  headerBytesMax: 512 * 1024,
  headerLinesMax: 2_000,
  recipientsMax: 2_000,
  partsMax: 500,
  nestingMax: 50,
  scannedCharactersMax: 512 * 1024,
  textCharactersMax: 1024 * 1024,
  htmlCharactersMax: 1536 * 1024,
};

/** Thrown inside the reading of one message, and turned into a value before it leaves `understandMail`. */
export class MailOverLimit extends Error {
  override name = 'MailOverLimit';
  readonly reason: MailLimit;

  constructor(reason: MailLimit, counted: string) {
    super(counted);
    this.reason = reason;
  }
}
