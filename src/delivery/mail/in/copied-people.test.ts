import { afterAll, describe, expect, it } from 'vitest';
import { done } from '../../../../test/support/desk-world.ts';
import { provingWorld, publishes } from '../../../../test/support/proving-world.ts';
import { testClock } from '../../../../test/support/test-clock.ts';
import { testDatabase } from '../../../../test/support/test-database.ts';
import { systemActor } from '../../../kernel/actor.ts';
import { readDecisions } from '../../../modules/agreements/index.ts';
import {
  listOutgoingMail,
  listQuarantine,
  readConversation,
} from '../../../modules/correspondence/index.ts';
import {
  acknowledgeTicket,
  chooseLetters,
  listLetterChoices,
  tellOfMessage,
} from '../../../modules/notifications/index.ts';
import { addContact, findPersonByAddress } from '../../../modules/people/index.ts';
import {
  decideProposal,
  findTicket,
  lockTicketPair,
  mergeTickets,
  participantsOf,
  readTicket,
  removeParticipant,
  type Ticket,
  writeAsAgent,
} from '../../../modules/tickets/index.ts';
import { inTransaction } from '../../../platform/database/index.ts';
import { releaseMail } from './process-mail.ts';

const database = await testDatabase();
const clock = testClock();
const world = await provingWorld(database, clock);
const acting = { actor: systemActor, at: clock.now(), ipAddress: null };
// The mail of Orinoco proves itself; Apure publishes nothing.
world.setZone(publishes('orinoco.example', 'reject'));
afterAll(() => world.close());

const luis = await contact('Luis', 'luis@orinoco.example', true);
const nora = await contact('Nora', 'nora@orinoco.example', false);
const eva = 'eva@orinoco.example';

async function contact(name: string, email: string, authorised: boolean): Promise<number> {
  const role = 'customer' as const;
  const { organizationId } = world.orinoco;
  return done(
    await addContact(
      database,
      organizationId,
      { name, email, role, authorised, invite: false },
      acting,
    ),
  );
}

const readerOf = (personId: number) =>
  ({
    kind: 'customer',
    personId,
    organizationId: world.orinoco.organizationId,
    administrator: false,
  }) as const;
const view = async (ticket: Ticket, personId = world.orinoco.personId) =>
  readTicket(database.db, ticket.number, readerOf(personId), clock.now());
const namesIn = async (ticket: Ticket) =>
  (await participantsOf(database.db, ticket.id)).map(({ personId }) => personId);
const decisionsOf = async (ticket: Ticket) =>
  (await readDecisions(database.db, ticket.id)).filter(({ kind }) =>
    kind.startsWith('participant'),
  );
const waiting = async () => (await listQuarantine(database.db, { limit: 1 }))[0];

const answerTo = (ticket: Ticket) =>
  world.post.replyTo('mesa@desk.example', {
    ticketId: ticket.id,
    personId: ticket.requesterPersonId,
  });

let requests = 0;
async function newRequest(cc: string, from = world.orinoco.email): Promise<Ticket> {
  requests += 1;
  await world.send({
    from,
    subject: `Con copia ${requests}`,
    headers: [`Cc: ${cc}`],
    messageId: `copia${requests}@orinoco.example`,
  });
  return done((await world.tickets())[0] ?? null);
}

async function say(ticket: Ticket, text: string): Promise<void> {
  const { messageId } = await world.act(ticket.id, async (tx, locked) =>
    done(
      await writeAsAgent(tx, locked, {
        personId: world.carmen,
        visibility: 'public',
        text,
        attachmentIds: [],
        at: clock.now(),
      }),
    ),
  );
  await inTransaction(database, (tx) => tellOfMessage(tx, world.post, messageId));
}

const lastWord = async (ticket: Ticket) =>
  (
    await readConversation(database.db, {
      ticketIds: [ticket.id],
      includeInternal: true,
      limit: 100,
    })
  ).messages.at(-1);

const lettersTo = async (address: string, ticket: Ticket) =>
  (await listOutgoingMail(database.db, { limit: 100 })).filter(
    ({ toAddress, ticketId }) => toAddress === address && ticketId === ticket.id,
  );

describe('II, V.c people in copy', () => {
  it('an authorised contact of the same customer follows; the acknowledgement goes to whoever asked alone', async () => {
    const ticket = await newRequest(
      'Luis <Luis@orinoco.example>, mesa+otra@desk.example, no-reply@orinoco.example',
    );
    expect(await namesIn(ticket)).toEqual([luis]);
    expect(await decisionsOf(ticket)).toMatchObject([
      { kind: 'participant-added', clause: 'II', facts: { name: 'Luis', rule: 'copied' } },
    ]);
    await inTransaction(database, (tx) =>
      acknowledgeTicket(tx, world.post, { ticketId: ticket.id, byMail: true }),
    );
    expect(await lettersTo(world.orinoco.email, ticket)).toHaveLength(1);
    expect(await lettersTo('luis@orinoco.example', ticket)).toEqual([]);
    expect((await view(ticket, luis))?.acts).toEqual(['answer']);
    expect(await view(ticket, nora)).toBeNull();
  });

  it('gets what the desk writes from then on, alone, and answers to an address of its own', async () => {
    const ticket = await newRequest(world.orinoco.email);
    await say(ticket, 'Primero, solo para quien pidió');
    await world.send({
      from: world.orinoco.email,
      to: answerTo(ticket),
      headers: [`Cc: luis@orinoco.example`],
      text: 'Sumo a Luis',
    });
    await say(ticket, 'Después, para los dos');
    const [letter, ...more] = await lettersTo('luis@orinoco.example', ticket);
    expect(more).toEqual([]);
    expect(letter?.purpose).toBe('copy');
    expect(letter?.bodyText).toContain('Después, para los dos');
    expect(letter?.bodyText).not.toContain('Primero, solo');
    const asked = (await lettersTo(world.orinoco.email, ticket))[0];
    expect(letter?.replyTo).toMatch(/^mesa\+t/);
    expect(letter?.replyTo).not.toBe(asked?.replyTo);
    await world.send({ from: 'luis@orinoco.example', to: letter?.replyTo ?? '', text: 'Soy Luis' });
    expect(await lastWord(ticket)).toMatchObject({ authorPersonId: luis, text: 'Soy Luis' });
  });

  it('who turned those letters off still follows, and is written to again once they are on', async () => {
    const ticket = await newRequest('luis@orinoco.example');
    const person = { personId: luis, administers: false };
    // The statement is not theirs to choose: it is neither listed nor kept.
    await chooseLetters(database, person, ['followed-request', 'statement'], clock.now());
    expect(await listLetterChoices(database.db, person)).toEqual([
      { letter: 'followed-request', wanted: false },
    ]);
    expect(await listLetterChoices(database.db, { ...person, administers: true })).toContainEqual({
      letter: 'statement',
      wanted: true,
    });
    await say(ticket, 'Sin copia para Luis');
    expect(await lettersTo('luis@orinoco.example', ticket)).toEqual([]);
    expect(await lettersTo(world.orinoco.email, ticket)).toHaveLength(1);
    expect(await view(ticket, luis)).not.toBeNull();
    await chooseLetters(database, person, [], clock.now());
    await say(ticket, 'Otra vez con copia');
    expect(await lettersTo('luis@orinoco.example', ticket)).toHaveLength(1);
  });

  it('a contact who may not ask, and an unknown address of the customer’s domain, wait for a person', async () => {
    const ticket = await newRequest(
      `nora@orinoco.example, Eva <${eva}>, x@gmail.com, y@apure.example`,
    );
    expect(await namesIn(ticket)).toEqual([]);
    const { proposals = [] } = (await view(ticket)) ?? {};
    expect(proposals.map(({ address }) => address)).toEqual(['nora@orinoco.example', eva]);
    const [known, unknown] = proposals;
    const decideOn = (proposalId: number | undefined, outcome: 'accepted' | 'declined') =>
      world.act(ticket.id, (tx, locked) =>
        decideProposal(tx, locked, {
          proposalId: proposalId ?? 0,
          outcome,
          byPersonId: world.carmen,
          acting,
        }),
      );
    await decideOn(known?.id, 'declined');
    await decideOn(unknown?.id, 'accepted');
    expect(await decideOn(unknown?.id, 'accepted')).toMatchObject({ reason: 'proposal-unknown' });
    const person = await findPersonByAddress(database.db, eva);
    // II: following one request is no right to ask for support.
    expect(person?.contact).toMatchObject({
      organizationId: world.orinoco.organizationId,
      authorisedAt: null,
    });
    expect(await namesIn(ticket)).toEqual([person?.personId]);
    // What was declined is not asked again.
    await world.send({
      from: world.orinoco.email,
      to: answerTo(ticket),
      headers: [`Cc: nora@orinoco.example`],
    });
    expect((await view(ticket))?.proposals).toEqual([]);
  });

  it('an author whom nothing proves brings nobody: even a known colleague is proposed only', async () => {
    const helena = done(
      await addContact(
        database,
        world.apure.organizationId,
        {
          name: 'Helena',
          email: 'helena@apure.example',
          role: 'customer',
          authorised: true,
          invite: false,
        },
        acting,
      ),
    );
    await world.buy(world.apure.organizationId, 10);
    const ticket = await newRequest('helena@apure.example, otro@apure.example', world.apure.email);
    expect(await namesIn(ticket)).toEqual([]);
    expect(await decisionsOf(ticket)).toMatchObject([
      { kind: 'participant-proposed', facts: { address: 'helena@apure.example' } },
    ]);
    expect(helena).toBeGreaterThan(0);
  });

  it('another customer’s people never follow, whoever copies them', async () => {
    const ticket = await newRequest(
      `${world.apure.email}, nadie@apure.example, carmen@desk.example`,
    );
    expect(await namesIn(ticket)).toEqual([]);
    expect(await decisionsOf(ticket)).toEqual([]);
    const apures = { ...world.apure.reader, administrator: true };
    expect(await findTicket(database.db, ticket.number, apures)).toBeUndefined();
  });

  it('who was taken out stays out: no copy brings that person back, and an answer waits for an agent', async () => {
    const ticket = await newRequest('luis@orinoco.example');
    await say(ticket, 'Para los dos');
    const [letter] = await lettersTo('luis@orinoco.example', ticket);
    const removal = { personId: luis, byPersonId: world.orinoco.personId, at: clock.now() };
    await world.act(ticket.id, async (tx, locked) =>
      done(await removeParticipant(tx, locked, removal)),
    );
    await world.send({
      from: world.orinoco.email,
      to: answerTo(ticket),
      headers: [`Cc: luis@orinoco.example`],
    });
    expect(await namesIn(ticket)).toEqual([]);
    expect(await view(ticket, luis)).toBeNull();
    await world.send({
      from: 'luis@orinoco.example',
      to: letter?.replyTo ?? '',
      text: 'Sigo aquí',
    });
    expect(await waiting()).toMatchObject({
      quarantineReason: 'sender-removed',
      ticketId: ticket.id,
    });
    await say(ticket, 'Ya sin Luis');
    expect(await lettersTo('luis@orinoco.example', ticket)).toHaveLength(1);
  });

  it('a colleague to whom a letter was forwarded waits for an agent, and follows once it is let in', async () => {
    const ticket = await newRequest(world.orinoco.email);
    // The whole address of somebody else's letter says which request, and gives nobody a place in it.
    const forwarded = { from: 'luis@orinoco.example', to: answerTo(ticket), text: 'También a mí' };
    await world.send(forwarded);
    const held = done((await waiting()) ?? null);
    expect(held).toMatchObject({
      quarantineReason: 'sender-not-following',
      ticketId: ticket.id,
    });
    await inTransaction(database, (tx) =>
      releaseMail(tx, world.desk, held, {
        personId: luis,
        ticketId: ticket.id,
        releasedByPersonId: world.carmen,
      }),
    );
    expect(await namesIn(ticket)).toEqual([luis]);
    expect(await lastWord(ticket)).toMatchObject({ authorPersonId: luis, text: 'También a mí' });
    await say(ticket, 'Para los dos');
    expect(await lettersTo('luis@orinoco.example', ticket)).toHaveLength(1);
    await world.send({ ...forwarded, text: 'Y otra vez' });
    expect(await lastWord(ticket)).toMatchObject({ authorPersonId: luis, text: 'Y otra vez' });
  });

  it('who administers the customer writes to any request of it, as it reads them all', async () => {
    const role = 'customer_administrator' as const;
    const email = 'directora@orinoco.example';
    const details = { name: 'Directora', email, role, authorised: true, invite: false };
    const directora = done(
      await addContact(database, world.orinoco.organizationId, details, acting),
    );
    const ticket = await newRequest(world.orinoco.email);
    await world.send({ from: email, to: answerTo(ticket), text: 'Es urgente' });
    expect(await lastWord(ticket)).toMatchObject({ authorPersonId: directora, text: 'Es urgente' });
  });

  it('a machine brings nobody', async () => {
    const ticket = await newRequest(world.orinoco.email);
    await world.send({
      from: world.orinoco.email,
      to: answerTo(ticket),
      headers: ['Cc: luis@orinoco.example', 'Auto-Submitted: auto-replied'],
    });
    expect(await namesIn(ticket)).toEqual([]);
  });

  it('I: who followed what was absorbed follows what goes on', async () => {
    const absorbed = await newRequest('luis@orinoco.example');
    const survivor = await world.register(world.orinoco);
    const by = { kind: 'agent', personId: world.carmen } as const;
    await inTransaction(database, async (tx) => {
      const pair = await lockTicketPair(tx, [absorbed.number, survivor.number], by);
      const [from, into] = [done(pair[0] ?? null), done(pair[1] ?? null)];
      done(
        await mergeTickets(
          tx,
          { absorbed: from, survivor: into },
          { by, reason: '', at: clock.now() },
        ),
      );
    });
    expect(await namesIn(survivor)).toEqual([luis]);
  });
});
