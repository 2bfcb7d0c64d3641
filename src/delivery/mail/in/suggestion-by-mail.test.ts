import { afterAll, describe, expect, it } from 'vitest';
import { deskWorld, done } from '../../../../test/support/desk-world.ts';
import { mailWorld } from '../../../../test/support/mail-world.ts';
import { testClock } from '../../../../test/support/test-clock.ts';
import { testDatabase } from '../../../../test/support/test-database.ts';
import { systemActor } from '../../../kernel/actor.ts';
import { readDecisions } from '../../../modules/agreements/index.ts';
import { createCategory, createService } from '../../../modules/catalog/index.ts';
import { readClocks } from '../../../modules/clocks/index.ts';
import { listOutgoingMail, readConversation } from '../../../modules/correspondence/index.ts';
import { acknowledgeTicket, tellOfSuggestion } from '../../../modules/notifications/index.ts';
import {
  type Ticket,
  verifyTicketPriority,
  writeAsCustomer,
} from '../../../modules/tickets/index.ts';
import { inTransaction } from '../../../platform/database/index.ts';

const database = await testDatabase();
const clock = testClock();
const world = await deskWorld(database, clock);
const mail = await mailWorld(database, clock, world);
const { db } = database;
const hour = 3_600_000;
const from = world.orinoco.email;

afterAll(() => mail.close());

const decisionsOf = async (ticket: Ticket, kind: string) =>
  (await readDecisions(db, ticket.id)).filter((decision) => decision.kind === kind);
const clocksOf = async (ticket: Ticket) =>
  done((await readClocks(db, [ticket.id], clock.now())).get(ticket.id) ?? null);
const lettersOf = async (ticket: Ticket, purpose: string) =>
  (await listOutgoingMail(db, { limit: 100 })).filter(
    (letter) => letter.ticketId === ticket.id && letter.purpose === purpose,
  );

/** What a customer of few words writes, and the acknowledgement that asks for the rest. */
async function unsaid(subject = 'La impresora'): Promise<Ticket> {
  await mail.send({ from, subject, text: 'No imprime el cierre.' });
  const ticket = await mail.newest();
  await inTransaction(database, (tx) =>
    acknowledgeTicket(tx, mail.post, { ticketId: ticket.id, byMail: true }),
  );
  return ticket;
}

const answer = (ticket: Ticket, text: string, more: object = {}) =>
  mail.send({ from, to: mail.replyTo(ticket), subject: `Re: ${ticket.subject}`, text, ...more });

/** What the worker does about the events of IV.d; answers how many letters that made. */
async function tell(ticket: Ticket): Promise<number> {
  const { rows } = await database.pool.query<{ payload: Parameters<typeof tellOfSuggestion>[2] }>(
    `select job.payload from graphile_worker._private_jobs as job
       join graphile_worker._private_tasks as task on task.id = job.task_id
      where task.identifier = 'ticket.suggestion-read'`,
  );
  for (const { payload } of rows)
    await inTransaction(database, (tx) => tellOfSuggestion(tx, mail.post, payload));
  return (await lettersOf(ticket, 'suggestion-read')).length;
}

describe('IV.d the mail that makes the request', () => {
  it('what was read, from which place and words, is a decision; the acknowledgement says it', async () => {
    await mail.send({
      from,
      subject: 'Caja',
      text: 'Buenos días.\nPrioridad sugerida: alta\nNo podemos facturar. Gracias.',
    });
    const ticket = await mail.newest();
    expect(ticket).toMatchObject({
      priority: 'p2',
      prioritySuggested: 'p2',
      prioritySource: 'label: Prioridad sugerida: alta',
      answers: { impact: 'No podemos facturar.' },
    });
    expect((await decisionsOf(ticket, 'suggestion-read'))[0]).toMatchObject({
      clause: 'IV.d',
      facts: {
        origin: 'request',
        priority: 'p2',
        priorityReadIn: 'label',
        priorityWords: 'Prioridad sugerida: alta',
        impact: 'No podemos facturar.',
        impactReadIn: 'phrase',
      },
    });
    await inTransaction(database, (tx) =>
      acknowledgeTicket(tx, mail.post, { ticketId: ticket.id, byMail: true }),
    );
    const [letter] = await lettersOf(ticket, 'acknowledgement');
    expect(letter?.bodyText).toContain('Prioridad sugerida: alta');
    expect(letter?.bodyText).toContain('No podemos facturar.');
    expect(await decisionsOf(ticket, 'impact-asked')).toHaveLength(0);
  });

  it('the importance mark of the mail is named by its header', async () => {
    await mail.send({ from, subject: 'Marca', text: 'Hola', headers: { 'X-Priority': '1' } });
    expect(await mail.newest()).toMatchObject({
      priority: 'p2',
      prioritySource: 'header: X-Priority: 1',
    });
  });

  it('a forward: what the quoted person wrote suggests nothing', async () => {
    await mail.send({
      from,
      subject: 'RV: Caja',
      text: 'Por favor vean esto.\n\n-----Mensaje original-----\nDe: Ana\n\nPrioridad: 1\nNo podemos facturar',
    });
    const ticket = await mail.newest();
    expect(ticket).toMatchObject({ priority: 'p3', prioritySuggested: null, answers: {} });
    expect(await decisionsOf(ticket, 'suggestion-read')).toHaveLength(0);
  });

  it('a mail that a machine wrote suggests nothing', async () => {
    await mail.send({
      from,
      subject: 'CRITICAL: server down',
      text: 'Priority: 1',
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
    expect(await mail.newest()).toMatchObject({ priority: 'p3', prioritySuggested: null });
  });
});

describe('IV.d the answer to what the acknowledgement asked', () => {
  it('sets suggestion and running priority, from registration, and tells the customer', async () => {
    const ticket = await unsaid();
    expect(await decisionsOf(ticket, 'impact-asked')).toHaveLength(1);
    const registeredAt = done(ticket.registeredAt);
    expect((await clocksOf(ticket)).firstResponse.dueAt).toBe(registeredAt + 48 * hour);
    clock.advance(2 * hour);

    await answer(ticket, 'Alta. La tienda del centro está parada, no podemos facturar.');
    await answer(ticket, 'Prioridad: 2\nImpacto: no se imprime el cierre');
    const after = await mail.ticketOf(ticket.id);
    expect(after).toMatchObject({ priority: 'p2', prioritySuggested: 'p2' });
    expect((await clocksOf(ticket)).firstResponse.dueAt).toBe(registeredAt + 24 * hour);
    expect((await decisionsOf(ticket, 'priority-suggested-later')).at(-1)?.facts).toMatchObject({
      to: 'p2',
    });
    expect(after.answers['impact']).toContain('no podemos facturar');

    expect(await tell(ticket)).toBe(2);
    expect(await tell(ticket)).toBe(2);
    const [letter] = await lettersOf(ticket, 'suggestion-read');
    expect(letter).toMatchObject({
      autoSubmitted: true,
      envelopeFrom: 'mesa@desk.example',
      toAddress: from,
    });
    expect(letter?.bodyText).toContain('Prioridad: 2');
    const { messages } = await readConversation(db, {
      ticketIds: [ticket.id],
      includeInternal: false,
      limit: 50,
    });
    expect(messages.filter(({ template }) => template === 'suggestion-read')).toHaveLength(2);
  });

  it('one word is enough when it was asked for', async () => {
    const ticket = await unsaid('Una palabra');
    await answer(ticket, 'Baja, gracias');
    expect(await mail.ticketOf(ticket.id)).toMatchObject({
      priority: 'p4',
      prioritySuggested: 'p4',
      prioritySource: 'phrase: Baja, gracias',
    });
  });

  it('what the answer quotes says nothing: the acknowledgement itself speaks of priorities', async () => {
    const ticket = await unsaid('Cita');
    const [letter] = await lettersOf(ticket, 'acknowledgement');
    const quoted = done(letter?.bodyText ?? null)
      .split('\n')
      .map((line) => `> ${line}`)
      .join('\n');
    const written = `Quedo atenta.\n\nEl lun, 2 mar 2026 a las 9:00, Mesa (<mesa@desk.example>) escribió:\n${quoted}\n> Prioridad: 1`;
    await answer(ticket, written);
    await answer(ticket, quoted);
    expect(await mail.ticketOf(ticket.id)).toMatchObject({
      priority: 'p3',
      prioritySuggested: null,
      answers: {},
    });
  });

  it('an out-of-office says nothing', async () => {
    const ticket = await unsaid('Ausente');
    await answer(ticket, 'Si es urgente: prioridad 1, llame a Luis.', {
      headers: { 'Auto-Submitted': 'auto-replied' },
    });
    expect(await mail.ticketOf(ticket.id)).toMatchObject({ prioritySuggested: null });
  });

  it('V.b: after an agent verified it nothing is read any more', async () => {
    const ticket = await unsaid('Verificada');
    await world.act(ticket.id, async (tx, locked) =>
      done(
        await verifyTicketPriority(tx, locked, {
          personId: world.carmen,
          priority: 'p3',
          reason: '',
          at: clock.now(),
        }),
      ),
    );
    await answer(ticket, 'Prioridad: 1');
    const after = await mail.ticketOf(ticket.id);
    expect(after).toMatchObject({ priority: 'p3', prioritySuggested: null });
    expect(await decisionsOf(ticket, 'suggestion-read')).toHaveLength(0);
  });

  it('a mail that must not be answered by a machine is read, and not answered', async () => {
    const ticket = await unsaid('Sin respuesta');
    await answer(ticket, 'Prioridad: 2', { headers: { 'X-Auto-Response-Suppress': 'All' } });
    expect(await mail.ticketOf(ticket.id)).toMatchObject({ priority: 'p2' });
    expect(await tell(ticket)).toBe(0);
  });

  it('a held request takes it before its clocks start', async () => {
    await mail.send({ from: world.apure.email, subject: 'Retenida', text: 'No imprime.' });
    const ticket = await mail.newest();
    expect(ticket.status).toBe('held');
    await mail.send({ from: world.apure.email, to: mail.replyTo(ticket), text: 'Prioridad: 1' });
    expect(await mail.ticketOf(ticket.id)).toMatchObject({ status: 'held', priority: 'p1' });
    await world.buy(world.apure.organizationId, 5);
  });

  it('VI.e: where the resolution is shared the suggestion is kept and the priority stays agreed', async () => {
    const by = { actor: systemActor, at: clock.now(), ipAddress: null };
    const name = { es: 'Migración', en: 'Migration' };
    const { id: serviceId } = await inTransaction(database, async (tx) => {
      const category = await createCategory(tx, { name, position: 1 }, by);
      return done(
        await createService(
          tx,
          {
            categoryId: category.id,
            name,
            description: name,
            kind: 'support',
            sharedResponsibility: true,
            priorityDefault: null,
            teamId: null,
            questions: [],
            answer: { es: '', en: '' },
            suggestedServiceId: null,
            position: 1,
          },
          by,
        ),
      );
    });
    const ticket = await world.register(world.orinoco, {
      channel: 'email',
      suggestion: null,
      serviceId,
    });
    expect(ticket.priority).toBe('agreed');
    await answer(ticket, 'Prioridad: 1');
    expect(await mail.ticketOf(ticket.id)).toMatchObject({
      priority: 'agreed',
      prioritySuggested: 'p1',
    });
  });
});

describe('IV.d the same answer in the portal', () => {
  const writeInPortal = (ticket: Ticket, text: string) =>
    world.act(ticket.id, async (tx, locked) =>
      done(
        await writeAsCustomer(tx, locked, {
          personId: world.orinoco.personId,
          channel: 'portal',
          text,
          attachmentIds: [],
          arrivedAt: clock.now(),
          at: clock.now(),
        }),
      ),
    );

  it('is understood, and told', async () => {
    const ticket = await unsaid('Por el portal');
    const { ticket: after } = await writeInPortal(ticket, 'Impacto: alto. Prioridad: crítica');
    expect(after).toMatchObject({
      priority: 'p1',
      prioritySuggested: 'p1',
      answers: { impact: 'alto.' },
    });
    expect((await clocksOf(ticket)).firstResponse.dueAt).toBe(done(ticket.registeredAt) + 4 * hour);
    expect(await tell(ticket)).toBe(1);
  });

  it('a request that was made in the portal was asked in its form: messages change nothing', async () => {
    const ticket = await world.register(world.orinoco, { channel: 'portal' });
    const { ticket: after } = await writeInPortal(ticket, 'Prioridad: crítica');
    expect(after.priority).toBe(ticket.priority);
  });
});
