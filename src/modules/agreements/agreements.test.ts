import { beforeAll, describe, expect, it } from 'vitest';
import { type CreditWorld, creditWorld } from '../../../test/support/credit-world.ts';
import { testClock } from '../../../test/support/test-clock.ts';
import { testDatabase } from '../../../test/support/test-database.ts';
import { personActor, systemActor } from '../../kernel/actor.ts';
import { dayMs } from '../../kernel/duration.ts';
import { inTransaction, type Tx } from '../../platform/database/index.ts';
import { agreementVersion1 } from '../../policy/agreement-version-1.ts';
import { decide } from '../../policy/decisions.ts';
import { unverifiedMailUnlessChosen } from '../../policy/mail-trust.ts';
import {
  acceptTerms,
  agreementByVersion,
  agreementInForce,
  ensureFirstAgreement,
  readDecisions,
  readFirm,
  readPublishedAgreement,
  recordDecision,
  termsAcceptedAt,
  termsVersionAccepted,
  updateFirm,
} from './index.ts';

const database = await testDatabase();
const clock = testClock();
const { db, pool } = database;
const write = <T>(work: (tx: Tx) => Promise<T>) => inTransaction(database, work);

describe('before anything was published', () => {
  it('asking for the agreement is our bug: the start publishes the first', async () => {
    await expect(agreementInForce(db, clock.now())).rejects.toThrow('an agreement is in force');
  });

  it('six starts at the same moment publish it once', async () => {
    await Promise.all(
      Array.from({ length: 6 }, () => write((tx) => ensureFirstAgreement(tx, clock.now()))),
    );
    const { rows } = await pool.query('select version from agreement');
    expect(rows).toEqual([{ version: 1 }]);
  });
});

describe('the published agreement', () => {
  it('is read as it was written, every term and every clause', async () => {
    expect(await agreementInForce(db, clock.now())).toEqual(agreementVersion1);
    expect(await agreementByVersion(db, 1)).toEqual(agreementVersion1);
  });

  it('is read from the database once, and the version in force every time', async () => {
    const first = await agreementInForce(db, clock.now());
    expect(await agreementInForce(db, clock.now())).toBe(first);
  });

  it('of another version is none', async () => {
    expect(await readPublishedAgreement(db, 99)).toBeNull();
    await expect(agreementByVersion(db, 99)).rejects.toThrow('version 99');
  });

  it('never changes and never goes away', async () => {
    for (const statement of ["update agreement set terms = '{}'", 'delete from agreement']) {
      await expect(pool.query(statement)).rejects.toThrow('append-only');
    }
  });

  it('before the first took effect is the first; the next takes over at its moment', async () => {
    const { terms, clauses } = agreementVersion1;
    const strict = { ...terms, credits: { ...terms.credits, availableUnitsMin: 3 } };
    const start = clock.now() + 10 * dayMs;
    await publish(2, strict, clauses, start);
    const minimumAt = async (at: number) =>
      (await agreementInForce(db, at)).terms.credits.availableUnitsMin;
    expect(await minimumAt(clock.now() - 400 * dayMs)).toBe(2);
    expect(await minimumAt(start - 1)).toBe(2);
    expect(await minimumAt(start)).toBe(3);
    expect((await agreementByVersion(db, 1)).terms.credits.availableUnitsMin).toBe(2);
  });

  it('that lacks a term which the program knows stops it instead of guessing', async () => {
    const { terms, clauses } = agreementVersion1;
    const { availableUnitsMin: _, ...credits } = terms.credits;
    await publish(3, { ...terms, credits }, clauses, clock.now() + 900 * dayMs);
    await expect(agreementByVersion(db, 3)).rejects.toThrow('terms.credits.availableUnitsMin');
    const { T1: __, ...others } = clauses;
    await publish(4, terms, others, clock.now() + 900 * dayMs);
    await expect(agreementByVersion(db, 4)).rejects.toThrow('clauses.T1');
  });
});

describe('T7 and V.c: what people accept and the desk decides', () => {
  // Not before here: it publishes the first agreement.
  let world: CreditWorld;
  beforeAll(async () => {
    world = await creditWorld(database, clock);
  });

  it('an acceptance is recorded once a person and version, with the moment of the first', async () => {
    const { personId } = world.supervisor;
    const { organizationId } = await world.addCustomer();
    const accept = (version: number) =>
      write((tx) =>
        acceptTerms(tx, {
          personId,
          organizationId,
          version,
          channel: 'portal',
          ipAddress: '192.0.2.7',
          at: clock.now(),
        }),
      );
    expect(await termsVersionAccepted(db, personId)).toBeNull();
    const first = clock.now();
    expect(await accept(1)).toBe(first);
    clock.advance(dayMs);
    expect(await accept(1)).toBe(first);
    expect(await termsAcceptedAt(db, personId, 1)).toBe(first);
    expect(await termsAcceptedAt(db, personId, 2)).toBeNull();
    expect(await accept(2)).toBe(clock.now());
    expect(await termsVersionAccepted(db, personId)).toBe(2);
    expect(await accept(99)).toBeNull();

    const { rows: decisions } = await pool.query(
      "select clause, agreement_version, organization_id from decision where kind = 'terms-accepted' order by id",
    );
    expect(decisions).toEqual([
      { clause: 'T7', agreement_version: 1, organization_id: organizationId },
      { clause: 'T7', agreement_version: 2, organization_id: organizationId },
    ]);
    const { rows: told } = await pool.query(
      `select job.payload from graphile_worker._private_jobs as job
         join graphile_worker._private_tasks as task on task.id = job.task_id
        where task.identifier = 'terms.accepted'`,
    );
    expect(told).toEqual([
      { payload: { personId, at: first } },
      { payload: { personId, at: clock.now() } },
    ]);
  });

  it('decisions are kept with clause, version, facts and actor, in the order in which they were taken', async () => {
    const { organizationId, ticketIds } = await world.addCustomer(2);
    const [ticketId = 0, otherTicketId = 0] = ticketIds;
    const { personId } = world.supervisor;
    const about = { organizationId, agreementVersion: 1, at: clock.now() };
    const held = decide('unit-held', { units: 1, availableUnits: 4 });
    await write(async (tx) => {
      await recordDecision(tx, { ...about, ...held, ticketId, actor: systemActor });
      await recordDecision(tx, { ...about, ...held, ticketId: otherTicketId, actor: systemActor });
      await recordDecision(tx, { ...about, ...held, ticketId, actor: personActor(personId) });
    });
    expect(await readDecisions(db, ticketId)).toMatchObject([
      { ...held, ...about, ticketId, actor: systemActor },
      { ...held, ...about, ticketId, actor: personActor(personId) },
    ]);
    await expect(pool.query("update decision set clause = 'T1'")).rejects.toThrow('append-only');
  });
});

describe('the firm', () => {
  it('has a name of our own until somebody gives it one, and what is not given stays', async () => {
    const by = { actor: systemActor, at: clock.now(), ipAddress: null };
    expect(await readFirm(db)).toMatchObject({ name: 'Atenta', language: 'es' });
    await write((tx) => updateFirm(tx, { name: 'Soporte Andino', timeZone: undefined }, by));
    const firm = await write((tx) => updateFirm(tx, { language: 'en' }, by));
    expect(firm).toEqual({
      name: 'Soporte Andino',
      language: 'en',
      timeZone: 'America/Caracas',
      unverifiedMail: unverifiedMailUnlessChosen,
      replyAddressDays: 30,
    });
    expect(await readFirm(db)).toEqual(firm);
    const { rows } = await pool.query(
      "select detail from audit_entry where action = 'firm.changed' order by id",
    );
    expect(rows).toEqual([{ detail: { name: 'Soporte Andino' } }, { detail: { language: 'en' } }]);
  });
});

/** As a later program will, with terms that this one does not know. */
const publish = (version: number, terms: object, clauses: object, effectiveFrom: number) =>
  pool.query(
    `insert into agreement (version, terms, clauses, effective_from, published_at)
     values ($1, $2, $3, $4, $4)`,
    [version, JSON.stringify(terms), JSON.stringify(clauses), new Date(effectiveFrom)],
  );
