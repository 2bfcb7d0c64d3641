import type { Language } from '../../kernel/language.ts';
import { formatSpan } from '../ui/format.ts';
import * as m from '../ui/words/generated/messages.js';

/** "quedan 3 h 12 min", "12 min de retraso": the same on the page and where it ticks. */
export function timeLeft(milliseconds: number, language: Language): string {
  const say = { locale: language };
  const span = formatSpan(milliseconds, language);
  return milliseconds > 0 ? m.portal_clock_left({ span }, say) : m.portal_clock_late({ span }, say);
}
