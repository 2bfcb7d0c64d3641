import type { Language } from '../../../kernel/language.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Report } from '../contract/report.ts';
import { type CsvCell, csvRow } from '../csv.ts';

/**
 * A report as CSV: one number a line, with what it is of, so that a spreadsheet groups them as it likes. The codes are those
 * of the API, the same in both languages.
 */
export function reportCsv(report: Report, language: Language): string {
  const say = { locale: language };
  const lines: (readonly CsvCell[])[] = [
    [
      m.reports_csv_table({}, say),
      m.reports_csv_period({}, say),
      m.reports_csv_clock({}, say),
      m.reports_csv_priority({}, say),
      m.reports_csv_what({}, say),
      m.reports_csv_clause({}, say),
      m.reports_csv_value({}, say),
    ],
  ];
  for (const { clock, month, priority, percent, ...counts } of report.attainment) {
    const of = ['attainment', month ?? `${report.from}_${report.to}`, clock, priority ?? 'all'];
    for (const [what, count] of Object.entries(counts)) lines.push([...of, what, 'VII', count]);
    if (percent !== null) lines.push([...of, 'percent', 'VII', percent]);
  }
  for (const { week, ...counts } of report.weeks) {
    for (const [what, count] of Object.entries(counts)) {
      lines.push(['weeks', week, '', '', what, '', count]);
    }
  }
  for (const { reason, clause, minutes } of report.time) {
    const period = `${report.from}_${report.to}`;
    lines.push(['minutes', period, 'resolution', '', reason, clause, minutes]);
  }
  return `\uFEFF${lines.map((cells) => csvRow(cells, language)).join('')}`;
}
