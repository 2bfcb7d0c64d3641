import type { Language } from '../../kernel/language.ts';
import * as m from './words/generated/messages.js';

interface ClockAsked {
  readonly state: 'none' | 'running' | 'paused' | 'met' | 'cancelled';
  readonly metOnTime: boolean | null;
}

/** VII: what one clock makes people ask, by how it stands: one that has stopped is not due any more. */
export function clockQuestion({ state, metOnTime }: ClockAsked, language: Language): string {
  const say = { locale: language };
  switch (state) {
    case 'running':
      return m.common_clock_why_due({}, say);
    case 'paused':
      return m.common_clock_why_paused({}, say);
    case 'met':
      return metOnTime === false
        ? m.common_clock_why_late({}, say)
        : m.common_clock_why_met({}, say);
    case 'cancelled':
      return m.common_clock_why_cancelled({}, say);
    case 'none':
      return m.common_clock_why_none({}, say);
  }
}

/** The same of all clocks of a request: of what still runs, else of what stands, else of how it all was counted. */
export function clocksQuestion(clocks: readonly ClockAsked[], language: Language): string {
  const open =
    clocks.find(({ state }) => state === 'running') ??
    clocks.find(({ state }) => state === 'paused');
  return open === undefined
    ? m.common_clock_how_counted({}, { locale: language })
    : clockQuestion(open, language);
}
