import type { Instant } from '../../kernel/clock.ts';
import { abandonmentDueAt, type Inquiry, nextReminderAt } from '../../policy/closing.ts';
import type { Terms } from '../../policy/terms.ts';

/** VIII.b: when the desk looks at an unanswered question again: the next reminder, or the abandonment. */
export const nextClosingMoment = (terms: Terms, inquiry: Inquiry): Instant | null =>
  nextReminderAt(terms, inquiry) ?? abandonmentDueAt(terms, inquiry);
