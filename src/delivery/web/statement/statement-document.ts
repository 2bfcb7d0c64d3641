import type { Instant } from '../../../kernel/clock.ts';
import type { Language } from '../../../kernel/language.ts';
import { groupVerificationCode } from '../../../kernel/verification-code.ts';
import type {
  DisputedCharge,
  IssuedStatement,
  StatementLine,
} from '../../../modules/credits/index.ts';
import { entryWords } from '../../ui/entry-words.ts';
import { formatUnits } from '../../ui/format.ts';
import * as m from '../../ui/words/generated/messages.js';
import { describeEntry } from '../describe-entry.ts';

/** A statement as it is handed out, whichever file it becomes. */
export interface StatementDocument {
  readonly statement: IssuedStatement;
  readonly firmName: string;
  readonly customerName: string;
  readonly language: Language;
  readonly timeZone: string;
  /** The days of the span as they were asked for; null is open. */
  readonly fromDay: string | null;
  readonly toDay: string | null;
  /** Where anyone can ask whether this statement is ours. */
  readonly verifyUrl: string;
  /** T4: charged up to its end, and not settled when it was issued: an objection is open. Units. */
  readonly disputedUnits: number;
  /** Pages of lines, oldest first, read while the file is written. */
  readonly pages: AsyncIterable<readonly DocumentLine[]>;
}

export interface DocumentLine {
  readonly line: StatementLine;
  readonly ticketNumber: number | null;
  /** Of this charge, what was disputed when the statement was issued. */
  readonly disputedUnits: number;
}

export const codeOf = ({ statement }: StatementDocument): string =>
  groupVerificationCode(statement.code);

/** What of the charges of a statement is disputed. */
export const disputedUnitsIn = (
  { closing }: IssuedStatement,
  disputed: readonly DisputedCharge[],
): number =>
  disputed
    .filter(({ sequence }) => sequence <= closing.sequence)
    .reduce((sum, { units }) => sum + units, 0);

/** A line in the reader's words: its kind, why it is there, and what of it is disputed (empty: nothing). */
export function wordsOf(
  { line, ticketNumber, disputedUnits }: DocumentLine,
  language: Language,
): { readonly kind: string; readonly detail: string; readonly disputed: string } {
  const say = { locale: language };
  return {
    kind: entryWords(line.kind, say),
    detail: describeEntry(line, ticketNumber, language),
    disputed: disputedWords(disputedUnits, language),
  };
}

export const disputedWords = (units: number, language: Language): string =>
  units === 0
    ? ''
    : m.credits_line_disputed({ units: formatUnits(units, language) }, { locale: language });

/** Day and time of day in the reader's zone, in the order that sorts: `2026-03-09`, `14:05:09`. */
export function dayAndTime(at: Instant, timeZone: string): readonly [day: string, time: string] {
  const parts = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(at);
  const [day = '', time = ''] = parts.split(' ');
  return [day, time];
}
