import type { StructuredHeader } from './header-parameters.ts';
import type { MimeLeaf } from './mime-parts.ts';
import type { MailAddress, MailHeader } from './model.ts';

/** What the readers of bounces look at. */
export interface BounceQuestion {
  readonly headers: readonly MailHeader[];
  readonly contentType: StructuredHeader;
  readonly leaves: readonly MimeLeaf[];
  readonly from: MailAddress | null;
  readonly fromText: string;
  readonly to: readonly MailAddress[];
  readonly returnPath: string | null;
  readonly subject: string;
  readonly text: string;
  readonly scannedCharactersMax: number;
}

/** Header fields of the mail that came back, when it came with the report. */
export interface ReturnedMail {
  readonly isAttached: boolean;
  /** The start of it, as Latin-1. */
  readonly text: string;
  readonly messageId: string | null;
  readonly to: readonly string[];
}

/** Everything in a text that looks like an address, lower case, each once. */
export const addressesIn = (text: string): readonly string[] => [
  ...new Set(
    [...text.slice(0, 20_000).matchAll(/[^\s<>()[\]",;:'=]{1,120}@[a-z0-9][\w.-]{1,120}/gi)].map(
      ([found]) => found.replace(/[.]+$/, '').toLowerCase(),
    ),
  ),
];
