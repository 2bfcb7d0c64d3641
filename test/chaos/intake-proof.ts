// What must be true of the mail that a desk took in, however often it was killed: asked of its database.
import { setTimeout as pause } from 'node:timers/promises';
import { listAccounts, verifyLedger } from '../../src/modules/credits/index.ts';
import type { Database } from '../../src/platform/database/index.ts';

export interface IntakeCounts {
  readonly rows: number;
  readonly tickets: number;
  readonly messages: number;
  readonly reports: number;
  readonly quarantined: number;
  /** Mail that arrived again, beside its first copy. */
  readonly copies: number;
}

/** Waits until every accepted mail is processed and every acknowledgement written. */
export async function untilProcessed(database: Database, withinMs = 180_000): Promise<void> {
  const until = performance.now() + withinMs;
  for (;;) {
    const { rows } = await database.pool.query<{ left: number }>(`
      select (select count(*) from inbound_mail where outcome = 'received')
           + (select count(*) from graphile_worker.jobs
               where run_at <= now() and attempts < max_attempts) as left`);
    if (Number(rows[0]?.left) === 0) return;
    if (performance.now() > until) throw new Error(`${rows[0]?.left} were not processed in time`);
    await pause(100);
  }
}

export async function countIntake(database: Database): Promise<IntakeCounts> {
  const { rows } = await database.pool.query<Record<keyof IntakeCounts, number>>(`
    select count(*) as rows,
           count(*) filter (where outcome = 'ticket') as tickets,
           count(*) filter (where outcome = 'message') as messages,
           count(*) filter (where outcome = 'report') as reports,
           count(*) filter (where outcome = 'quarantined') as quarantined,
           coalesce(sum(copies - 1), 0) as copies
      from inbound_mail`);
  const [counts] = rows;
  if (counts === undefined) throw new Error('a count answers one row');
  return {
    rows: Number(counts.rows),
    tickets: Number(counts.tickets),
    messages: Number(counts.messages),
    reports: Number(counts.reports),
    quarantined: Number(counts.quarantined),
    copies: Number(counts.copies),
  };
}

/** Everything that is not as it must be, in words; empty when all is well. */
export async function intakeFaults(
  database: Database,
  accepted: readonly string[],
): Promise<string[]> {
  const faults: string[] = [];
  const look = async (what: string, query: string, values: unknown[] = []) => {
    const { rows } = await database.pool.query<{ n: number }>(query, values);
    const n = Number(rows[0]?.n);
    if (n !== 0) faults.push(`${n} ${what}`);
  };
  await look(
    'accepted mails were lost',
    `select count(*) as n from unnest($1::text[]) wanted(id)
      where not exists (select 1 from inbound_mail where message_id_header = wanted.id)`,
    [accepted],
  );
  await look(
    'mails were taken twice',
    `select count(*) as n from (select message_id_header from inbound_mail
      where message_id_header is not null group by message_id_header, raw_sha256
      having count(*) > 1) twice`,
  );
  await look(
    'mails became nothing, or two things',
    `select count(*) as n from inbound_mail mail where (
        (outcome = 'ticket')::int * (select count(*) from message where inbound_mail_id = mail.id)
      + (outcome = 'message')::int * (select count(*) from message where inbound_mail_id = mail.id)
      + (outcome in ('quarantined', 'report'))::int
    ) <> 1`,
  );
  await look(
    'tickets by mail have not exactly one acknowledgement',
    `select count(*) as n from ticket where channel = 'email' and (
      select count(*) from message where message.ticket_id = ticket.id
        and template = 'acknowledgement') <> 1`,
  );
  await look(
    'acknowledgements stand in the outbox more than once',
    `select count(*) as n from (select ticket_id from outgoing_mail
      where purpose = 'acknowledgement' group by ticket_id having count(*) > 1) twice`,
  );
  await look(
    'tickets hold units more than once',
    `select count(*) as n from (select ticket_id from credit_entry where kind = 'hold'
      group by ticket_id having count(*) > 1) twice`,
  );
  for (const organizationId of await listAccounts(database.db)) {
    const { problems } = await verifyLedger(database.db, organizationId);
    if (problems.length > 0) faults.push(`the ledger of ${organizationId} does not add up`);
  }
  return faults;
}
