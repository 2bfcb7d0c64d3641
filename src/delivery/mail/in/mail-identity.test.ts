import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { done } from '../../../../test/support/desk-world.ts';
import { foreignServer, provingWorld, publishes } from '../../../../test/support/proving-world.ts';
import { testClock } from '../../../../test/support/test-clock.ts';
import { testDatabase } from '../../../../test/support/test-database.ts';
import { deadDns } from '../../../../test/support/test-dns.ts';
import { updateFirm } from '../../../modules/agreements/index.ts';
import {
  changeMailbox,
  readInboundMail,
  readMailbox,
} from '../../../modules/correspondence/index.ts';
import { setUnverifiedMail } from '../../../modules/people/index.ts';
import { inTransaction } from '../../../platform/database/index.ts';

const database = await testDatabase();
const clock = testClock();
const world = await provingWorld(database, clock);
afterAll(() => world.close());
const { orinoco } = world;
const by = { actor: { kind: 'system' }, at: clock.now(), ipAddress: null } as const;

beforeEach(() => world.setZone(publishes('orinoco.example', 'reject')));

/** What became of the newest mail: its ticket, or why it waits. */
async function fate() {
  const { rows } = await database.pool.query<{ id: number }>(
    'select max(id) as id from inbound_mail',
  );
  const mail = await readInboundMail(database.db, Number(rows[0]?.id));
  const { outcome, quarantineReason, trust, quarantineFacts } = done(mail ?? null);
  return [outcome, trust, quarantineReason, quarantineFacts?.['why'] ?? null];
}

describe('II, III only who can be believed spends units by mail', () => {
  it('from the domain’s own server it becomes a request, with what was found out', async () => {
    await world.send({ from: orinoco.email });
    expect(await fate()).toEqual(['ticket', 'verified', null, null]);
  });

  it('signed by the domain it does, too, wherever it went through', async () => {
    await world.send({ from: orinoco.email, server: foreignServer, signedBy: 'orinoco.example' });
    expect(await fate()).toEqual(['ticket', 'verified', null, null]);
  });

  it('forged: it waits, no request, no unit, nothing goes out', async () => {
    const [tickets, sent] = [(await world.tickets()).length, (await world.outgoing()).length];
    const jobs = async () =>
      (await database.pool.query('select count(*)::int as n from graphile_worker.jobs')).rows[0];
    await world.deliver({ from: orinoco.email, server: foreignServer });
    const before = await jobs();
    await world.process();
    expect(await fate()).toEqual(['quarantined', 'failed', 'sender-forged', 'policy-refused']);
    expect((await world.tickets()).length).toBe(tickets);
    expect((await world.outgoing()).length).toBe(sent);
    // Not even a job that would write a letter later.
    expect(await jobs()).toEqual(before);
  });

  it('the name of the sender, Sender and Reply-To prove nothing', async () => {
    await world.send({
      from: `"${orinoco.email}" <nadie@fuera.example>`,
      envelopeFrom: 'nadie@fuera.example',
      headers: [`Sender: ${orinoco.email}`, `Reply-To: ${orinoco.email}`],
    });
    expect(await fate()).toEqual(['quarantined', 'unverified', 'sender-unknown', null]);
  });

  it('our own domain, unproved, is a forgery even when nothing is published', async () => {
    await world.send({ from: 'carmen@desk.example', server: foreignServer });
    expect((await fate())[1]).toBe('failed');
  });

  it('an Authentication-Results of the sender’s own making is not read', async () => {
    await world.send({
      from: orinoco.email,
      server: foreignServer,
      headers: ['Authentication-Results: mx.desk.example; dmarc=pass header.from=orinoco.example'],
    });
    expect(await fate()).toEqual(['quarantined', 'failed', 'sender-forged', 'policy-refused']);
  });

  it('that of our own server is, under its configured name', async () => {
    const mailbox = done((await readMailbox(database.db, world.mailboxId)) ?? null);
    const trusting = (trustedAuthservId: string | null) =>
      inTransaction(database, (tx) => changeMailbox(tx, { ...mailbox, trustedAuthservId }));
    await trusting('mx.desk.example');
    try {
      const results = (verdict: string) => [
        `Authentication-Results: mx.desk.example; dmarc=${verdict} header.from=orinoco.example`,
      ];
      await world.send({ from: orinoco.email, server: foreignServer, headers: results('pass') });
      expect(await fate()).toEqual(['ticket', 'verified', null, null]);
      await world.send({ from: orinoco.email, headers: results('fail') });
      expect((await fate())[1]).toBe('failed');
    } finally {
      await trusting(null);
    }
  });
});

describe('II mail that nothing proves', () => {
  beforeEach(() => world.setZone({}));

  it('is taken while the domain publishes nothing, and waits when the customer wants proof', async () => {
    await world.send({ from: orinoco.email });
    expect(await fate()).toEqual(['ticket', 'unverified', null, null]);
    await setUnverifiedMail(database, orinoco.organizationId, 'confirm', by);
    await world.send({ from: orinoco.email });
    expect(await fate()).toEqual([
      'quarantined',
      'unverified',
      'sender-unverified',
      'nothing-published',
    ]);
    await setUnverifiedMail(database, orinoco.organizationId, null, by);
  });

  it('waits for everybody when the firm wants proof, but for a customer that does not', async () => {
    const firm = (unverifiedMail: 'confirm' | 'accept-unpublished') =>
      inTransaction(database, (tx) => updateFirm(tx, { unverifiedMail }, by));
    await firm('confirm');
    await world.send({ from: orinoco.email });
    expect((await fate())[2]).toBe('sender-unverified');
    await setUnverifiedMail(database, orinoco.organizationId, 'accept', by);
    await world.send({ from: orinoco.email });
    expect((await fate())[0]).toBe('ticket');
    await setUnverifiedMail(database, orinoco.organizationId, null, by);
    await firm('accept-unpublished');
  });
});

describe('F32 the network does not answer', () => {
  it('a mail is put off three times, is taken when the network is back, and never passes before', async () => {
    world.setDns(deadDns);
    await world.send({ from: orinoco.email });
    expect((await fate())[0]).toBe('received');
    clock.advance(29_000);
    await world.process();
    expect((await fate())[0]).toBe('received');
    world.setZone(publishes('orinoco.example', 'reject'));
    clock.advance(2_000);
    await world.process();
    expect(await fate()).toEqual(['ticket', 'verified', null, null]);
  });

  it('when it stays away, the mail could not be proved and waits for a word', async () => {
    world.setDns(deadDns);
    await world.send({ from: orinoco.email });
    for (let tries = 0; tries < 3; tries += 1) {
      expect((await fate())[0]).toBe('received');
      clock.advance(6 * 60_000);
      await world.process();
    }
    expect(await fate()).toEqual([
      'quarantined',
      'unverified',
      'sender-unverified',
      'dns-unavailable',
    ]);
  });

  it('a stranger’s mail does not wait for it', async () => {
    world.setDns(deadDns);
    await world.send({ from: 'nadie@fuera.example' });
    expect((await fate())[2]).toBe('sender-unknown');
  });
});
