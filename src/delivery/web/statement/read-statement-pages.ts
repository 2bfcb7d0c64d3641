import {
  type DisputedCharge,
  type IssuedStatement,
  readStatementLines,
} from '../../../modules/credits/index.ts';
import { namesOfTickets } from '../../../modules/tickets/index.ts';
import type { Db } from '../../../platform/database/index.ts';
import type { DocumentLine } from './statement-document.ts';

const linesPerRead = 100;
/** About 3 s of work in all, 30 ms at a time; whoever needs more takes months, or the CSV, which has no end. */
export const pdfLinesMax = 2000;

/** Whether a statement has more lines than one PDF may have. */
export const isTooLongForPdf = ({ opening, closing }: IssuedStatement): boolean =>
  closing.sequence - opening.sequence > pdfLinesMax;

/** The lines of a statement, oldest first, read while the file is written. */
export async function* readStatementPages(
  db: Db,
  statement: IssuedStatement,
  disputed: readonly DisputedCharge[],
): AsyncGenerator<readonly DocumentLine[]> {
  for (let afterSequence = statement.opening.sequence; ; ) {
    const lines = await readStatementLines(db, statement, { afterSequence, limit: linesPerRead });
    const last = lines.at(-1);
    if (last === undefined) return;
    const tickets = await namesOfTickets(
      db,
      lines.flatMap(({ ticketId }) => ticketId ?? []),
    );
    yield lines.map((line) => ({
      line,
      ticketNumber: line.ticketId === null ? null : (tickets.get(line.ticketId)?.number ?? null),
      disputedUnits: disputed.find(({ sequence }) => sequence === line.sequence)?.units ?? 0,
    }));
    afterSequence = last.sequence;
  }
}
