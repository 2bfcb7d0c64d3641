import { describe, expect, it } from 'vitest';
import { deskWorld, done, type WorldCustomer } from '../../test/support/desk-world.ts';
import { testClock } from '../../test/support/test-clock.ts';
import { testDatabase } from '../../test/support/test-database.ts';
import { openPost } from '../delivery/mail/out/post.ts';
import { subscriptions } from '../delivery/worker/subscriptions.ts';
import { personActor } from '../kernel/actor.ts';
import { dayMs, hourMs } from '../kernel/duration.ts';
import { readDecisions } from '../modules/agreements/index.ts';
import { tellOfStanding } from '../modules/notifications/index.ts';
import {
  addContact,
  readOrganization,
  readStandingHistory,
  type StandingChange,
  setStanding,
  withdrawStanding,
} from '../modules/people/index.ts';
import { admitHeld, findTicketById, type Ticket } from '../modules/tickets/index.ts';
import { inTransaction } from '../platform/database/index.ts';
import { runWaitingJobs } from '../platform/jobs.ts';
import { silentLog } from '../platform/log.ts';

// Later than any day on which this runs: no job is due for the queue before the test says so.
const clock = testClock('2091-03-05T09:00:00-04:00');
const database = await testDatabase();
const world = await deskWorld(database, clock);
const secret = 's'.repeat(32);
const post = openPost({ publicUrl: 'https://desk.example', domain: 'desk.example', secret, clock });
const by = () => ({ actor: personActor(world.braulio), at: clock.now(), ipAddress: null });
const firmOnly = 'Morosidad reincidente del grupo';
const told = { es: 'Dos facturas vencidas.', en: 'Two invoices overdue.' };

/** What the queue does when the moments of its jobs have come. */
async function settle(): Promise<void> {
  await database.pool.query(
    'update graphile_worker._private_jobs set run_at = now() where run_at between now() and $1',
    [new Date(clock.now())],
  );
  await inTransaction(database, (tx) => {
    const desk = { database: { ...database, db: tx }, clock, post };
    return runWaitingJobs(tx, subscriptions(desk), silentLog);
  });
}

let customers = 0;
async function customer(): Promise<WorldCustomer> {
  customers += 1;
  return world.addCustomer(`Cliente ${customers}`, 20);
}

const suspend = (of: WorldCustomer, more: Partial<StandingChange> = {}) =>
  setStanding(
    database,
    of.organizationId,
    { standing: 'suspended', reason: firmOnly, customerReason: told, ...more },
    by(),
  );
const restore = (of: WorldCustomer) =>
  setStanding(database, of.organizationId, { standing: 'good', reason: 'Pagó' }, by());
const standingOf = async (of: WorldCustomer) =>
  done(await readOrganization(database.db, of.organizationId, clock.now())).standing;
const historyOf = async (of: WorldCustomer) =>
  done(await readStandingHistory(database.db, of.organizationId, clock.now()));
const now = async (ticket: Ticket) => done((await findTicketById(database.db, ticket.id)) ?? null);
const decisionsOf = (ticket: Ticket) => readDecisions(database.db, ticket.id);

describe('a suspension with dates', () => {
  it('II: starts by itself at its moment, not before, whether or not its job has run', async () => {
    const orinoco = await customer();
    const from = clock.now() + 2 * dayMs;
    await suspend(orinoco, { from, until: from + dayMs });
    expect((await world.register(orinoco)).status).toBe('open');
    clock.set(from - 1);
    expect(await standingOf(orinoco)).toBe('good');
    expect((await world.register(orinoco)).status).toBe('open');
    clock.set(from);
    const held = await world.register(orinoco);
    expect(held.status).toBe('held');
    expect(held.heldFor).toMatchObject([
      {
        clause: 'II',
        reason: 'standing-suspended',
        facts: {
          standing: 'suspended',
          suspendedSince: from,
          suspendedUntil: from + dayMs,
          standingReasonEs: told.es,
          standingReasonEn: told.en,
        },
      },
    ]);
    clock.set(from + dayMs);
    expect((await world.register(orinoco)).status).toBe('open');
  });

  it('II: ends by itself; what is held is admitted oldest first, as of that moment, however late', async () => {
    const caroni = await customer();
    const until = clock.now() + 3 * dayMs;
    await suspend(caroni, { until });
    const [entry] = await historyOf(caroni);
    const first = await world.register(caroni);
    clock.advance(hourMs);
    const second = await world.register(caroni);
    clock.advance(hourMs);
    const third = await world.register(caroni);
    await settle();
    expect((await now(first)).status).toBe('held');

    clock.set(until + 2 * hourMs);
    await settle();
    for (const ticket of [first, second, third]) {
      expect(await now(ticket)).toMatchObject({ status: 'open', registeredAt: until });
    }
    const decided = (await decisionsOf(first)).find(({ kind }) => kind === 'standing-restored');
    expect(decided).toMatchObject({
      clause: 'II',
      facts: {
        standing: 'good',
        goodSince: until,
        standingEntryId: entry?.id,
        standingReasonEs: told.es,
      },
    });
    const { rows } = await database.pool.query<{ ticket_id: number }>(
      `select ticket_id from decision where kind = 'standing-restored' and organization_id = $1 order by id`,
      [caroni.organizationId],
    );
    expect(rows.map(({ ticket_id }) => ticket_id)).toEqual([first.id, second.id, third.id]);
  });

  it('II: two processes at once, and once more after that, admit each request once', async () => {
    const caura = await customer();
    const until = clock.now() + dayMs;
    await suspend(caura, { until });
    const held = [
      await world.register(caura),
      await world.register(caura),
      await world.register(caura),
    ];
    clock.set(until);
    const look = () => admitHeld(database, caura.organizationId, until);
    const numbers = (await Promise.all([look(), look()])).flat();
    expect(numbers.toSorted()).toEqual(held.map(({ number }) => number).toSorted());
    expect(await look()).toEqual([]);
    await settle();
    for (const ticket of held) {
      const kinds = (await decisionsOf(ticket)).map(({ kind }) => kind);
      expect(kinds.filter((kind) => kind === 'standing-restored')).toHaveLength(1);
      expect(kinds.filter((kind) => kind === 'admitted')).toHaveLength(1);
    }
  });

  it('II: what was admitted before a crash stays, and the job that runs again admits the rest', async () => {
    const cojedes = await customer();
    const until = clock.now() + dayMs;
    await suspend(cojedes, { until });
    const first = await world.register(cojedes);
    const second = await world.register(cojedes);
    clock.set(until);
    // The second one cannot be taken: the process ends there.
    const blocker = await database.pool.connect();
    await blocker.query('begin');
    await blocker.query('select 1 from ticket where id = $1 for update', [second.id]);
    const crashed = admitHeld(database, cojedes.organizationId, until).catch(() => 'crashed');
    const { rows } = await waitingFor(second.id);
    await database.pool.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
    expect(await crashed).toBe('crashed');
    await blocker.query('rollback');
    blocker.release();
    expect((await now(first)).status).toBe('open');
    expect((await now(second)).status).toBe('held');
    await settle();
    expect((await now(second)).status).toBe('open');
  });

  it('II: a plan that is taken back never begins, and its job finds nothing to do', async () => {
    const apure = await customer();
    const from = clock.now() + dayMs;
    await suspend(apure, { from });
    const [planned] = await historyOf(apure);
    const entry = { organizationId: apure.organizationId, entryId: planned?.id ?? 0 };
    expect(await withdrawStanding(database, entry, 'Pagó antes', by())).toBe(true);
    clock.set(from + 1);
    await settle();
    expect(await standingOf(apure)).toBe('good');
    expect((await world.register(apure)).status).toBe('open');
    expect((await historyOf(apure)).map(({ state }) => state)).toEqual([
      'withdrawal',
      'withdrawn',
      'running',
    ]);
    expect(await withdrawStanding(database, entry, 'Otra vez', by())).toMatchObject({
      reason: 'standing-entry-settled',
    });
  });

  it('II: held requests are told anew when a suspension lasts otherwise than was said', async () => {
    const meta = await customer();
    const until = clock.now() + dayMs;
    await suspend(meta, { until });
    const [running] = await historyOf(meta);
    const ticket = await world.register(meta);
    clock.advance(hourMs);
    await suspend(meta, { until: until + dayMs, replaces: done(running ?? null).id });
    await settle();
    const held = (await decisionsOf(ticket)).filter(({ kind }) => kind === 'held');
    expect(
      held.map(({ facts }) => ('suspendedUntil' in facts ? facts['suspendedUntil'] : null)),
    ).toEqual([until, until + dayMs]);
    clock.set(until);
    await settle();
    expect((await now(ticket)).status).toBe('held');
    clock.set(until + dayMs);
    await settle();
    expect((await now(ticket)).status).toBe('open');
  });
});

describe('the history', () => {
  it('is refused what rewrites the past or makes no sense', async () => {
    const tuy = await customer();
    const at = clock.now();
    const reasons = await Promise.all(
      [
        suspend(tuy, { from: at - 1 }),
        suspend(tuy, { until: at }),
        suspend(tuy, { from: at + dayMs, until: at + dayMs }),
        suspend(tuy, { standing: 'good' }),
        suspend(tuy, { replaces: 999_999 }),
      ].map(async (done_) => {
        const answer = await done_;
        return typeof answer === 'object' ? answer.reason : answer;
      }),
    );
    expect(reasons).toEqual([
      'standing-from-past',
      'standing-ends-before-start',
      'standing-ends-before-start',
      'standing-good-open',
      'standing-entry-settled',
    ]);
    expect(await historyOf(tuy)).toHaveLength(1);
  });

  it('is never edited: the database refuses it', async () => {
    const unare = await customer();
    await suspend(unare);
    const of = [unare.organizationId];
    for (const change of [
      'update standing_entry set valid_until = now() where organization_id = $1',
      'delete from standing_entry where organization_id = $1',
    ]) {
      await expect(database.pool.query(change, of)).rejects.toThrow('append-only');
    }
  });

  it('of two changes at once both stand, and the one written later holds', async () => {
    const neveri = await customer();
    await Promise.all([suspend(neveri), restore(neveri), suspend(neveri)]);
    const history = await historyOf(neveri);
    expect(history).toHaveLength(4);
    expect(history.filter(({ state }) => state === 'running').map(({ id }) => id)).toEqual([
      history[0]?.id,
    ]);
    expect(await standingOf(neveri)).toBe(history[0]?.standing);
  });
});

describe('the reason that only the firm knows', () => {
  it('stands in its history, and in no decision, letter, message or notice', async () => {
    const guarico = await customer();
    const until = clock.now() + dayMs;
    await suspend(guarico, { until });
    await world.register(guarico);
    await settle();
    clock.set(until);
    await settle();
    expect((await historyOf(guarico)).map(({ reason }) => reason)).toContain(firmOnly);
    // Everything of the database but the history and the audit, as text.
    const { rows: tables } = await database.pool.query<{ name: string }>(
      `select quote_ident(tablename) as name from pg_tables where schemaname = 'public'`,
    );
    const found: string[] = [];
    for (const { name } of tables) {
      const { rows } = await database.pool.query<{ n: number }>(
        `select count(*)::int as n from ${name} t where t::text like $1`,
        [`%${firmOnly}%`],
      );
      if (rows[0]?.n !== 0) found.push(name);
    }
    expect(found.toSorted()).toEqual(['audit_entry', 'standing_entry']);
    const letters = await database.pool.query<{ n: number }>(
      'select count(*)::int as n from outgoing_mail o where o::text like $1',
      [`%Dos facturas vencidas%`],
    );
    expect(letters.rows[0]?.n).toBeGreaterThan(0);
  });
});

describe('what the administrators of the customer are told', () => {
  const lettersOf = async (address: string) => {
    const { rows } = await database.pool.query<{ purpose: string; body_text: string }>(
      `select purpose, body_text from outgoing_mail
        where to_address = $1 and purpose like 'standing-%' order by id`,
      [address],
    );
    return rows;
  };
  const administrator = async (of: WorldCustomer, email: string) =>
    done(
      await addContact(
        database,
        of.organizationId,
        {
          ...{ name: 'Gerencia', email, role: 'customer_administrator' },
          ...{ authorised: true, invite: false },
        },
        by(),
      ),
    );

  it('II: a suspension that is planned, begins and ends is three letters each, however often and at once it is looked at', async () => {
    const manapire = await customer();
    const { organizationId } = manapire;
    const addresses = ['uno@manapire.example', 'dos@manapire.example'];
    for (const address of addresses) await administrator(manapire, address);
    const recorded = clock.now();
    const from = recorded + dayMs;
    const until = from + dayMs;
    await suspend(manapire, { from, until });
    await settle();
    clock.set(from);
    await settle();
    await world.register(manapire);
    await world.register(manapire);
    clock.set(until + hourMs);
    await settle();
    const again = (at: number) =>
      inTransaction(database, (tx) => tellOfStanding(tx, post, { organizationId, at }));
    for (const at of [recorded, from, until]) await Promise.all([again(at), again(at)]);
    for (const address of addresses) {
      const letters = await lettersOf(address);
      expect(letters.map(({ purpose }) => purpose)).toEqual([
        'standing-planned',
        'standing-began',
        'standing-restored',
      ]);
      const [planned, began, restored] = letters.map(({ body_text }) => body_text);
      for (const text of [planned, began]) expect(text).toContain(`Motivo: ${told.es}`);
      expect(began).toContain('no se pierde nada');
      expect(restored).toContain('Se admitieron 2 solicitudes');
      for (const { body_text } of letters) expect(body_text).not.toContain(firmOnly);
    }
  });

  it('II: a plan that is taken back is told only to whom the plan was', async () => {
    const zuata = await customer();
    await administrator(zuata, 'antes@zuata.example');
    await suspend(zuata, { from: clock.now() + dayMs });
    await settle();
    await administrator(zuata, 'despues@zuata.example');
    const [plan] = await historyOf(zuata);
    const entry = { organizationId: zuata.organizationId, entryId: done(plan ?? null).id };
    clock.advance(hourMs);
    await withdrawStanding(database, entry, firmOnly, by());
    await settle();
    clock.advance(2 * dayMs);
    await settle();
    const letters = await lettersOf('antes@zuata.example');
    expect(letters.map(({ purpose }) => purpose)).toEqual([
      'standing-planned',
      'standing-withdrawn',
    ]);
    for (const { body_text } of letters) expect(body_text).not.toContain(firmOnly);
    expect(await lettersOf('despues@zuata.example')).toEqual([]);
  });

  it('II: one that runs, made longer and then shorter, is one letter of each, with its new end', async () => {
    const guaviare = await customer();
    const { organizationId } = guaviare;
    await administrator(guaviare, 'gerencia@guaviare.example');
    clock.advance(hourMs);
    const ends = (days: number) => clock.now() + days * dayMs;
    await suspend(guaviare, { until: ends(2) });
    await settle();
    const moved = async (until: number) => {
      clock.advance(hourMs);
      const running = (await historyOf(guaviare)).find(({ state }) => state === 'running');
      await suspend(guaviare, { until, replaces: done(running ?? null).id });
      const at = clock.now();
      await settle();
      const again = () =>
        inTransaction(database, (tx) => tellOfStanding(tx, post, { organizationId, at }));
      await Promise.all([again(), again()]);
    };
    const [longer, shorter] = [ends(9), ends(1)];
    await moved(longer);
    await moved(shorter);
    // It is over once: at the last end that it was given.
    for (const end of [shorter, longer]) {
      clock.set(end + hourMs);
      await settle();
    }
    const letters = await lettersOf('gerencia@guaviare.example');
    expect(letters.map(({ purpose }) => purpose)).toEqual([
      'standing-began',
      'standing-extended',
      'standing-shortened',
      'standing-restored',
    ]);
    const [, extended, shortened] = letters.map(({ body_text }) => body_text);
    expect(extended).toContain('termina más tarde de lo que estaba previsto');
    expect(shortened).toContain('termina antes de lo que estaba previsto');
    for (const text of [extended, shortened]) expect(text).toContain(`Motivo: ${told.es}`);
    for (const { body_text } of letters) expect(body_text).not.toContain(firmOnly);
  });

  it('II: suspended at once and restored by hand is one letter of each', async () => {
    const pao = await customer();
    await administrator(pao, 'gerencia@pao.example');
    clock.advance(hourMs);
    await suspend(pao);
    await settle();
    clock.advance(hourMs);
    await restore(pao);
    await settle();
    const letters = await lettersOf('gerencia@pao.example');
    expect(letters.map(({ purpose }) => purpose)).toEqual(['standing-began', 'standing-restored']);
    expect(letters[1]?.body_text).toContain('No había solicitudes por admitir');
  });
});

/** The process that waits for a request which another one holds. */
async function waitingFor(ticketId: number) {
  const deadline = performance.now() + 20_000;
  for (;;) {
    const found = await database.pool.query<{ pid: number }>(
      `select pid from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and query like '%ticket%'`,
    );
    if (found.rows.length > 0) return found;
    if (performance.now() > deadline) throw new Error(`nobody waits for ${ticketId}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
