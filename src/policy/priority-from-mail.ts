import type { Priority } from './terms.ts';

/** Where in a mail something was read: shown to the agent who verifies it (V.b). */
export type MailPlace = 'label' | 'phrase' | 'header';

/** IV.d: what the writer of a mail says about impact and priority. Null: not said, the acknowledgement asks. */
export interface MailSuggestion {
  readonly priority: {
    readonly value: Priority;
    readonly readIn: MailPlace;
    /** The words themselves, for the ticket's log. */
    readonly words: string;
  } | null;
  readonly impact: { readonly text: string; readonly readIn: MailPlace } | null;
}
