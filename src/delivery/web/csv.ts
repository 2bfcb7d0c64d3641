import type { Language } from '../../kernel/language.ts';

export type CsvCell = string | number;

/** RFC 4180. In Spanish fields are separated by semicolons, as programs set to a decimal comma expect; in English by commas. */
export const csvRow = (cells: readonly CsvCell[], language: Language): string =>
  `${cells.map(csvCell).join(language === 'es' ? ';' : ',')}\r\n`;

/**
 * V1.2.10: a text that a spreadsheet could take for a formula gets an apostrophe in front, also when the sign is a
 * full-width one or stands behind spaces. Numbers are our own and stay numbers, below zero too.
 */
function csvCell(cell: CsvCell): string {
  if (typeof cell === 'number') return String(cell);
  const text = cell.replace(/[\s\p{Cc}]+/gu, ' ');
  const safe = /^[\s\p{Cf}]*[=+\-@＝＋－＠]/u.test(text) ? `'${text}` : text;
  return /[",;']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
