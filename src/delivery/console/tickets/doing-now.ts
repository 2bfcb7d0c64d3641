import { minuteMs } from '../../../kernel/duration.ts';
import type { PersonAt } from '../server/whereabouts.ts';
import type { DraftMode } from './draft-store.ts';

/** The last stroke in the composer. */
export interface Stroke {
  readonly mode: DraftMode;
  /** Epoch milliseconds. */
  readonly at: number;
}

interface Signs {
  readonly now: number;
  readonly visible: boolean;
  /** When a hand was last seen in this window. */
  readonly actedAt: number;
  /** Null: the composer is closed, or nothing was typed since it opened. */
  readonly stroke: Stroke | null;
}

/** Whoever looks something up in another window between two sentences still writes. */
const writingMs = 2 * minuteMs;
const readingMs = 10 * minuteMs;
const hiddenMs = 2 * minuteMs;

/** What the person in front of this window does at the request that it shows; null: nobody is there. */
export function doingNow({ now, visible, actedAt, stroke }: Signs): PersonAt['doing'] | null {
  if (stroke !== null && now - stroke.at < writingMs) {
    return stroke.mode === 'note' ? 'note' : 'reply';
  }
  return now - actedAt < (visible ? readingMs : hiddenMs) ? 'reading' : null;
}
