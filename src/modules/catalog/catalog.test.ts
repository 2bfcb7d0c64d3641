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
  answer: { es: '', en: '' },
  suggestedServiceId: null,
  position: 1,
};
const answer = { es: 'No lo atendemos; acuda al fabricante.', en: 'We do not; ask the maker.' };
const create = (service: NewService) => write((tx) => createService(tx, service, by));
const change = (id: number, to: Partial<Service>) => write((tx) => updateService(tx, id, to, by));

function made(service: Awaited<ReturnType<typeof create>>): Service {
  if (isDeclined(service)) throw new Error(service.reason);
  return service;
}

describe('I the catalogue', () => {
  it('stands in its order, each service with its kind, defaults and questions', async () => {
    const second = made(await create({ ...printing, kind: 'outOfScope', answer, position: 2 }));
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
      answerVersion: 0,
      active: true,
    });
    expect(await readService(db, second.id)).toEqual(second);
    expect(await readService(db, 999)).toBeNull();
  });

  it('keeps what is not given when something changes', async () => {
    const service = made(await create(printing));
    const changed = await change(service.id, { kind: 'outOfScope', answer, priorityDefault: null });
    expect(changed).toEqual({
      ...service,
      kind: 'outOfScope',
      answer,
      answerVersion: 1,
      priorityDefault: null,
    });
    expect(await readService(db, service.id)).toEqual(changed);
    await change(service.id, { active: false, categoryId: servers.id });
    expect(await readService(db, service.id)).toMatchObject({
      active: false,
      categoryId: servers.id,
      kind: 'outOfScope',
    });
  });

  it('every change of the words of an answer is its next version, and nothing else is', async () => {
    const service = made(await create({ ...printing, kind: 'outOfScope', answer }));
    expect(service).toMatchObject({ answer, answerVersion: 1 });
    expect(await change(service.id, { position: 7, answer })).toMatchObject({ answerVersion: 1 });
    expect(await change(service.id, { answer: { ...answer, en: 'No.' } })).toMatchObject({
      answer: { es: answer.es, en: 'No.' },
      answerVersion: 2,
    });
  });

  it('one out of scope from before there were answers goes on without, until it is written', async () => {
    const service = made(await create(printing));
    await pool.query("update service set kind = 'out_of_scope' where id = $1", [service.id]);
    expect(await change(service.id, { kind: 'outOfScope', active: false })).toMatchObject({
      active: false,
      answerVersion: 0,
    });
    expect(await change(service.id, { answer: { es: 'Solo una', en: ' ' } })).toMatchObject({
      declined: true,
      reason: 'service-answer-missing',
    });
  });

  it('what was suggested stays when it is retired, and may not be chosen anew', async () => {
    const suggested = made(await create(printing));
    const suggesting = { kind: 'outOfScope', answer, suggestedServiceId: suggested.id } as const;
    const service = made(await create({ ...printing, ...suggesting }));
    await change(suggested.id, { active: false });
    expect(await change(service.id, suggesting)).toMatchObject(suggesting);
    expect(await create({ ...printing, ...suggesting })).toMatchObject({
      declined: true,
      reason: 'suggested-service-unusable',
    });
    const itself = { suggestedServiceId: service.id };
    expect(await change(service.id, itself)).toMatchObject({ declined: true });
  });

  it('renames, moves and retires a category', async () => {
    const moved = await write((tx) =>
      updateCategory(tx, servers.id, { position: 9, active: false, name: undefined }, by),
    );
    expect(moved).toEqual({ ...servers, position: 9, active: false });
    expect((await readCatalog(db)).at(-1)).toMatchObject({ id: servers.id, active: false });
    expect(await write((tx) => updateCategory(tx, 999, { active: true }, by))).toBeNull();
  });

  it.each<[string, Partial<NewService>, string]>([
    ['a category that does not exist', { categoryId: 999 }, 'category-unknown'],
    ['a team that does not exist', { teamId: 999 }, 'team-unknown'],
    [
      'two questions under one key',
      { questions: [...printing.questions, ...printing.questions] },
      'question-keys-repeated',
    ],
    ['what is out of scope without an answer', { kind: 'outOfScope' }, 'service-answer-missing'],
    [
      'an answer that reads otherwise than it is written',
      { kind: 'outOfScope', answer: { ...answer, en: 'a\u202eb' } },
      'service-answer-invisible-character',
    ],
    ['a suggestion that does not exist', { suggestedServiceId: 999 }, 'suggested-service-unusable'],
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
