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
  createMacro,
  type DeskWriter,
  listMacros,
  type NewMacro,
  removeMacro,
  updateMacro,
} from '../index.ts';
import { judgeMacro } from './judge-macro.ts';

const database = await testDatabase();
const clock = testClock();
const world = await deskWorld(database, clock);
const { db } = database;

const { carmen, colleague } = deskWriters(database, clock, world);
const pedro = await colleague('Pedro');

const macro = (name: string, more: Partial<NewMacro> = {}): NewMacro => ({
  name,
  shared: false,
  texts: { es: 'Hola, {contact}:\n{cursor}', en: null },
  ...more,
});
const inTx = <T>(work: (tx: Tx) => Promise<T>) => inTransaction(database, work);
const create = (given: NewMacro, by: DeskWriter) => inTx((tx) => createMacro(tx, given, by));
const namesFor = async ({ personId }: DeskWriter) =>
  (await listMacros(db, personId)).map(({ name }) => name);
const reasonOf = (answer: unknown) => (isDeclined(answer) ? answer.reason : answer);

describe('a macro', () => {
  it('is seen by whoever wrote it, or by the whole desk', async () => {
    done(await create(macro('cierre amable'), pedro));
    done(await create(macro('Acceso remoto', { shared: true }), carmen));
    expect(await namesFor(pedro)).toEqual(['Acceso remoto', 'cierre amable']);
    expect(await namesFor(carmen)).toEqual(['Acceso remoto']);
  });

  it('of the whole desk is written, changed and removed by supervision alone', async () => {
    const shared = done(await create(macro('Del equipo', { shared: true }), carmen));
    const change = (given: NewMacro, by: DeskWriter) =>
      inTx((tx) => updateMacro(tx, shared.id, given, by));
    expect(reasonOf(await create(macro('Otra', { shared: true }), pedro))).toBe('macro-of-desk');
    expect(reasonOf(await change(macro('Mía ahora'), pedro))).toBe('macro-of-desk');
    expect(reasonOf(await inTx((tx) => removeMacro(tx, shared.id, pedro)))).toBe('macro-of-desk');
    expect(await namesFor(pedro)).toContain('Del equipo');
    done(await change(macro('Del turno', { shared: true }), carmen));
    expect(await namesFor(pedro)).toContain('Del turno');
    expect(await inTx((tx) => removeMacro(tx, shared.id, carmen))).toBe(true);
    expect(await namesFor(pedro)).not.toContain('Del turno');
    const acts = (await listAudit(db, { limit: 10 })).map(({ action }) => action);
    expect(acts.slice(0, 3)).toEqual(['macro.removed', 'macro.changed', 'macro.created']);
  });

  it('of a colleague is not there to change, to share or to remove', async () => {
    const own = done(await create(macro('De Pedro'), pedro));
    expect(await inTx((tx) => updateMacro(tx, own.id, macro('x', { shared: true }), carmen))).toBe(
      null,
    );
    expect(await inTx((tx) => removeMacro(tx, own.id, carmen))).toBe(false);
    expect(await namesFor(pedro)).toContain('De Pedro');
  });

  it('has a name of its own among those of its owner, whatever the capitals', async () => {
    done(await create(macro('Saludo'), pedro));
    const other = done(await create(macro('Otro saludo'), pedro));
    expect(reasonOf(await create(macro('SALUDO'), pedro))).toBe('name-in-use');
    expect(reasonOf(await inTx((tx) => updateMacro(tx, other.id, macro('saludo'), pedro)))).toBe(
      'name-in-use',
    );
    // The desk may have one of the same name, and a macro keeps its own.
    done(await create(macro('Saludo', { shared: true }), carmen));
    expect(
      await inTx((tx) => updateMacro(tx, other.id, macro('OTRO saludo'), pedro)),
    ).toMatchObject({ name: 'OTRO saludo' });
  });

  it('is one of 250 at most', async () => {
    await database.pool.query(
      `insert into macro (owner_person_id, name, text_es, changed_by_person_id, changed_at)
       select $1, 'Relleno ' || n, 'x', $1, now() from generate_series(1, 250) n`,
      [world.carmen],
    );
    expect(reasonOf(await create(macro('Una más'), carmen))).toBe('macros-too-many');
    done(await create(macro('Otra del equipo', { shared: true }), carmen));
  });

  it('is found without reading everybody’s', async () => {
    await database.pool.query(
      `insert into macro (owner_person_id, name, text_es, changed_by_person_id, changed_at)
       select a.person_id, 'Muchas ' || n, repeat('x', 2000), a.person_id, now()
         from agent a, generate_series(1, 3000) n where a.person_id <> $1`,
      [pedro.personId],
    );
    await database.pool.query('analyze macro');
    expect(await plansOf(database, (on) => listMacros(on, pedro.personId))).toContain('macro_name');
  });
});

describe('the texts of a macro', () => {
  it.each([
    ['Hola, {contact}: su solicitud {ticket}.', null],
    ['{cursor}', null],
    // What is no variable is what it is.
    ['curl -d {"a": 1} {} {X} {{ n }}', null],
    ['export A=$'.concat('{path}'), null],
    ['Hola, {contatc}', 'macro-unknown-variable'],
    ['{cursor} y {cursor}', 'macro-cursor-twice'],
  ])('%s', (text, reason) => {
    expect(judgeMacro({ es: text, en: null })?.reason ?? null).toBe(reason);
    expect(judgeMacro({ es: null, en: text })?.reason ?? null).toBe(reason);
  });

  it('one language at least is written', () => {
    expect(judgeMacro({ es: null, en: null })?.reason).toBe('macro-empty');
  });
});
