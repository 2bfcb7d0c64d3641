import type { Instant } from '../../../kernel/clock.ts';
import { dayMs } from '../../../kernel/duration.ts';
import type { ResolutionForm } from '../../../policy/closing.ts';

/** What a draft is to become; each has a draft of its own, so that a note can never become a reply. */
export type DraftMode = 'reply' | 'note' | 'ask' | 'resolve';

/** What somebody of the desk has written and not sent. Its own alone: nobody else reads it. */
export interface Draft {
  readonly id: number;
  readonly personId: number;
  readonly ticketId: number;
  readonly mode: DraftMode;
  /** Written on another machine than what is the draft now; its writer takes it in or drops it. */
  readonly setAside: boolean;
  readonly text: string;
  /** VIII.a: only of a resolution. */
  readonly form: ResolutionForm | null;
  readonly attachmentIds: readonly number[];
  /** The newest message of somebody else that its writer had seen. */
  readonly seenMessageId: number | null;
  /** Counts the savings: whoever saves says from which one it went on. */
  readonly revision: number;
  readonly writtenAt: Instant;
  readonly savedAt: Instant;
}

/** What was not touched for so long is dropped, with its files. */
export const draftLifetimeMs = 30 * dayMs;
/** Nobody goes on writing to what ended long ago. */
export const draftAfterEndMs = dayMs;
/** Of one request and mode: whoever has so many takes some in, or drops them, before there are more. */
export const setAsideMax = 10;
