import type { Language } from '../../kernel/language.ts';
import { type Database, inTransaction } from '../../platform/database/index.ts';
import { addBlob, type MailFile } from '../correspondence/index.ts';
import {
  type Anchors,
  type IssuedStatement,
  readMonthlyStatement,
  type StatementMonth,
  statementMonthOf,
} from '../credits/index.ts';
import { type Organization, readOrganization } from '../people/index.ts';
import { whoWants } from './letter-choices.ts';
import type { Post } from './post.ts';
import { postPersonalLetter, writeLetter } from './post-letter.ts';
import { administratorsOf } from './tell-of-units.ts';

/** Prints a statement as a PDF and stores it; null when it is too long for one. Printed twice it is the same file. */
export type PrintStatement = (wanted: {
  readonly statement: IssuedStatement;
  readonly month: StatementMonth;
  readonly customer: Organization;
  readonly language: Language;
}) => Promise<(MailFile & { readonly byteSize: number }) | null>;

/**
 * Money rules 2 and 4: a month's statement goes to the administrators of the customer who want it, each in the own language, all
 * with the one code under which it was issued. Its last hash is written down outside the database first.
 */
export async function mailStatement(
  desk: {
    readonly database: Database;
    readonly post: Post;
    readonly anchors: Anchors;
    readonly printStatement: PrintStatement;
  },
  sent: { readonly organizationId: number; readonly month: string; readonly send: number },
): Promise<void> {
  const { database, post, anchors, printStatement } = desk;
  const { organizationId, send } = sent;
  const at = post.now();
  const statement = await readMonthlyStatement(database.db, organizationId, sent.month);
  const customer = await readOrganization(database.db, organizationId, at);
  const month = customer && statementMonthOf(sent.month, customer.timeZone, at);
  if (statement === null || customer === null || month === null) return;
  const { opening, closing } = statement;
  await anchors.keep({ organizationId, sequence: closing.sequence, hash: closing.hash });
  const administrators = await administratorsOf(database.db, organizationId, at);
  // What billing sends again was asked for: it goes to all of them.
  const recipients =
    send > 1 ? administrators : await whoWants(database.db, 'statement', administrators);
  const files = new Map<Language, Awaited<ReturnType<PrintStatement>>>();
  for (const { language } of recipients) {
    if (files.has(language)) continue;
    files.set(language, await printStatement({ statement, month, customer, language }));
  }
  await inTransaction(database, async (tx) => {
    for (const recipient of recipients) {
      const file = files.get(recipient.language) ?? null;
      if (file !== null) await addBlob(tx, { ...file, at });
      const letter = {
        kind: 'statement' as const,
        month: month.month,
        firstDay: month.firstDay,
        lastDay: month.lastDay,
        openingUnits: opening.availableUnits + opening.heldUnits,
        closingUnits: closing.availableUnits + closing.heldUnits,
        heldUnits: closing.heldUnits,
        entries: closing.sequence - opening.sequence,
        code: statement.code,
        closingHash: closing.hash,
        attached: file !== null,
      };
      await postPersonalLetter(tx, post, {
        key: `statement.${organizationId}.${month.month}.${send}`,
        purpose: 'statement',
        written: await writeLetter(tx, post, { letter, recipient }),
        sensitive: false,
        files: file === null ? [] : [file],
      });
    }
  });
}
