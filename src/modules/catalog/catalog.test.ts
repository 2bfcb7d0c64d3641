import { describe, expect, it } from 'vitest';
import { testClock } from '../../../test/support/test-clock.ts';
import { testDatabase } from '../../../test/support/test-database.ts';
import { systemActor } from '../../kernel/actor.ts';
import { isDeclined } from '../../kernel/declined.ts';
import { inTransaction, type Tx } from '../../platform/database/index.ts';
import {
  createCategory,
  createService,
  type NewService,
  readCatalog,
  readService,
  type Service,
  updateCategory,
  updateService,
} from './index.ts';

const database = await testDatabase();
const { db, pool } = database;
const by = { actor: systemActor, at: testClock().now(), ipAddress: null };
const write = <T>(work: (tx: Tx) => Promise<T>) => inTransaction(database, work);

const category = (es: string, position: number) =>
  write((tx) => createCategory(tx, { name: { es, en: es }, position }, by));
const networks = await category('Redes', 2);
const servers = await category('Servidores', 1);

const printing: NewService = {
  categoryId: networks.id,
  name: { es: 'Impresoras fiscales', en: 'Fiscal printers' },
  description: { es: 'Configuración y averías', en: 'Set-up and faults' },
  kind: 'support',
  priorityDefault: 'p3',
  sharedResponsibility: false,
  teamId: null,
  questions: [{ key: 'serial', label: { es: 'Serial', en: 'Serial' }, required: true }],
  position: 1,
};
const create = (service: NewService) => write((tx) => createService(tx, service, by));
const change = (id: number, to: Partial<Service>) => write((tx) => updateService(tx, id, to, by));

function made(service: Awaited<ReturnType<typeof create>>): Service {
  if (isDeclined(service)) throw new Error(service.reason);
  return service;
}

describe('I the catalogue', () => {
  it('stands in its order, each service with its kind, defaults and questions', async () => {
    const second = made(await create({ ...printing, kind: 'outOfScope', position: 2 }));
    const first = made(await create({ ...printing, kind: 'project', sharedResponsibility: true }));
    expect(await readCatalog(db)).toEqual([
      { ...servers, services: [] },
      { ...networks, services: [first, second] },
    ]);
    expect(first).toEqual({
      ...printing,
      id: first.id,
      kind: 'project',
      sharedResponsibility: true,
      active: true,
    });
    expect(await readService(db, second.id)).toEqual(second);
    expect(await readService(db, 999)).toBeNull();
  });

  it('keeps what is not given when something changes', async () => {
    const service = made(await create(printing));
    const changed = await change(service.id, { kind: 'outOfScope', priorityDefault: null });
    expect(changed).toEqual({ ...service, kind: 'outOfScope', priorityDefault: null });
    expect(await readService(db, service.id)).toEqual(changed);
    await change(service.id, { active: false, categoryId: servers.id });
    expect(await readService(db, service.id)).toMatchObject({
      active: false,
      categoryId: servers.id,
      kind: 'outOfScope',
    });
  });

  it('renames, moves and retires a category', async () => {
    const moved = await write((tx) =>
      updateCategory(tx, servers.id, { position: 9, active: false, name: undefined }, by),
    );
    expect(moved).toEqual({ ...servers, position: 9, active: false });
    expect((await readCatalog(db)).at(-1)).toMatchObject({ id: servers.id, active: false });
    expect(await write((tx) => updateCategory(tx, 999, { active: true }, by))).toBeNull();
  });

  it.each([
    ['a category that does not exist', { categoryId: 999 }, 'category-unknown'],
    ['a team that does not exist', { teamId: 999 }, 'team-unknown'],
    [
      'two questions under one key',
      { questions: [...printing.questions, ...printing.questions] },
      'question-keys-repeated',
    ],
  ])('declines %s, in a new service and in a changed one', async (_, wrong, reason) => {
    expect(await create({ ...printing, ...wrong })).toMatchObject({ declined: true, reason });
    const service = made(await create(printing));
    expect(await change(service.id, wrong)).toMatchObject({ declined: true, reason });
    expect(await readService(db, service.id)).toEqual(service);
  });

  it('a change of nothing that exists is none', async () => {
    expect(await change(999, { active: false })).toBeNull();
  });

  it('says in the audit who changed what', async () => {
    const { rows } = await pool.query<{ action: string }>(
      'select distinct action from audit_entry order by action',
    );
    expect(rows.map(({ action }) => action)).toEqual([
      'category.changed',
      'category.created',
      'service.changed',
      'service.created',
    ]);
  });
});
