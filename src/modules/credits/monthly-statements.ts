import type { Instant } from '../../kernel/clock.ts';
import { type Declined, decline } from '../../kernel/declined.ts';
import { type Database, inTransaction, type Tx } from '../../platform/database/index.ts';
import { enqueue } from '../../platform/jobs.ts';
import { listContacts, readOrganization } from '../people/index.ts';
import { issueStatement } from './issue-statement.ts';
import { mailStatementJob } from './jobs.ts';
import { monthDueAnywhere, statementMonthDue, statementMonthOf } from './statement-month.ts';
import {
  insertMonth,
  lockAccount,
  selectAccountsWithoutMonth,
  selectMonth,
  selectPointBefore,
  updateMonth,
} from './store.ts';

/**
 * Issues the statement of the month that has ended to every customer that has it sent, each in a transaction of its own
 * and by the customer's own calendar. A month is looked at once: where nothing moved and nothing was left, nobody is
 * written to.
 */
export async function issueMonthlyStatements(database: Database, at: Instant): Promise<void> {
  const month = monthDueAnywhere(at);
  if (month === null) return;
  for (const organizationId of await selectAccountsWithoutMonth(database.db, month)) {
    await inTransaction(database, (tx) => issueMonth(tx, organizationId, at));
  }
}

async function issueMonth(tx: Tx, organizationId: number, at: Instant): Promise<void> {
  const organization = await readOrganization(tx, organizationId, at);
  const due = organization && statementMonthDue(organization.timeZone, at);
  if (due === null) return;
  const { month, from, until } = due;
  // Under the account's lock: of two processes, the second one finds the month looked at.
  await lockAccount(tx, organizationId);
  if (!(await insertMonth(tx, { organizationId, month, at }))) return;
  const opening = await selectPointBefore(tx, organizationId, from);
  const closing = await selectPointBefore(tx, organizationId, until);
  const balanceUnits = closing.availableUnits + closing.heldUnits;
  if (closing.sequence === opening.sequence && balanceUnits === 0) return;
  const issued = {
    organizationId,
    format: 'pdf',
    from,
    until,
    issuedByPersonId: null,
    at,
  } as const;
  const { id: statementId } = await issueStatement(tx, issued);
  await putInPost(tx, { organizationId, month, statementId, sends: 1 });
}

/**
 * Sends a month's statement again, or for the first time where it was not sent by itself: the one that was issued, with
 * its code. Declined: `statement-month-open`, `statement-nobody`.
 */
export async function sendMonthlyStatement(
  tx: Tx,
  wanted: {
    readonly organizationId: number;
    readonly timeZone: string;
    /** `2026-10` */
    readonly month: string;
    readonly issuedByPersonId: number;
    readonly at: Instant;
  },
): Promise<Declined | null> {
  const { organizationId, month, issuedByPersonId, at } = wanted;
  const due = statementMonthOf(month, wanted.timeZone, at);
  if (due === null) return decline('statement-month-open');
  const contacts = await listContacts(tx, organizationId, at);
  const readers = contacts.filter(
    ({ role, disabled }) => role === 'customer_administrator' && !disabled,
  );
  if (readers.length === 0) return decline('statement-nobody');
  await lockAccount(tx, organizationId);
  await insertMonth(tx, { organizationId, month, at });
  const known = await selectMonth(tx, organizationId, month);
  const { from, until } = due;
  const issued = { organizationId, format: 'pdf', from, until, issuedByPersonId, at } as const;
  const statementId = known?.statementId ?? (await issueStatement(tx, issued)).id;
  await putInPost(tx, { organizationId, month, statementId, sends: (known?.sends ?? 0) + 1 });
  return null;
}

async function putInPost(
  tx: Tx,
  sent: {
    readonly organizationId: number;
    readonly month: string;
    readonly statementId: number;
    readonly sends: number;
  },
): Promise<void> {
  const { organizationId, month, sends } = sent;
  await updateMonth(tx, sent);
  await enqueue(tx, mailStatementJob, { organizationId, month, send: sends });
}
