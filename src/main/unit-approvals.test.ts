import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { deskWorld, done, type WorldCustomer } from '../../test/support/desk-world.ts';
import { customerUnder, publishTerms } from '../../test/support/publish-terms.ts';
import { testClock } from '../../test/support/test-clock.ts';
import { testDatabase } from '../../test/support/test-database.ts';
import { testWeb } from '../../test/support/test-web.ts';
import { openPost } from '../delivery/mail/out/post.ts';
import { portalPages } from '../delivery/portal/index.ts';
import { createHandlers } from '../delivery/web/handlers.ts';
import { mountAgreement } from '../delivery/web/routes/agreement.ts';
import { mountMailActs } from '../delivery/web/routes/mail-acts.ts';
import { subscriptions } from '../delivery/worker/subscriptions.ts';
import { personActor } from '../kernel/actor.ts';
import { dayMs } from '../kernel/duration.ts';
import { changeDraft, readDecisions, readDraft, startDraft } from '../modules/agreements/index.ts';
import { readConversation } from '../modules/correspondence/index.ts';
import { readAccount, verifyLedger } from '../modules/credits/index.ts';
import { listNotices } from '../modules/notifications/index.ts';
import { readWhatIf, runWhatIf, startWhatIf } from '../modules/reporting/index.ts';
import {
  askForUnits,
  closeTicket,
  decideUnits,
  isNotDone,
  lockTicketPair,
  logWork,
  mergeTickets,
  readTicket,
  reopenTicket,
  resolveTicket,
  reverseWork,
  splitTicket,
  type Ticket,
  withdrawUnitsAsked,
} from '../modules/tickets/index.ts';
import { inTransaction } from '../platform/database/index.ts';
import { runWaitingJobs } from '../platform/jobs.ts';
import { silentLog } from '../platform/log.ts';
import { signToken } from '../platform/signed-token.ts';

const database = await testDatabase();
const clock = testClock();
const world = await deskWorld(database, clock);
const agent = { kind: 'agent', personId: world.carmen } as const;
const secret = 's'.repeat(32);
const post = openPost({ publicUrl: 'https://desk.example', domain: 'desk.example', secret, clock });
const jobs = subscriptions({ database, clock, post });
const settle = () => inTransaction(database, (tx) => runWaitingJobs(tx, jobs, silentLog));
const handlers = createHandlers();
mountMailActs(handlers, { secret });
mountAgreement(handlers);
const { send } = await testWeb(database, clock, { handlers, pages: portalPages });

const work = (ticketId: number, minutes: number) =>
  world.act(ticketId, async (tx, ticket) =>
    done(
      await logWork(tx, ticket, {
        personId: world.carmen,
        minutes,
        billableMinutes: minutes,
        note: '',
        workedAt: clock.now(),
        at: clock.now(),
      }),
    ),
  );
const ask = (ticketId: number, units: number) =>
  world.act(ticketId, (tx, ticket) =>
    askForUnits(tx, ticket, {
      units,
      note: 'Falta migrar los datos',
      personId: world.carmen,
      at: clock.now(),
    }),
  );
async function close(ticketId: number): Promise<void> {
  await world.act(ticketId, async (tx, ticket) => {
    const text = 'Listo.';
    const resolution = {
      personId: world.carmen,
      form: 'solution',
      text,
      attachmentIds: [],
    } as const;
    const resolved = done(await resolveTicket(tx, ticket, { ...resolution, at: clock.now() }));
    done(await closeTicket(tx, resolved.ticket, { by: agent, at: clock.now() }));
  });
}
const viewOf = async (ticket: Ticket) =>
  done(await readTicket(database.db, ticket.number, agent, clock.now()));
const decisionsOf = async (ticketId: number) =>
  (await readDecisions(database.db, ticketId)).map(({ kind, clause }) => `${kind} ${clause}`);
const letterOf = (ticketId: number) =>
  database.db
    .selectFrom('outgoing_mail')
    .selectAll()
    .where('ticket_id', '=', ticketId)
    .where('purpose', '=', 'units-asked')
    .orderBy('id', 'desc')
    .executeTakeFirst();
async function tokenFor(ticketId: number): Promise<string> {
  await settle();
  const letter = done((await letterOf(ticketId)) ?? null);
  const link = /https:\/\/desk\.example(\/mail\/act\?token=\S+)/.exec(letter.body_text)?.[1];
  return new URL(done(link ?? null), 'https://desk.example').searchParams.get('token') ?? '';
}
const press = (token: string, answer: 'yes' | 'no') =>
  send('POST', '/mail/act', { form: { token, answer } });

/** Both closed: 130 minutes where every hour is charged; 80 minutes where nobody approved more than the minimum. */
let charging: Ticket;
let capped: Ticket;

describe('T4 off, as the agreement is published', () => {
  it('charges every started hour and asks nobody', async () => {
    const customer = await world.addCustomer('Aroa', 10);
    const ticket = await world.register(customer);
    charging = ticket;
    expect(await ask(ticket.id, 1)).toMatchObject({ reason: 'approval-not-needed', clause: 'T4' });
    await work(ticket.id, 130);
    expect((await viewOf(ticket)).units).toMatchObject({ unitsSoFar: 3, approval: null });
    await settle();
    expect(await letterOf(ticket.id)).toBeUndefined();
    await close(ticket.id);
    expect((await viewOf(ticket)).ticket.chargedUnits).toBe(3);
  });
});

describe('T4 on', () => {
  beforeAll(async () => {
    const terms = { 'credits.furtherUnits': 'approve' };
    expect(await publishTerms(database, { clock, world }, terms)).toBe(2);
  });

  it('what goes beyond the approved units is recorded, not held and not charged', async () => {
    const customer = await newCustomer('Barquí', 10);
    const ticket = await world.register(customer);
    capped = ticket;
    await work(ticket.id, 80);
    const { units } = await viewOf(ticket);
    expect(units).toMatchObject({ unitsSoFar: 1, heldUnits: 1, billableMinutes: 80 });
    expect(units.approval).toMatchObject({ agreedUnits: 1, minutesNotApproved: 20 });
    expect(await readAccount(database.db, customer.organizationId)).toMatchObject({
      availableUnits: 9,
      heldUnits: 1,
    });
    await close(ticket.id);
    expect((await viewOf(ticket)).ticket.chargedUnits).toBe(1);
    const decisions = await decisionsOf(ticket.id);
    expect(decisions).toContain('units-charged T3');
    expect(decisions).toContain('work-not-charged T4');
    // The charge names the work that it covers, and the letter what it does not.
    const { rows } = await database.pool.query(
      'select consumed_change, work_minutes from credit_entry where ticket_id = $1 and consumed_change > 0',
      [ticket.id],
    );
    expect(rows).toMatchObject([{ consumed_change: 1, work_minutes: 60 }]);
    await settle();
    const closing = await database.db
      .selectFrom('outgoing_mail')
      .select('body_text')
      .where('ticket_id', '=', ticket.id)
      .where('purpose', '=', 'closed')
      .executeTakeFirst();
    expect(closing?.body_text).toContain('20 min de trabajo que no aprobó (cláusula T4)');
    expect((await viewOf(ticket)).units.approval?.asked[0]?.state).toBe('withdrawn');
    expect((await verifyLedger(database.db, customer.organizationId)).problems).toEqual([]);
  });

  it('the desk asks by itself near the end of the approved units; one tap in the mail approves', async () => {
    const customer = await newCustomer('Caripe', 10);
    const ticket = await world.register(customer);
    await work(ticket.id, 30);
    await settle();
    expect(await letterOf(ticket.id)).toBeUndefined();
    await work(ticket.id, 40);
    const token = await tokenFor(ticket.id);
    const letter = done((await letterOf(ticket.id)) ?? null);
    expect(letter).toMatchObject({ to_person_id: customer.personId, sensitive: true });
    expect(letter.body_text).toContain('1 h 10 min');

    // Nobody who reads the conversation can approve with it.
    const { messages } = await readConversation(database.db, {
      ticketIds: [ticket.id],
      includeInternal: true,
      limit: 10,
    });
    expect(messages.find(({ template }) => template === 'units-asked')?.text).not.toContain(
      '/mail/act',
    );

    const opened = await send('GET', `/mail/act?token=${encodeURIComponent(token)}`);
    expect(opened.text.match(/<button/g)).toHaveLength(2);
    expect((await viewOf(ticket)).units.approval?.asked[0]?.state).toBe('asked');

    expect((await press(token, 'yes')).status).toBe(200);
    const { units } = await viewOf(ticket);
    expect(units).toMatchObject({ unitsSoFar: 2, heldUnits: 2 });
    expect(units.approval).toMatchObject({ agreedUnits: 2, minutesNotApproved: 0 });
    expect(units.approval?.asked).toMatchObject([
      { state: 'approved', door: 'mail', decidedByPersonId: customer.personId, units: 1 },
    ]);
    expect(await decisionsOf(ticket.id)).toContain('units-approved T4');

    // Pressed twice, it is approved once.
    expect((await press(token, 'yes')).text).toContain('Esta aprobación ya se decidió');
    expect((await viewOf(ticket)).units.approval?.agreedUnits).toBe(2);
    await close(ticket.id);
    expect((await viewOf(ticket)).ticket.chargedUnits).toBe(2);
    expect((await verifyLedger(database.db, customer.organizationId)).problems).toEqual([]);
  });

  it('declined, nothing is charged for it, and the desk does not ask again by itself', async () => {
    const customer = await newCustomer('Duaca', 10);
    const ticket = await world.register(customer);
    await work(ticket.id, 50);
    await press(await tokenFor(ticket.id), 'no');
    await work(ticket.id, 100);
    const { units } = await viewOf(ticket);
    expect(units.approval?.asked.map(({ state }) => state)).toEqual(['declined']);
    expect(units).toMatchObject({ unitsSoFar: 1 });
    // A person may ask again, and only once at a time.
    done(await ask(ticket.id, 2));
    expect(await ask(ticket.id, 1)).toMatchObject({ reason: 'approval-asked' });
    done(await answer(ticket, customer, true));
    expect((await viewOf(ticket)).units).toMatchObject({ unitsSoFar: 3, heldUnits: 3 });
  });

  it('money rule 5: an approval that the account cannot carry approves nothing, by either door, and can be given later', async () => {
    const customer = await newCustomer('Elorza', 2);
    const ticket = await world.register(customer);
    await work(ticket.id, 20 * 60);
    const question = await asked(ticket);
    expect(question).toMatchObject({ units: 19, state: 'asked' });
    expect(await answer(ticket, customer, true)).toMatchObject({ reason: 'approval-needs-units' });
    const token = await tokenFor(ticket.id);
    const page = await press(token, 'yes');
    expect(page.text).toContain('a la cuenta le faltan 13 unidades de crédito');
    expect(page.text.match(/<button/g)).toHaveLength(2);
    const before = await viewOf(ticket);
    expect(before.ticket.approvedUnits).toBe(0);
    expect(before.units).toMatchObject({ unitsSoFar: 1, heldUnits: 1 });
    expect((await asked(ticket))?.state).toBe('asked');
    await world.buy(customer.organizationId, 13);
    await press(token, 'yes');
    expect((await viewOf(ticket)).units).toMatchObject({ unitsSoFar: 20, heldUnits: 20 });
    await provenLedger(customer);
  });

  it('the agent who asked and the one who attends are told of the answer, in the console and by mail, once', async () => {
    const customer = await newCustomer('Guanare', 10);
    const ticket = await world.register(customer);
    done(await ask(ticket.id, 2));
    done(await answer(ticket, customer, true));
    await settle();
    await settle();
    const letters = await database.db
      .selectFrom('outgoing_mail')
      .select(['to_person_id', 'subject', 'body_text'])
      .where('purpose', '=', 'units-answered')
      .where('subject', 'like', `%#${ticket.number}%`)
      .execute();
    expect(letters).toMatchObject([
      {
        to_person_id: world.carmen,
        subject: `Aprobaron 2 unidades más en la solicitud #${ticket.number}`,
      },
    ]);
    const notices = await listNotices(database.db, world.carmen, { before: null, limit: 5 });
    expect(notices.filter(({ ticket: { number } }) => number === ticket.number)).toMatchObject([
      { about: { decision: { kind: 'units-approved', clause: 'T4' } } },
    ]);
  });

  it('two taps at once are one approval; a foreign, altered or too old link is refused', async () => {
    const customer = await newCustomer('Humocaro', 10);
    const ticket = await world.register(customer);
    await work(ticket.id, 100);
    const token = await tokenFor(ticket.id);
    const taps = [
      press(token, 'yes'),
      answer(ticket, customer, true),
      press(token, 'yes'),
    ] as const;
    const [one, two, three] = await Promise.all(taps);
    const lost = [
      one.text.includes('ya no espera respuesta'),
      isNotDone(two),
      three.text.includes('ya no espera respuesta'),
    ];
    expect(lost.filter(Boolean)).toHaveLength(2);
    expect((await viewOf(ticket)).units).toMatchObject({ heldUnits: 2, unitsSoFar: 2 });
    expect((await viewOf(ticket)).ticket.approvedUnits).toBe(1);
    const kinds = await decisionsOf(ticket.id);
    expect(kinds.filter((kind) => kind === 'units-approved T4')).toHaveLength(1);
    expect(kinds.filter((kind) => kind === 'hold-grown T4')).toHaveLength(1);

    done(await ask(ticket.id, 1));
    await settle();
    const question = done((await asked(ticket)) ?? null);
    const signed = (subjects: readonly number[], expiresAt = clock.now() + 1000) =>
      signToken({ purpose: 'next-unit', subjects, expiresAt }, secret);
    const outsider = await newCustomer('Irapa', 1);
    for (const bad of [
      signed([ticket.id, outsider.personId, question.id]),
      signed([ticket.id, world.carmen, question.id]),
      signed([ticket.id, customer.personId, question.id], clock.now() - 1),
      `${token.slice(0, -2)}xx`,
    ]) {
      expect((await press(bad, 'yes')).status).toBe(410);
    }
    // Of another request: it opens nothing here.
    const other = await world.register(customer);
    const crossed = signed([other.id, customer.personId, question.id]);
    expect((await press(crossed, 'yes')).text).toContain('Esta pregunta ya no espera respuesta');
    // A button without an answer decides nothing.
    const plain = signed([ticket.id, customer.personId, question.id]);
    await send('POST', '/mail/act', { form: { token: plain } });
    expect((await asked(ticket))?.state).toBe('asked');
  });

  it('II: a contact who may only look approves nothing, and may say no', async () => {
    const customer = await newCustomer('Jajó', 10);
    const ticket = await world.register(customer);
    done(await ask(ticket.id, 1));
    await database.pool.query('update contact set authorised_at = null where person_id = $1', [
      customer.personId,
    ]);
    expect(await answer(ticket, customer, true)).toMatchObject({
      clause: 'II',
      reason: 'contact-unauthorised',
    });
    done(await answer(ticket, customer, false));
    expect((await asked(ticket))?.state).toBe('declined');
  });

  it('a question taken back is answered by nobody', async () => {
    const customer = await newCustomer('Lezama', 10);
    const ticket = await world.register(customer);
    done(await ask(ticket.id, 9));
    const token = await tokenFor(ticket.id);
    const question = done((await asked(ticket)) ?? null);
    const takeBack = () =>
      world.act(ticket.id, (tx, locked) =>
        withdrawUnitsAsked(tx, locked, {
          approvalId: question.id,
          personId: world.carmen,
          at: clock.now(),
        }),
      );
    done(await takeBack());
    expect(await takeBack()).toMatchObject({ reason: 'approval-over' });
    expect((await press(token, 'yes')).text).toContain('Esta pregunta ya no espera respuesta');
    expect(await asked(ticket)).toMatchObject({
      state: 'withdrawn',
      decidedByPersonId: world.carmen,
      door: null,
    });
    expect((await viewOf(ticket)).ticket.approvedUnits).toBe(0);
  });

  it('I: merged, what was approved for both covers the work of both, and an open question is taken back', async () => {
    const customer = await newCustomer('Motatán', 20);
    const survivor = await world.register(customer);
    const absorbed = await world.register(customer);
    await work(absorbed.id, 100);
    done(await answer(absorbed, customer, true));
    done(await ask(absorbed.id, 1));
    await work(survivor.id, 50);
    const mine = done((await asked(survivor)) ?? null);
    done(await merge(absorbed, survivor));
    const { units, ticket } = await viewOf(survivor);
    // 1 for each, and 1 that was approved for the absorbed one: 150 minutes are 3 units.
    expect(ticket.approvedUnits).toBe(2);
    expect(units).toMatchObject({ billableMinutes: 150, unitsSoFar: 3, heldUnits: 3 });
    expect(units.approval).toMatchObject({ agreedUnits: 3, minutesNotApproved: 0 });
    expect(units.approval?.asked.at(-1)).toMatchObject({ id: mine.id, state: 'asked' });
    expect((await asked(absorbed))?.state).toBe('withdrawn');
    await close(survivor.id);
    expect((await viewOf(survivor)).ticket.chargedUnits).toBe(3);
    await provenLedger(customer);
  });

  it('I: what nobody approved is not charged by way of a merge into a request of the earlier agreement', async () => {
    const customer = await newCustomer('Nirgua', 20);
    const unapproved = await world.register(customer);
    await work(unapproved.id, 100);
    const older = await world.register(customer);
    await database.pool.query('update ticket set agreement_version = 1 where id = $1', [older.id]);
    expect(await merge(unapproved, older)).toMatchObject({
      clause: 'T4',
      reason: 'merge-work-not-approved',
    });
    expect((await viewOf(unapproved)).units.heldUnits).toBe(1);
    done(await answer(unapproved, customer, true));
    done(await merge(unapproved, older));
    expect((await viewOf(older)).units).toMatchObject({ unitsSoFar: 2, heldUnits: 2 });
    await provenLedger(customer);
  });

  it('T2: what is split off begins with its own minimum; approvals stay with the request they were given for', async () => {
    const customer = await newCustomer('Ocumare', 20);
    const ticket = await world.register(customer);
    done(await ask(ticket.id, 2));
    done(await answer(ticket, customer, true));
    const { messages } = await readConversation(database.db, {
      ticketIds: [ticket.id],
      includeInternal: false,
      limit: 10,
    });
    const message = done(messages.find(({ author }) => author === 'customer') ?? null);
    const part = await world.act(ticket.id, async (tx, locked) =>
      done(
        await splitTicket(tx, locked, {
          by: agent,
          messageId: message.id,
          subject: 'Otra necesidad',
          description: 'Otra necesidad',
          expectedResult: '',
          priority: null,
          serviceId: null,
          categoryId: null,
          at: clock.now(),
        }),
      ),
    );
    expect((await viewOf(part)).units.approval).toEqual({
      agreedUnits: 1,
      minutesPerUnit: 60,
      minutesNotApproved: 0,
      asked: [],
    });
    expect((await viewOf(ticket)).units.approval?.agreedUnits).toBe(3);
  });

  it('reopened, work left uncharged is charged once it is approved', async () => {
    const customer = await newCustomer('Pampán', 20);
    const ticket = await world.register(customer);
    await work(ticket.id, 130);
    await close(ticket.id);
    expect((await viewOf(ticket)).ticket.chargedUnits).toBe(1);
    await world.act(ticket.id, async (tx, locked) =>
      done(
        await reopenTicket(tx, locked, {
          by: customer.reader,
          channel: 'portal',
          reason: 'Volvió a fallar',
          at: clock.now(),
        }),
      ),
    );
    done(await ask(ticket.id, 2));
    done(await answer(ticket, customer, true));
    expect((await viewOf(ticket)).units).toMatchObject({ unitsSoFar: 3, heldUnits: 2 });
    await close(ticket.id);
    expect((await viewOf(ticket)).ticket.chargedUnits).toBe(3);
    await provenLedger(customer);
  });
});

describe('T4 on, whatever happens in whatever order', () => {
  it('hold and charge are the work, capped by what was agreed to, and never below the minimum; each answer counts once', async () => {
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(deeds, { minLength: 3, maxLength: 9 }), async (steps) => {
        runs += 1;
        const customer = await newCustomer(`Zaraza${runs}`, 60);
        const ticket = await world.register(customer);
        const model = { minutes: 0, approved: 0 };
        for (const step of steps) await take(step, { ticket, customer, model });
        const units = agreedUnits(model);
        const { heldUnits } = (await viewOf(ticket)).units;
        expect(heldUnits).toBe(units);
        expect(heldUnits).toBeLessThanOrEqual(1 + model.approved);
        await close(ticket.id);
        expect((await viewOf(ticket)).ticket.chargedUnits).toBe(units);
        expect(await readAccount(database.db, customer.organizationId)).toMatchObject({
          availableUnits: 60 - units,
          heldUnits: 0,
        });
        await provenLedger(customer);
      }),
      { numRuns: 12 },
    );
  });
});

describe('T4 in a try of the agreement on the past', () => {
  it('under the versions of then, the past comes out exactly as it was', async () => {
    const result = await tried('own-version');
    expect(result.requestsChanged).toBe(0);
    expect(result.after).toEqual(result.before);
  });

  it('where nobody had to approve, all work is charged; what was charged so already stays', async () => {
    await draftOf({ 'credits.furtherUnits': 'charge' });
    const { changed } = await tried('draft');
    const unitsOf = new Map(changed.map(({ number, units }) => [number, units]));
    expect(unitsOf.get(capped.number)).toEqual([1, 2]);
    expect(unitsOf.has(charging.number)).toBe(false);
    expect(changed.every(({ units: [before, after] }) => (after ?? 0) >= (before ?? 0))).toBe(true);
  });

  it('what was worked before anybody had to be asked counts as approved', async () => {
    await draftOf({ 'credits.furtherUnits': 'approve', 'credits.approvalLeadMinutes': 20 });
    expect((await tried('draft')).requestsChanged).toBe(0);
  });
});

type Deed =
  | { readonly deed: 'work' | 'ask'; readonly amount: number }
  | { readonly deed: 'reverse' | 'take-back' | 'yes' | 'no' };
const deeds: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      deed: fc.constant('work' as const),
      amount: fc.integer({ min: 1, max: 90 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      deed: fc.constant('ask' as const),
      amount: fc.integer({ min: 1, max: 3 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      deed: fc.constantFrom(
        'reverse' as const,
        'take-back' as const,
        'yes' as const,
        'no' as const,
      ),
    }),
  },
);

/** What must be held and charged; written from the clause, with nothing of the rules. */
const agreedUnits = ({ minutes, approved }: { minutes: number; approved: number }): number =>
  Math.max(1, Math.min(Math.ceil(minutes / 60), 1 + approved));

interface Course {
  readonly ticket: Ticket;
  readonly customer: WorldCustomer;
  readonly model: { minutes: number; approved: number };
}

/** One deed, each answer sent twice: the second finds nothing to answer, or the next question that the desk asked. */
async function take(step: Deed, { ticket, customer, model }: Course): Promise<void> {
  const question = await asked(ticket);
  switch (step.deed) {
    case 'work':
      await work(ticket.id, step.amount);
      model.minutes += step.amount;
      return;
    case 'reverse': {
      const { work: logged } = await viewOf(ticket);
      const reversed = new Set(logged.map(({ reversesId }) => reversesId));
      const last = logged.findLast(
        ({ id, reversesId }) => reversesId === null && !reversed.has(id),
      );
      if (last === undefined) return;
      const reversal = { personId: world.carmen, workId: last.id, reason: 'Era de otra' };
      await world.act(ticket.id, async (tx, locked) =>
        done(await reverseWork(tx, locked, { ...reversal, at: clock.now() })),
      );
      model.minutes -= last.billableMinutes;
      return;
    }
    case 'ask':
      await ask(ticket.id, step.amount);
      return;
    case 'take-back':
      if (question?.state !== 'asked') return;
      await world.act(ticket.id, async (tx, locked) =>
        done(
          await withdrawUnitsAsked(tx, locked, {
            approvalId: question.id,
            personId: world.carmen,
            at: clock.now(),
          }),
        ),
      );
      return;
    default: {
      if (question === undefined) return;
      const approved = step.deed === 'yes';
      const decide = () =>
        world.act(ticket.id, (tx, locked) =>
          decideUnits(tx, locked, {
            approvalId: question.id,
            approved,
            personId: customer.personId,
            door: 'portal',
            at: clock.now(),
          }),
        );
      const [first, second] = await Promise.all([decide(), decide()]);
      const counted = [first, second].filter((each) => !isNotDone(each)).length;
      expect(counted).toBe(question.state === 'asked' ? 1 : 0);
      if (approved && counted === 1) model.approved += question.units;
    }
  }
}

async function tried(subject: 'draft' | 'own-version') {
  const by = { actor: personActor(world.carmen), at: clock.now(), ipAddress: null };
  const span = { from: clock.now() - dayMs, until: clock.now() + dayMs };
  const { whatIfId } = done(await startWhatIf(database, { subject, ...span }, by));
  await runWhatIf({ database, clock }, whatIfId, new AbortController().signal);
  return done(done(await readWhatIf(database.db, whatIfId)).result);
}

async function draftOf(terms: Readonly<Record<string, number | string>>): Promise<void> {
  const by = { actor: personActor(world.carmen), at: clock.now(), ipAddress: null };
  const { draft } = (await readDraft(database.db)) ?? done(await startDraft(database, by));
  done(await changeDraft(database, { revision: draft.revision, terms, clauses: {} }, by));
}

const newCustomer = (name: string, units: number) =>
  customerUnder(database, { clock, world }, { name, units, version: 2 });

const asked = async (ticket: Ticket) => (await viewOf(ticket)).units.approval?.asked.at(-1);

async function answer(ticket: Ticket, { personId }: WorldCustomer, approved: boolean) {
  const approvalId = (await asked(ticket))?.id ?? 0;
  return world.act(ticket.id, (tx, locked) =>
    decideUnits(tx, locked, { approvalId, approved, personId, door: 'portal', at: clock.now() }),
  );
}

const merge = (absorbed: Ticket, survivor: Ticket) =>
  inTransaction(database, async (tx) => {
    const [from, into] = await lockTicketPair(tx, [absorbed.number, survivor.number], agent);
    if (from === undefined || into === undefined) throw new RangeError('there are two');
    const tickets = { absorbed: from, survivor: into };
    return mergeTickets(tx, tickets, { by: agent, reason: 'Es lo mismo', at: clock.now() });
  });

async function provenLedger({ organizationId }: WorldCustomer): Promise<void> {
  expect((await verifyLedger(database.db, organizationId)).problems).toEqual([]);
}
