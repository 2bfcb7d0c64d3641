import { afterAll, describe, expect, it } from 'vitest';
import { deskWorld } from '../support/desk-world.ts';
import { mailWorld } from '../support/mail-world.ts';
import { testClock } from '../support/test-clock.ts';
import { testDatabase } from '../support/test-database.ts';
import { poisonMails } from './poison-mails.ts';

const database = await testDatabase();
const clock = testClock();
const world = await deskWorld(database, clock);
const mail = await mailWorld(database, clock, world);
const from = world.orinoco.email;
const poison = poisonMails(from);

afterAll(() => mail.close());

interface Became {
  readonly outcome: string;
  readonly reason: string | null;
  readonly limit: string | null;
  readonly messages: number;
}

const newest = async (): Promise<Became | undefined> => {
  const { rows } = await database.pool.query<Became>(`
    select outcome::text, quarantine_reason as reason, quarantine_facts->>'limit' as limit,
           (select count(*)::int from message where inbound_mail_id = mail.id) as messages
      from inbound_mail mail order by id desc limit 1`);
  return rows[0];
};

describe('a mail that was made to hurt becomes one thing, with its reason', () => {
  it.each(poison.map(({ name, raw }) => ({ name, raw })))('$name', async ({ raw }) => {
    await mail.send({ from, raw });
    const became = await newest();
    if (became?.outcome === 'quarantined') {
      expect(became.reason).toMatch(
        /^(?:over-limit|sender-|bounce-unmatched|automatic|authentication-)/,
      );
      if (became.reason === 'over-limit') expect(became.limit).not.toBeNull();
      expect(became.messages).toBe(0);
    } else {
      expect(['ticket', 'message', 'report']).toContain(became?.outcome);
      expect(became?.messages).toBe(became?.outcome === 'report' ? 0 : 1);
    }
  });
});

it('each was taken once, none broke the desk, and a good mail is a request at once', async () => {
  const { rows } = await database.pool.query<{ taken: number; failed: number }>(`
    select count(*)::int as taken,
           (count(*) filter (where outcome = 'received' or quarantine_reason = 'processing-failed'))::int as failed
      from inbound_mail`);
  expect(rows[0]).toEqual({ taken: poison.length, failed: 0 });
  await mail.send({ from, subject: 'Una buena', text: 'Hola' });
  expect((await mail.newest()).subject).toBe('Una buena');
});

it('the kinds that go over a limit say which', async () => {
  const { rows } = await database.pool.query<{ limit: string }>(
    "select distinct quarantine_facts->>'limit' as limit from inbound_mail where quarantine_reason = 'over-limit'",
  );
  expect(rows.map(({ limit }) => limit)).toEqual(
    expect.arrayContaining(['header-count', 'header-size', 'nesting', 'parts', 'recipients']),
  );
});
