import { describe, expect, it } from 'vitest';
import { deskWorld, done } from '../../../../test/support/desk-world.ts';
import { deskWriters } from '../../../../test/support/desk-writers.ts';
import { plansOf } from '../../../../test/support/plans-of.ts';
import { testClock } from '../../../../test/support/test-clock.ts';
import { testDatabase } from '../../../../test/support/test-database.ts';
import { isDeclined } from '../../../kernel/declined.ts';
import { inTransaction, type Tx } from '../../../platform/database/index.ts';
import { listAudit } from '../../people/index.ts';
import {
  type DeskWriter,
  listSavedViews,
  type NewSavedView,
  removeSavedView,
  saveView,
} from '../index.ts';

const database = await testDatabase();
const clock = testClock();
const world = await deskWorld(database, clock);
const { db } = database;

const { carmen, colleague } = deskWriters(database, clock, world);
const pedro = await colleague('pedro');

const view = (name: string, more: Partial<NewSavedView> = {}): NewSavedView => ({
  name,
  shared: false,
  view: 'active',
  search: 'prioridad:1 cliente:acme "factura"',
  priority: null,
  organizationId: null,
  ...more,
});
const inTx = <T>(work: (tx: Tx) => Promise<T>) => inTransaction(database, work);
const save = (given: NewSavedView, by: DeskWriter) => inTx((tx) => saveView(tx, given, by));
const remove = (id: number, by: DeskWriter) => inTx((tx) => removeSavedView(tx, id, by));
const namesFor = async ({ personId }: DeskWriter) =>
  (await listSavedViews(db, personId)).map(({ name }) => name);
const reasonOf = (answer: unknown) => (isDeclined(answer) ? answer.reason : answer);

describe('a saved view', () => {
  it('is kept as it was written, for whoever saved it or for the whole desk', async () => {
    const { organizationId } = world.orinoco;
    const own = done(await save(view('urgentes', { priority: 'p2', organizationId }), pedro));
    done(await save(view('Facturas', { shared: true }), carmen));
    expect(await namesFor(pedro)).toEqual(['Facturas', 'urgentes']);
    expect(await namesFor(carmen)).toEqual(['Facturas']);
    expect(await listSavedViews(db, pedro.personId)).toContainEqual(own);
    expect(own).toMatchObject({
      view: 'active',
      search: 'prioridad:1 cliente:acme "factura"',
      priority: 'p2',
      organizationId,
    });
  });

  it('of the whole desk is saved and removed by supervision alone, and audited', async () => {
    expect(reasonOf(await save(view('Otra', { shared: true }), pedro))).toBe('saved-view-of-desk');
    const shared = done(await save(view('De la mesa', { shared: true }), carmen));
    expect(reasonOf(await remove(shared.id, pedro))).toBe('saved-view-of-desk');
    expect(await remove(shared.id, carmen)).toBe(true);
    expect(await namesFor(pedro)).not.toContain('De la mesa');
    const acts = (await listAudit(db, { limit: 2 })).map(({ action }) => action);
    expect(acts).toEqual(['saved-view.removed', 'saved-view.created']);
  });

  it('of a colleague is not there to remove', async () => {
    const own = done(await save(view('De Pedro'), pedro));
    expect(await remove(own.id, carmen)).toBe(false);
    expect(await namesFor(pedro)).toContain('De Pedro');
  });

  it('has a name of its own, and a customer that there is', async () => {
    done(await save(view('Lentas'), pedro));
    expect(reasonOf(await save(view('LENTAS'), pedro))).toBe('name-in-use');
    done(await save(view('Lentas', { shared: true }), carmen));
    expect(reasonOf(await save(view('x', { organizationId: 999_999 }), pedro))).toBe(
      'customer-unknown',
    );
  });

  it('is one of 20 at most, and found without reading everybody’s', async () => {
    await database.pool.query(
      `insert into saved_view (owner_person_id, name, queue_view, saved_by_person_id, saved_at)
       select $1, 'Relleno ' || n, 'all', $1, now() from generate_series(1, 3000) n`,
      [world.carmen],
    );
    await database.pool.query('analyze saved_view');
    expect(reasonOf(await save(view('Una más'), carmen))).toBe('saved-views-too-many');
    const plan = await plansOf(database, (on) => listSavedViews(on, pedro.personId));
    expect(plan).toContain('saved_view_name');
  });
});
