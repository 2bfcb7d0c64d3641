import type { Instant } from '../../kernel/clock.ts';
import { type Attempt, abandonmentDueAt, nextReminderAt } from '../../policy/closing.ts';
import type { Terms } from '../../policy/terms.ts';

/** VIII.b: when the desk looks at an unanswered question again: the next reminder, or the abandonment. */
export function nextClosingMoment(terms: Terms, attempts: readonly Attempt[]): Instant | null {
  const inquiry = { attempts, lastAnswerAt: null };
  return nextReminderAt(terms, inquiry) ?? abandonmentDueAt(terms, inquiry);
}
