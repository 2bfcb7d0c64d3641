import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { deskWorld } from '../../../test/support/desk-world.ts';
import { plansOf } from '../../../test/support/plans-of.ts';
import { testClock } from '../../../test/support/test-clock.ts';
import { testDatabase } from '../../../test/support/test-database.ts';
import { lastAddressOf, outgoingMailByMessageId, readThread } from './index.ts';

const database = await testDatabase();
const world = await deskWorld(database, testClock());
const mails = 20_000;

// Written in bulk: what is looked at here is how they are found.
beforeAll(async () => {
  const ticket = await world.register(world.orinoco);
  await sql`insert into blob values (sha256('mail'), 4, now())`.execute(database.db);
  await sql`
    insert into inbound_mail (source, envelope_from, envelope_to, raw_sha256, byte_size, fingerprint,
                              message_id_header, outcome, ticket_id, received_at)
    select 'smtp', 'a@b.example', '{mesa@desk.example}', sha256('mail'), 4, sha256(n::text::bytea),
           n || '@b.example', 'quarantined', case when n < 5 then ${ticket.id}::bigint end, now()
      from generate_series(1, ${mails}::int) n`.execute(database.db);
  await sql`
    insert into outgoing_mail (ticket_id, purpose, to_address, from_address, subject, body_text,
                               message_id_header, state, created_at)
    select case when n = 1 then ${ticket.id}::bigint end, 'message', 'a@b.example', 'mesa@desk.example', 's', 't',
           'out' || n || '@desk.example', 'sent', now()
      from generate_series(1, ${mails}::int) n`.execute(database.db);
  await sql`analyze`.execute(database.db);
});

describe('a letter is written without reading the mails of other requests', () => {
  it('the thread that it refers to', async () => {
    const plans = await plansOf(database, (db) => readThread(db, 1, 10));
    expect(plans).not.toContain('Seq Scan on inbound_mail');
    expect(plans).not.toContain('Seq Scan on outgoing_mail');
  });

  it('the address from which the requester last wrote', async () => {
    const plans = await plansOf(database, (db) => lastAddressOf(db, 1, world.carmen));
    expect(plans).not.toContain('Seq Scan on inbound_mail');
  });

  it('the mail that a report is about', async () => {
    const plans = await plansOf(database, (db) => outgoingMailByMessageId(db, 'out7@desk.example'));
    expect(plans).not.toContain('Seq Scan on outgoing_mail');
  });
});
