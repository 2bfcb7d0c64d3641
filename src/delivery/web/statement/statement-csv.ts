import type { Language } from '../../../kernel/language.ts';
import { canonicalForm } from '../../../modules/credits/index.ts';
import * as m from '../../ui/words/generated/messages.js';
import { type CsvCell, csvRow } from '../csv.ts';
import {
  codeOf,
  dayAndTime,
  disputedWords,
  type StatementDocument,
  wordsOf,
} from './statement-document.ts';

/**
 * A statement as CSV (RFC 4180), a piece at a time. It begins with a byte order mark, so that Excel reads it as UTF-8. The first row opens the statement and the last one closes it (`check-statement.ts` reads both).
 */
export async function* statementCsv(document: StatementDocument): AsyncGenerator<string> {
  const { statement, language, timeZone } = document;
  const say = { locale: language };
  const row = (cells: readonly CsvCell[]) => csvRow(cells, language);
  yield `\uFEFF${row(headings(language))}`;
  const { opening, closing } = statement;
  const fromDay = document.fromDay ?? '';
  yield row([
    ...[opening.sequence, fromDay, '', m.credits_csv_opening({}, say), document.customerName],
    ...['', '', '', document.firmName, '', '', '', ''],
    ...[opening.availableUnits + opening.heldUnits, opening.availableUnits, opening.heldUnits],
    ...['', opening.hash],
  ]);
  for await (const lines of document.pages) {
    for (const shown of lines) {
      const { line, ticketNumber } = shown;
      const { kind, ...words } = wordsOf(shown, language);
      const detail = [words.detail, words.disputed].filter((part) => part !== '').join(' · ');
      yield row([
        ...[line.sequence, ...dayAndTime(line.at, timeZone), kind, detail],
        ...[ticketNumber ?? '', line.clause ?? '', line.workMinutes ?? ''],
        ...[line.reference ?? '', line.reason ?? ''],
        ...[line.balanceChange, line.change.available, line.change.held],
        ...[line.balanceAfter, line.availableAfter, line.heldAfter],
        ...[canonicalForm(line), line.hash],
      ]);
    }
  }
  const [day, time] = dayAndTime(statement.issuedAt, timeZone);
  yield row([
    ...[closing.sequence, day, time, m.credits_csv_closing({}, say), document.verifyUrl],
    ...['', '', '', codeOf(document), disputedWords(document.disputedUnits, language)],
    ...['', '', ''],
    ...[closing.availableUnits + closing.heldUnits, closing.availableUnits, closing.heldUnits],
    ...['', closing.hash],
  ]);
}

const headings = (language: Language): readonly CsvCell[] => {
  const say = { locale: language };
  return [
    m.credits_csv_number({}, say),
    m.credits_csv_day({}, say),
    m.credits_csv_time({}, say),
    m.credits_csv_kind({}, say),
    m.credits_csv_detail({}, say),
    m.credits_csv_ticket({}, say),
    m.credits_csv_clause({}, say),
    m.credits_csv_work({}, say),
    m.credits_csv_reference({}, say),
    m.credits_csv_reason({}, say),
    m.credits_csv_balance_change({}, say),
    m.credits_csv_available_change({}, say),
    m.credits_csv_held_change({}, say),
    m.credits_csv_balance({}, say),
    m.credits_csv_available({}, say),
    m.credits_csv_held({}, say),
    // Read by programs: the same in both languages.
    'atenta-credit-entry-1',
    'sha256',
  ];
};
