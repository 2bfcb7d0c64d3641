import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { done } from '../../../../test/support/desk-world.ts';
import { foreignServer, provingWorld } from '../../../../test/support/proving-world.ts';
import { testClock } from '../../../../test/support/test-clock.ts';
import { testDatabase } from '../../../../test/support/test-database.ts';
import {
  type InboundMail,
  listUnconfirmedMail,
  lockQuarantinedMail,
  readConfirmation,
  takeConfirmation,
} from '../../../modules/correspondence/index.ts';
import { askForWord } from '../../../modules/notifications/index.ts';
import { findTicket } from '../../../modules/tickets/index.ts';
import { inTransaction } from '../../../platform/database/index.ts';
import { confirmMail } from './process-mail.ts';

const database = await testDatabase();
const clock = testClock();
const world = await provingWorld(database, clock);
afterAll(() => world.close());
const day = 24 * 60 * 60 * 1000;

// It publishes which servers are its own, and the mail of these tests comes from another: a word is needed.
beforeEach(() => world.setZone({ 'TXT orinoco.example': [['v=spf1 ip4:192.0.2.25 ~all']] }));

/** A mail that waits for a word, and the letter that its event would write. */
async function waits(more: { subject?: string; headers?: string[] } = {}): Promise<InboundMail> {
  await world.send({ from: world.orinoco.email, server: foreignServer, ...more });
  const mail = done((await world.waiting())[0] ?? null);
  await inTransaction(database, (tx) => askForWord(tx, world.post, mail.id));
  return mail;
}

const letters = async () =>
  (await world.outgoing()).filter(({ purpose }) => purpose === 'mail-confirmation');
const jobsOf = async (type: string): Promise<number> =>
  (
    await database.pool.query<{ n: number }>(
      'select count(*)::int as n from graphile_worker.jobs where task_identifier = $1',
      [type],
    )
  ).rows[0]?.n ?? -1;

describe('II one letter without content asks for the sender’s word', () => {
  it('goes to the address of the contact and says nothing of the mail', async () => {
    const before = await jobsOf('mail.waits-for-word');
    const mail = await waits({ subject: 'Gane un premio en http://trampa.example' });
    expect(await jobsOf('mail.waits-for-word')).toBe(before + 1);
    expect(mail.quarantineReason).toBe('sender-unverified');
    const [letter, ...others] = await letters();
    expect(others).toEqual([]);
    expect(letter).toMatchObject({
      toAddress: world.orinoco.email,
      envelopeFrom: 'mesa@desk.example',
      autoSubmitted: true,
      sensitive: true,
    });
    const all = JSON.stringify(letter);
    expect(all).not.toContain('premio');
    expect(all).not.toContain('trampa');
  });

  it('is not repeated within a day, however many mails are forged', async () => {
    clock.advance(2 * day);
    const before = (await letters()).length;
    for (let forged = 0; forged < 20; forged += 1) await waits();
    expect((await letters()).length).toBe(before + 1);
    clock.advance(day + 1000);
    await waits();
    expect((await letters()).length).toBe(before + 2);
  });

  it('RFC 3834: a machine’s mail is not asked about', async () => {
    const before = await jobsOf('mail.waits-for-word');
    await world.send({
      from: world.orinoco.email,
      server: foreignServer,
      headers: ['Auto-Submitted: auto-replied'],
    });
    expect((await world.waiting())[0]?.quarantineReason).toBe('automatic');
    expect(await jobsOf('mail.waits-for-word')).toBe(before);
  });
});

describe('II the link of the letter', () => {
  const tokenIn = (body: string): string =>
    decodeURIComponent(done(/token=([^\s"<]+)/.exec(body))[1] ?? '');

  it('can be read any number of times, answers once, and not after three days', async () => {
    clock.advance(2 * day);
    await waits();
    const token = tokenIn(done((await letters())[0] ?? null).bodyText);
    const read = () => readConfirmation(database.db, token, clock.now());
    expect(await read()).toMatchObject({ address: world.orinoco.email });
    expect(await read()).not.toBeNull();
    const take = () => inTransaction(database, (tx) => takeConfirmation(tx, token, clock.now()));
    expect(await take()).not.toBeNull();
    expect(await take()).toBeNull();
    expect(await read()).toBeNull();
    expect(await readConfirmation(database.db, '', clock.now())).toBeNull();

    clock.advance(2 * day);
    await waits();
    const late = tokenIn(done((await letters())[0] ?? null).bodyText);
    clock.advance(3 * day);
    expect(await readConfirmation(database.db, late, clock.now())).toBeNull();
  });

  it('the word makes the waiting mail the request that it asked for, and only once', async () => {
    const mail = await waits({ subject: 'Es mío' });
    const before = (await world.tickets()).length;
    const confirm = () =>
      inTransaction(database, async (tx) => {
        const waiting = await lockQuarantinedMail(tx, mail.id);
        return waiting === undefined
          ? null
          : confirmMail(tx, world.desk, waiting, world.orinoco.personId);
      });
    const number = done(await confirm());
    expect(await confirm()).toBeNull();
    expect((await world.tickets()).length).toBe(before + 1);
    const ticket = await findTicket(database.db, number, world.orinoco.reader);
    expect(ticket).toMatchObject({ subject: 'Es mío', status: 'open', channel: 'email' });
  });

  it('is asked for the mail of its own addresses only', async () => {
    await waits();
    expect(await listUnconfirmedMail(database.db, [world.apure.email], 50)).toEqual([]);
    const own = await listUnconfirmedMail(database.db, [world.orinoco.email], 50);
    expect(own.length).toBeGreaterThan(0);
  });
});
