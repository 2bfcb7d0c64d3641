import type { Instant } from '../../../kernel/clock.ts';
import type { Language } from '../../../kernel/language.ts';

/** What agents write often. A text that is null is not written in that language; one of them is. */
export interface Macro {
  readonly id: number;
  /** Null: the whole desk's. */
  readonly ownerPersonId: number | null;
  readonly name: string;
  readonly texts: MacroTexts;
  readonly changedByPersonId: number;
  readonly changedAt: Instant;
}

export type MacroTexts = Readonly<Record<Language, string | null>>;

/** What may stand in braces, in the order in which it is offered. `cursor` is where writing goes on. */
export const macroVariables = [
  'contact',
  'customer',
  'ticket',
  'subject',
  'agent',
  'firm',
  'cursor',
] as const;

/** How many one person has at most, and how many the desk. */
export const macrosMax = 250;
