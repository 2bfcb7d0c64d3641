import { fileURLToPath } from 'node:url';
import PDFDocument from 'pdfkit';
import { formatCalendarDay, formatChange, formatCount, formatDayAndTime } from '../../ui/format.ts';
import { qrModules, qrRuns } from '../../ui/qr.ts';
import * as m from '../../ui/words/generated/messages.js';
import {
  codeOf,
  type DocumentLine,
  dayAndTime,
  type StatementDocument,
  wordsOf,
} from './statement-document.ts';

type Pdf = PDFKit.PDFDocument;

const page = { width: 595.28, height: 841.89, margin: 40, bottom: 70 };
const colour = {
  ink: '#1f2a33',
  soft: '#52606b',
  line: '#c9d1d6',
  less: '#a3261b',
  turn: '#a34a12',
};
const gap = 6;

/** The columns from the left; their widths add up to the page between its margins. */
const columns = [
  { key: 'number', width: 30, right: false },
  { key: 'day', width: 66, right: false },
  { key: 'what', width: 217, right: false },
  { key: 'clause', width: 50, right: false },
  { key: 'change', width: 48, right: true },
  { key: 'available', width: 56, right: true },
  { key: 'balance', width: 48, right: true },
] as const;
type ColumnKey = (typeof columns)[number]['key'];

/**
 * A statement to print and to keep: tagged for screen readers, in the reader's language, with its fonts inside, and
 * with the code and the last hash by which it can be verified. It is a stream, written as the pages of lines come, and
 * lets others work in between.
 */
export function statementPdf(document: StatementDocument): Pdf {
  const { language, statement } = document;
  const say = { locale: language };
  const title = m.credits_statement_title({}, say);
  const pdf = new PDFDocument({
    size: [page.width, page.height],
    margins: { top: page.margin, left: page.margin, right: page.margin, bottom: 0 },
    pdfVersion: '1.7',
    lang: language,
    tagged: true,
    displayTitle: true,
    info: {
      Title: `${title} · ${document.customerName}`,
      Author: document.firmName,
      CreationDate: new Date(statement.issuedAt),
    },
  });
  for (const [name, weight, subset] of fontFiles) pdf.registerFont(name, fontFile(subset, weight));
  write(pdf, document).then(
    () => pdf.end(),
    (error: unknown) => pdf.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  return pdf;
}

async function write(pdf: Pdf, document: StatementDocument): Promise<void> {
  const root = pdf.struct('Document');
  pdf.addStructure(root);
  footer(pdf, document, 1);
  head(pdf, root, document);
  const table = pdf.struct('Table');
  root.add(table);
  table.add(headingRow(pdf, document));
  let pages = 1;
  let lines = 0;
  for await (const some of document.pages) {
    for (const shown of some) {
      const cells = cellsOf(shown, document);
      const height = rowHeight(pdf, cells);
      if (pdf.y + height > page.height - page.bottom) {
        pages += 1;
        nextPage(pdf, document, pages);
        repeatHeadings(pdf, document);
      }
      table.add(row(pdf, cells, height));
      lines += 1;
    }
    // Everybody else's requests are answered between two pages of lines.
    await new Promise((resolve) => setImmediate(resolve));
  }
  table.end();
  if (lines === 0) {
    root.add(
      paragraph(pdf, m.portal_statement_empty({}, { locale: document.language }), colour.soft),
    );
  }
  if (pdf.y + 110 > page.height - page.bottom) nextPage(pdf, document, pages + 1);
  ending(pdf, root, document);
  root.end();
}

function head(pdf: Pdf, root: PDFKit.PDFStructureElement, document: StatementDocument): void {
  const { statement, language, customerName, firmName } = document;
  const say = { locale: language };
  const qrSize = 96;
  const textWidth = page.width - 2 * page.margin - qrSize - 20;
  const text = (words: string, size: number, font: Place['font'], ink: string) => {
    pdf.fontSize(size).fillColor(ink);
    draw(pdf, words, { x: page.margin, y: pdf.y, width: textWidth, font });
  };
  root.add(
    pdf.struct('P', {}, () => {
      text(firmName, 10, 'strong', colour.soft);
      pdf.moveDown(0.4);
    }),
  );
  root.add(
    pdf.struct('H1', {}, () => {
      text(m.credits_statement_title({}, say), 19, 'strong', colour.ink);
      pdf.moveDown(0.2);
    }),
  );
  root.add(
    pdf.struct('P', {}, () => {
      text(customerName, 13, 'strong', colour.ink);
      pdf.moveDown(0.3);
      text(spanWords(document), 10, 'text', colour.ink);
      const moment = formatDayAndTime(statement.issuedAt, document);
      text(m.credits_statement_issued({ moment }, say), 10, 'text', colour.soft);
    }),
  );
  const label = m.portal_receipt_qr({}, say);
  root.add(
    pdf.struct('Figure', { alt: `${label}: ${document.verifyUrl}` }, () =>
      drawQr(pdf, document.verifyUrl, page.width - page.margin - qrSize, page.margin, qrSize),
    ),
  );
  pdf.y = Math.max(pdf.y, page.margin + qrSize) + 14;
  const { opening, closing } = statement;
  const balance = (point: typeof opening) =>
    formatCount(point.availableUnits + point.heldUnits, language);
  figures(pdf, root, [
    [m.portal_statement_opening({}, say), balance(opening)],
    [m.portal_statement_closing({}, say), balance(closing)],
    [m.credits_csv_available({}, say), formatCount(closing.availableUnits, language)],
    [m.credits_csv_held({}, say), formatCount(closing.heldUnits, language)],
    ...(document.disputedUnits === 0
      ? []
      : [
          [m.credits_pdf_disputed({}, say), formatCount(document.disputedUnits, language)] as const,
        ]),
  ]);
}

function figures(
  pdf: Pdf,
  root: PDFKit.PDFStructureElement,
  shown: readonly (readonly [name: string, value: string])[],
): void {
  const width = (page.width - 2 * page.margin) / shown.length;
  const top = pdf.y;
  shown.forEach(([name, value], index) => {
    const x = page.margin + index * width;
    root.add(
      pdf.struct('P', {}, () => {
        pdf.fontSize(9).fillColor(colour.soft);
        draw(pdf, `${name} `, { x, y: top, width: width - gap, font: 'text' });
        pdf.fontSize(17).fillColor(colour.ink);
        draw(pdf, value, { x, y: top + 13, width: width - gap, font: 'strong' });
      }),
    );
  });
  pdf.y = top + 46;
}

function spanWords({ fromDay, toDay, language }: StatementDocument): string {
  const say = { locale: language };
  const day = (of: string) => formatCalendarDay(of, language);
  if (fromDay !== null && toDay !== null) {
    return m.credits_statement_span({ from: day(fromDay), to: day(toDay) }, say);
  }
  if (fromDay !== null) return m.credits_statement_since({ from: day(fromDay) }, say);
  if (toDay !== null) return m.credits_statement_until({ to: day(toDay) }, say);
  return m.credits_statement_whole({}, say);
}

type Cells = Readonly<Record<ColumnKey, readonly Piece[]>>;
interface Piece {
  readonly text: string;
  readonly font: 'text' | 'strong';
  readonly ink: string;
}

const plain = (text: string): readonly Piece[] => [{ text, font: 'text', ink: colour.ink }];
const soft = (text: string): readonly Piece[] => [{ text, font: 'text', ink: colour.soft }];

function headingCells({ language }: StatementDocument): Cells {
  const say = { locale: language };
  const strong = (text: string): readonly Piece[] => [{ text, font: 'strong', ink: colour.ink }];
  return {
    number: strong(m.credits_csv_number({}, say)),
    day: strong(m.credits_csv_day({}, say)),
    what: strong(m.credits_csv_kind({}, say)),
    clause: strong(m.credits_csv_clause({}, say)),
    change: strong(m.portal_entry_change({}, say)),
    available: strong(m.credits_pdf_available({}, say)),
    balance: strong(m.credits_csv_balance({}, say)),
  };
}

function cellsOf(shown: DocumentLine, { language, timeZone }: StatementDocument): Cells {
  const { line } = shown;
  const { detail, disputed } = wordsOf(shown, language);
  const [day, time] = dayAndTime(line.at, timeZone);
  // A hold moves what is available and leaves the balance alone; a charge, the other way round.
  const change = line.balanceChange === 0 ? line.change.available : line.balanceChange;
  const more = [line.reference, line.reason].filter((text) => text !== null && text !== '');
  return {
    number: soft(String(line.sequence)),
    day: [...plain(day), ...soft(time.slice(0, 5))],
    what: [
      ...plain(detail),
      ...(disputed === '' ? [] : ([{ text: disputed, font: 'strong', ink: colour.turn }] as const)),
      ...(more.length === 0 ? [] : soft(more.join(' · '))),
    ],
    clause: soft(line.clause ?? ''),
    change: [
      {
        text: formatChange(change, language),
        font: line.balanceChange === 0 ? 'text' : 'strong',
        ink: line.balanceChange < 0 ? colour.less : colour.ink,
      },
    ],
    available: plain(formatCount(line.availableAfter, language)),
    balance: plain(formatCount(line.balanceAfter, language)),
  };
}

const cellSize = 9;

function rowHeight(pdf: Pdf, cells: Cells): number {
  const heights = columns.map(({ key, width }) =>
    cells[key].reduce((sum, piece) => {
      pdf.font(piece.font).fontSize(cellSize);
      return sum + pdf.heightOfString(covered(piece.text), { width: width - gap });
    }, 0),
  );
  return Math.max(...heights) + 9;
}

const headingRow = (pdf: Pdf, document: StatementDocument) => {
  const cells = headingCells(document);
  return row(pdf, cells, rowHeight(pdf, cells), true);
};

function row(pdf: Pdf, cells: Cells, height: number, isHeading = false) {
  const top = pdf.y;
  const struct = pdf.struct('TR');
  artifact(pdf, () => drawRule(pdf, isHeading ? top + height : top, isHeading));
  let x = page.margin;
  for (const column of columns) {
    const at = { x, column, top };
    struct.add(pdf.struct(isHeading ? 'TH' : 'TD', {}, () => drawCell(pdf, cells[column.key], at)));
    x += column.width;
  }
  // Drawn when the row takes its place in the document, which is at once: what follows begins below it.
  struct.add(() => {
    pdf.y = top + height;
  });
  struct.end();
  return struct;
}

function drawCell(
  pdf: Pdf,
  pieces: readonly Piece[],
  at: { readonly x: number; readonly column: (typeof columns)[number]; readonly top: number },
): void {
  const { column, x, top } = at;
  pdf.y = top + 5;
  for (const { text, font, ink } of pieces) {
    pdf.fontSize(cellSize).fillColor(ink);
    const align = column.right ? 'right' : 'left';
    draw(pdf, text, { x, y: pdf.y, width: column.width - gap, font, align });
  }
}

function repeatHeadings(pdf: Pdf, document: StatementDocument): void {
  const cells = headingCells(document);
  const top = pdf.y;
  const height = rowHeight(pdf, cells);
  artifact(pdf, () => {
    let x = page.margin;
    for (const column of columns) {
      drawCell(pdf, cells[column.key], { x, column, top });
      x += column.width;
    }
    drawRule(pdf, top + height, true);
  });
  pdf.y = top + height;
}

function nextPage(pdf: Pdf, document: StatementDocument, number: number): void {
  pdf.addPage();
  footer(pdf, document, number);
  pdf.y = page.margin;
}

/** What stands on every page is read once, not between two lines. */
function footer(pdf: Pdf, document: StatementDocument, number: number): void {
  const say = { locale: document.language };
  artifact(pdf, () => {
    const y = page.height - 46;
    drawRule(pdf, y - 8, false);
    pdf.fontSize(8).fillColor(colour.soft);
    const words = m.credits_statement_foot({ code: codeOf(document) }, say);
    draw(pdf, `${document.firmName} · ${words}`, {
      x: page.margin,
      y,
      width: 420,
      font: 'text',
    });
    draw(pdf, m.credits_statement_page({ number }, say), {
      x: page.width - page.margin - 90,
      y,
      width: 90,
      font: 'text',
      align: 'right',
    });
  });
  pdf.y = page.margin;
}

function ending(pdf: Pdf, root: PDFKit.PDFStructureElement, document: StatementDocument): void {
  const { statement, language } = document;
  const say = { locale: language };
  pdf.y += 16;
  root.add(
    pdf.struct('H2', {}, () => {
      pdf.fontSize(11).fillColor(colour.ink);
      draw(pdf, m.credits_statement_proof_title({}, say), {
        x: page.margin,
        y: pdf.y,
        width: 515,
        font: 'strong',
      });
    }),
  );
  root.add(paragraph(pdf, m.credits_statement_proof({ url: document.verifyUrl }, say), colour.ink));
  root.add(
    paragraph(
      pdf,
      m.credits_statement_hash(
        { sequence: statement.closing.sequence, hash: statement.closing.hash },
        say,
      ),
      colour.soft,
    ),
  );
}

const paragraph = (pdf: Pdf, words: string, ink: string) =>
  pdf.struct('P', {}, () => {
    pdf.fontSize(9).fillColor(ink);
    draw(pdf, words, {
      x: page.margin,
      y: pdf.y + 4,
      width: page.width - 2 * page.margin,
      font: 'text',
    });
  });

function drawRule(pdf: Pdf, y: number, isStrong: boolean): void {
  pdf
    .moveTo(page.margin, y)
    .lineTo(page.width - page.margin, y)
    .lineWidth(isStrong ? 1 : 0.5)
    .strokeColor(isStrong ? colour.ink : colour.line)
    .stroke();
}

function drawQr(pdf: Pdf, text: string, x: number, y: number, size: number): void {
  const modules = qrModules(text);
  const side = size / modules.length;
  modules.forEach((cells, line) => {
    let from = 0;
    for (const { dark, length } of qrRuns(cells)) {
      // A hair taller than the row: no white lines between rows, whatever draws it.
      if (dark) pdf.rect(x + from * side, y + line * side, length * side, side + 0.05);
      from += length;
    }
  });
  pdf.fillColor('#000000').fill();
}

function artifact(pdf: Pdf, work: () => void): void {
  pdf.markContent('Artifact', { type: 'Pagination' });
  work();
  pdf.endMarkedContent();
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly font: 'text' | 'strong';
  readonly align?: 'left' | 'right';
}

/** One text at its place, in the font that has its letters: names come from everywhere. */
function draw(pdf: Pdf, text: string, { x, y, width, font, align = 'left' }: Place): void {
  const runs = runsOf(covered(text));
  runs.forEach(({ text: run, subset }, index) => {
    pdf.font(subset === 'latin' ? font : `${font}-${subset}`);
    const continued = index < runs.length - 1;
    // A right-aligned run that goes on would be aligned by itself: numbers are one run.
    const options = { width, align, continued } as const;
    if (index === 0) pdf.text(run, x, y, options);
    else pdf.text(run, options);
  });
}

type Subset = 'latin' | 'latin-ext' | 'greek' | 'cyrillic';

const subsets: readonly (readonly [Subset, RegExp])[] = [
  ['latin', /[\u0020-\u00FF\u0131\u0152\u0153\u02C6\u02DA\u02DC\u2000-\u206F\u20AC\u2122\u2212]/],
  ['latin-ext', /[\u0100-\u02BA\u1E00-\u1EFF\u20A0-\u20CF]/],
  ['greek', /[\u0370-\u03FF]/],
  ['cyrillic', /[\u0400-\u045F\u0490\u0491\u04B0\u04B1\u2116]/],
];

const subsetOf = (character: string): Subset | null =>
  subsets.find(([, letters]) => letters.test(character))?.[0] ?? null;

/** What no font of ours has is shown as a question mark, never as nothing. */
const covered = (text: string): string =>
  [...text.normalize('NFC').replace(/\s+/g, ' ')]
    .map((character) => (subsetOf(character) === null ? '?' : character))
    .join('');

function runsOf(text: string): readonly { readonly text: string; readonly subset: Subset }[] {
  const runs: { text: string; subset: Subset }[] = [];
  for (const character of text) {
    const subset = subsetOf(character) ?? 'latin';
    const last = runs.at(-1);
    // A space goes with whatever stands before it.
    if (last !== undefined && (last.subset === subset || character === ' ')) last.text += character;
    else runs.push({ text: character, subset });
  }
  return runs;
}

const fontFiles = (['text', 'strong'] as const).flatMap((name) =>
  subsets.map(
    ([subset]) =>
      [
        subset === 'latin' ? name : `${name}-${subset}`,
        name === 'text' ? 400 : 600,
        subset,
      ] as const,
  ),
);

const fontFile = (subset: Subset, weight: number): string =>
  fileURLToPath(
    import.meta.resolve(`@fontsource/inter/files/inter-${subset}-${weight}-normal.woff`),
  );
