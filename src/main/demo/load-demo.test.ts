import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase } from '../../../test/support/test-database.ts';
import { movableClock } from '../../kernel/clock.ts';
import { listAccounts, verifyLedger } from '../../modules/credits/index.ts';
import { signInWithPassword } from '../../modules/people/index.ts';
import { openBlobStore } from '../../platform/blobs.ts';
import { readConfig } from '../../platform/config.ts';
import { openDns } from '../../platform/dns.ts';
import { silentLog } from '../../platform/log.ts';
import { demoPassword } from './firm.ts';
import { demoSignIns, loadDemo } from './load-demo.ts';

// A Wednesday morning in Caracas.
const now = Date.parse(process.env['DEMO_NOW'] ?? '2026-03-04T10:20:00-04:00');
const database = await testDatabase();
const folder = mkdtempSync(path.join(tmpdir(), 'atenta-demo-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const printed: string[] = [];
const stdout = new Writable({
  write(chunk, _encoding, done) {
    printed.push(String(chunk));
    done();
  },
});
const runtime = {
  addresses: {
    port: 0,
    smtpPort: 0,
    lmtpPort: null,
    publicUrl: 'http://desk.example',
    mailDomain: 'desk.example',
  },
  blobs: await openBlobStore(folder),
  clock: movableClock(now),
  database,
  config: readConfig({ DATA_DIR: folder }, process.cwd()),
  dns: openDns({ clock: movableClock(now) }),
  keys: { key: () => Buffer.alloc(32, 7) },
  log: silentLog,
};

beforeAll(() => loadDemo(runtime, stdout), 120_000);

const count = async (from: string): Promise<number> => {
  const { rows } = await database.pool.query<{ n: number }>(
    `select count(*)::int as n from ${from}`,
  );
  return rows[0]?.n ?? -1;
};
const list = async (sql: string): Promise<unknown[]> =>
  (await database.pool.query(sql)).rows.map((row: object) => Object.values(row)[0]);

describe('the demo world', () => {
  test('has a month of tickets in every status and priority, by every channel', async () => {
    expect(await count('ticket')).toBeGreaterThan(140);
    expect(await list('select distinct status::text from ticket order by 1')).toEqual([
      'closed',
      'held',
      'open',
      'referred',
      'rejected',
      'resolved',
      'waiting',
      'withdrawn',
    ]);
    expect(await list('select distinct priority::text from ticket order by 1')).toEqual([
      'agreed',
      'p1',
      'p2',
      'p3',
      'p4',
    ]);
    expect(await list('select distinct channel::text from ticket order by 1')).toEqual([
      'api',
      'email',
      'phone',
      'portal',
      'visit',
    ]);
    expect(
      await list(`select distinct r->>'reason' from ticket, jsonb_array_elements(held_for) r
      where status = 'held' order by 1`),
    ).toEqual([
      'contact-unauthorised',
      'contract-ended',
      'credit-insufficient',
      'standing-suspended',
      'terms-not-accepted',
    ]);
  });

  test('acknowledged every request exactly once', async () => {
    expect(
      await count(`ticket where 1 <> (select count(*) from message
        where message.ticket_id = ticket.id and template = 'acknowledgement')`),
    ).toBe(0);
  });

  test('has ledgers that prove, with every kind of entry', async () => {
    for (const organizationId of await listAccounts(database.db)) {
      expect(await verifyLedger(database.db, organizationId)).toMatchObject({ sound: true });
    }
    expect(await list('select distinct kind::text from credit_entry order by 1')).toEqual([
      'adjustment',
      'charge',
      'hold',
      'hold_more',
      'purchase',
      'refund',
      'release',
    ]);
  });

  test('has clocks of every kind: running, paused, met in time, late and breached now', async () => {
    const clocks =
      await list(`select distinct state || case when breached_at is null then '' else ' late' end
      from clock order by 1`);
    expect(clocks).toEqual(
      expect.arrayContaining([
        'cancelled',
        'met',
        'met late',
        'none',
        'paused',
        'running',
        'running late',
      ]),
    );
  });

  test('has reopened, duplicate and linked requests, abandonment after two attempts, a taken back hour', async () => {
    const happened = await list('select distinct type from ticket_event');
    expect(happened).toEqual(
      expect.arrayContaining([
        'reopened',
        'abandoned',
        'work-reversed',
        'referred',
        'answered',
        'withdrawn',
      ]),
    );
    expect(await list('select distinct kind from ticket_link order by 1')).toEqual([
      'duplicate',
      'follow-up',
    ]);
    expect(await count("decision where kind = 'reopening-late'")).toBe(1);
  });

  test('has activities in every state, a visit to accept, and a missed one that is disputed', async () => {
    expect(await list('select distinct state::text from appointment order by 1')).toEqual([
      'accepted',
      'cancelled',
      'done',
      'no-show',
      'offered',
    ]);
    expect(
      await list(`select distinct o.name from appointment a join organization o
      on o.id = a.organization_id where a.state = 'offered' and a.surcharge_units = 2 order by 1`),
    ).toEqual(['Demo · Bayou Marine Supply', 'Demostración · Distribuidora Orinoco']);
    expect(await count("decision where kind = 'appointment-moved'")).toBe(1);
    expect(await count("decision where kind = 'no-show-charged'")).toBe(1);
    expect(
      await list('select (due_at - raised_at)::text from credit_objection where state = $$open$$'),
    ).toEqual(['3 days']);
    // What is agreed lies ahead, however the month fell on the week, and its reminders were sent in time.
    expect(
      await count(
        `appointment where state = 'accepted' and starts_at <= to_timestamp(${now / 1000})`,
      ),
    ).toBe(0);
    expect(await count("decision where kind = 'appointment-reminded'")).toBeGreaterThan(1);
  });

  test('has people in copy: one who knows the desk, one let in, one who waits', async () => {
    expect(await list('select rule from participant order by 1')).toEqual(['accepted', 'copied']);
    expect(
      await list('select address from participant_proposal where outcome is null order by 1'),
    ).toEqual(['ofarias@orinoco.example']);
  });

  test('has a merged request, units that expire soon, and work for billing', async () => {
    expect(await count('ticket where merged_into_ticket_id is not null')).toBe(1);
    expect(await count('credit_expiry_warning')).toBe(1);
    expect(await count("credit_top_up where state = 'open'")).toBe(1);
  });

  test('keeps its mail at home, old as it is, and odd mail in the quarantine', async () => {
    expect(await list('select distinct state::text from outgoing_mail')).toEqual(['local']);
    expect(await count("inbound_mail where outcome = 'quarantined'")).toBe(4);
    expect(await count("inbound_mail where quarantine_reason = 'processing-failed'")).toBe(0);
    expect(await count(`outgoing_mail where created_at > to_timestamp(${now / 1000})`)).toBe(0);
    expect(await count('graphile_worker.jobs')).toBe(0);
  });

  test('nothing in it happened after now', async () => {
    for (const table of ['message', 'outgoing_mail', 'attachment', 'work_entry']) {
      expect(await count(`${table} where created_at > to_timestamp(${now / 1000})`)).toBe(0);
    }
    expect(await count(`decision where at > to_timestamp(${now / 1000})`)).toBe(0);
  });

  test('everybody whom the terminal names can sign in', async () => {
    const emails = demoSignIns().flatMap((line) => /^ {2}(\S+@\S+)/.exec(line)?.[1] ?? []);
    expect(emails.length).toBeGreaterThan(20);
    for (const email of [emails[0], emails.at(-1)]) {
      const origin = { at: now, ipAddress: null, userAgent: null, previousToken: null };
      const session = await signInWithPassword(
        database,
        { email: email ?? '', password: demoPassword },
        origin,
      );
      expect(session).toHaveProperty('token');
    }
  });

  test('is loaded once: a second start leaves it as it is', async () => {
    const before = await count('ticket');
    await loadDemo(runtime, stdout);
    expect(await count('ticket')).toBe(before);
    expect(printed.join('')).toContain('day 25 of 30');
  });
});

test('a desk with data of its own is refused in plain words, and left alone', async () => {
  const own = await testDatabase();
  await own.pool.query("insert into organization (name, created_at) values ('Own', now())");
  await expect(loadDemo({ ...runtime, database: own }, stdout)).rejects.toThrow(
    /empty one: name another/,
  );
  const { rows } = await own.pool.query('select count(*)::int as n from organization');
  expect(rows).toEqual([{ n: 1 }]);
});
