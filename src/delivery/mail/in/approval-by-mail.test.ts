import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { done, type WorldCustomer } from '../../../../test/support/desk-world.ts';
import {
  foreignServer,
  honestServer,
  provingWorld,
  publishes,
} from '../../../../test/support/proving-world.ts';
import { customerUnder, publishTerms } from '../../../../test/support/publish-terms.ts';
import { testClock } from '../../../../test/support/test-clock.ts';
import { testDatabase } from '../../../../test/support/test-database.ts';
import { systemActor } from '../../../kernel/actor.ts';
import { lockQuarantinedMail, readConversation } from '../../../modules/correspondence/index.ts';
import { tellOfMessage, tellOfUnitsAsked } from '../../../modules/notifications/index.ts';
import { addContact } from '../../../modules/people/index.ts';
import {
  addParticipant,
  askForUnits,
  findTicketById,
  type MessageWritten,
  readUnitApprovals,
  type Ticket,
  type UnitsAsked,
  writeAsAgent,
} from '../../../modules/tickets/index.ts';
import { inTransaction, type Tx } from '../../../platform/database/index.ts';
import { onEvent, runWaitingJobs } from '../../../platform/jobs.ts';
import { silentLog } from '../../../platform/log.ts';
import { confirmMail } from './process-mail.ts';

const database = await testDatabase();
const clock = testClock();
const world = await provingWorld(database, clock);
const agent = { kind: 'agent', personId: world.carmen } as const;
afterAll(() => world.close());

let version = 0;
beforeAll(async () => {
  version = await publishTerms(database, { clock, world }, { 'credits.furtherUnits': 'approve' });
});

let customers = 0;
let customer: WorldCustomer;
let ticket: Ticket;
let letterId = '';
beforeEach(async () => {
  customers += 1;
  const name = `Respuesta${customers}`;
  customer = await customerUnder(database, { clock, world }, { name, units: 10, version });
  world.setZone(publishes(`${name.toLowerCase()}.example`, 'reject'));
  ticket = await world.register(customer, { mailboxId: world.mailboxId });
  letterId = await ask(2);
});

/** An agent asks for units; the Message-ID of the letter. */
async function ask(units: number): Promise<string> {
  await world.act(ticket.id, async (tx, locked) =>
    done(
      await askForUnits(tx, locked, {
        units,
        note: '',
        personId: world.carmen,
        at: clock.now(),
      }),
    ),
  );
  return lettersSent();
}

/** The letters that wait are written; the Message-ID of the newest. */
async function lettersSent(): Promise<string> {
  const written = <Work>(work: (tx: Tx) => Promise<Work>) => inTransaction(database, work);
  const jobs = [
    onEvent<UnitsAsked>('ticket.units-asked', ({ approvalId }) =>
      written((tx) => tellOfUnitsAsked(tx, world.post, approvalId)),
    ),
    onEvent<MessageWritten>('ticket.message-written', ({ messageId }) =>
      written((tx) => tellOfMessage(tx, world.post, messageId)),
    ),
  ];
  await written((tx) => runWaitingJobs(tx, jobs, silentLog));
  const sent = (await world.outgoing()).find((mail) => mail.ticketId === ticket.id);
  return done(sent ?? null).messageIdHeader;
}

interface Reply {
  readonly text: string;
  readonly from?: string;
  readonly server?: string;
  readonly headers?: readonly string[];
}

/** Answers the letter, signed by the domain of the customer unless it comes from another server. */
function reply({ text, from = customer.email, server = honestServer, headers = [] }: Reply) {
  const domain = from.slice(from.indexOf('@') + 1);
  return world.send({
    from,
    server,
    text,
    headers: [`In-Reply-To: <${letterId}>`, ...headers],
    ...(server === honestServer ? { signedBy: domain } : {}),
  });
}

const state = async () => {
  const [last] = (await readUnitApprovals(database.db, ticket.id)).slice(-1);
  const { approvedUnits } = done((await findTicketById(database.db, ticket.id)) ?? null);
  return { state: last?.state, door: last?.door, approvedUnits };
};
const waits = { state: 'asked', door: null, approvedUnits: 0 };

describe('T4 an answer to the letter in plain words', () => {
  it('approves, when it is proven who wrote; sent again, it is one approval', async () => {
    await reply({ text: 'Apruebo\n\nSaludos,\nAna' });
    expect(await state()).toEqual({ state: 'approved', door: 'reply', approvedUnits: 2 });
    await reply({ text: 'Apruebo' });
    expect((await state()).approvedUnits).toBe(2);
  });

  it('declines', async () => {
    await reply({ text: 'No apruebo.' });
    expect(await state()).toEqual({ state: 'declined', door: 'reply', approvedUnits: 0 });
  });

  it.each([
    ['with a condition', 'Apruebo si queda listo hoy'],
    ['for another number of units', 'Apruebo 1 unidad'],
    ['that only quotes the question', '¿Cuánto cuesta?\n\n> ¿Aprueba 2 unidades más?\n> Apruebo'],
  ])('%s decides nothing, and the question waits', async (_, text) => {
    await reply({ text });
    expect(await state()).toEqual(waits);
  });

  it('of a machine decides nothing', async () => {
    await reply({ text: 'Apruebo', headers: ['Auto-Submitted: auto-replied'] });
    expect(await state()).toEqual(waits);
  });

  it('that nothing proves spends nothing; the sender’s own word lets it', async () => {
    // Nothing published: such mail is taken as a message, and is no proof.
    world.setZone({});
    await reply({ text: 'Apruebo', server: foreignServer });
    expect(await state()).toEqual(waits);
    // Published, and not kept to: it waits for the sender's word.
    world.setZone(publishes(`respuesta${customers}.example`, 'none'));
    await reply({ text: 'Apruebo', server: foreignServer });
    expect(await state()).toEqual(waits);
    const waiting = done((await world.waiting())[0] ?? null);
    await inTransaction(database, async (tx) => {
      const locked = done((await lockQuarantinedMail(tx, waiting.id)) ?? null);
      await confirmMail(tx, world.desk, locked, customer.personId);
    });
    expect(await state()).toEqual({ state: 'approved', door: 'reply', approvedUnits: 2 });
  });

  it('to an earlier question is no answer to a later one', async () => {
    const first = letterId;
    await reply({ text: 'No apruebo' });
    clock.advance(60_000);
    await ask(5);
    letterId = first;
    await reply({ text: 'Apruebo' });
    expect(await state()).toEqual(waits);
  });

  it('of a colleague who follows the request, to whom the letter did not go, decides nothing', async () => {
    const { organizationId } = customer;
    const address = customer.email.replace('contacto', 'colega');
    const by = { actor: systemActor, at: clock.now(), ipAddress: null };
    const contact = { name: 'Colega', email: address, role: 'customer' } as const;
    done(
      await addContact(
        database,
        organizationId,
        { ...contact, authorised: true, invite: false },
        by,
      ),
    );
    await world.act(ticket.id, async (tx, locked) =>
      done(await addParticipant(tx, locked, { by: agent, address, at: clock.now() })),
    );
    await reply({ text: 'Apruebo', from: address });
    expect(await state()).toEqual(waits);
    const { messages } = await readConversation(database.db, {
      ticketIds: [ticket.id],
      includeInternal: true,
      limit: 10,
    });
    expect(messages.at(-1)?.text.trim()).toBe('Apruebo');
  });

  it('to another letter of the request decides nothing', async () => {
    await world.act(ticket.id, async (tx, locked) =>
      done(
        await writeAsAgent(tx, locked, {
          personId: world.carmen,
          visibility: 'public',
          text: '¿Aprueba el diseño?',
          attachmentIds: [],
          at: clock.now(),
        }),
      ),
    );
    letterId = await lettersSent();
    await reply({ text: 'Aprobado' });
    expect(await state()).toEqual(waits);
  });
});
