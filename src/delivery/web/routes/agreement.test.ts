import { describe, expect, it } from 'vitest';
import { testClock } from '../../../../test/support/test-clock.ts';
import { testDatabase } from '../../../../test/support/test-database.ts';
import { testWeb } from '../../../../test/support/test-web.ts';
import { addMailbox } from '../../../modules/correspondence/index.ts';
import { inTransaction } from '../../../platform/database/index.ts';
import { clauseIds } from '../../../policy/clauses.ts';
import { createHandlers } from '../handlers.ts';
import { mountAgreement } from './agreement.ts';
import { mountCatalog } from './catalog.ts';

const handlers = createHandlers();
mountAgreement(handlers);
mountCatalog(handlers);
const database = await testDatabase();
const clock = testClock();
const { send, world } = await testWeb(database, clock, { handlers });
const administrator = await world.signIn(world.agents.administrator);
const contact = await world.signIn(world.acme.people.customer);

interface Clause {
  readonly id: string;
  readonly text: { readonly es: string; readonly en: string };
}

describe('the agreement over the web', () => {
  it('is read by everybody, every clause in both languages, with the firm’s name in it', async () => {
    await send('PATCH', '/api/v1/firm', { as: administrator, body: { name: 'Soporte Andino' } });
    await inTransaction(database, (tx) =>
      addMailbox(tx, {
        address: 'mesa@andino.example',
        name: 'Mesa',
        teamId: null,
        serviceId: null,
        language: 'es',
        signature: '',
        active: true,
      }),
    );
    const { status, json } = await send('GET', '/api/v1/agreement', { as: contact });
    expect(status).toBe(200);
    const agreement = json as { readonly clauses: readonly Clause[] };
    expect(agreement).toMatchObject({
      version: 1,
      effectiveFrom: '2026-03-02T13:00:00.000Z',
      credits: { availableUnitsMin: 2, unitsPerTicketMin: 1, minutesPerUnit: 60 },
    });
    expect(agreement).toHaveProperty('promises.0', {
      priority: 'p1',
      firstResponseMinutes: 240,
      resolutionMinutes: 1440,
      hours: 'calendar',
    });
    expect(agreement.clauses.map(({ id }) => id)).toEqual([...clauseIds]);
    const clause = (id: string) => agreement.clauses.find((one) => one.id === id)?.text;
    expect(clause('I')?.es).toMatch(/^Soporte Andino proporcionará/);
    expect(clause('III')?.en).toMatch(/mesa@andino\.example$/);
    expect(JSON.stringify(agreement.clauses)).not.toMatch(/[{](firm|mailbox)[}]/);
  });

  it('of a version is read by its number; another one does not exist', async () => {
    const one = await send('GET', '/api/v1/agreement/1', { as: contact });
    expect(one.json).toMatchObject({ version: 1 });
    expect((await send('GET', '/api/v1/agreement/2', { as: contact })).status).toBe(404);
  });

  it('the firm is known to everybody, and changed by administrators only', async () => {
    const body = { language: 'en' };
    expect((await send('PATCH', '/api/v1/firm', { as: contact, body })).status).toBe(403);
    expect((await send('GET', '/api/v1/firm')).json).toEqual({
      name: 'Soporte Andino',
      language: 'es',
      timeZone: 'America/Caracas',
    });
  });
});

describe('the catalogue over the web', () => {
  const name = { es: 'Redes', en: 'Networks' };

  it('what is retired is hidden from customers and kept for the desk', async () => {
    const category = await send('POST', '/api/v1/categories', {
      as: administrator,
      body: { name },
    });
    expect(category.status).toBe(201);
    const { id: categoryId } = category.json as { id: number };
    const service = await send('POST', '/api/v1/services', {
      as: administrator,
      body: { categoryId, name, kind: 'out_of_scope', priorityDefault: 'p4', answer: name },
    });
    expect(service.json).toEqual({
      id: expect.any(Number),
      categoryId,
      name,
      description: { es: '', en: '' },
      kind: 'out_of_scope',
      priorityDefault: 'p4',
      sharedResponsibility: false,
      teamId: null,
      questions: [],
      answer: name,
      answerVersion: 1,
      suggestedServiceId: null,
      active: true,
    });
    const { id } = service.json as { id: number };
    const shown = async (as: string) =>
      (
        (await send('GET', '/api/v1/catalog', { as })).json as {
          categories: { services: unknown[] }[];
        }
      ).categories.flatMap(({ services }) => services);
    expect(await shown(contact)).toHaveLength(1);

    const change = (body: object) =>
      send('PATCH', `/api/v1/services/${id}`, { as: administrator, body });
    expect((await change({ active: false, kind: 'project' })).json).toMatchObject({
      active: false,
      kind: 'project',
      priorityDefault: 'p4',
    });
    expect(await shown(contact)).toEqual([]);
    expect(await shown(administrator)).toHaveLength(1);

    const renamed = await send('PATCH', `/api/v1/categories/${categoryId}`, {
      as: administrator,
      body: { name: { es: 'Red', en: 'Network' } },
    });
    expect(renamed.json).toMatchObject({ name: { es: 'Red' }, services: [{ id }] });
  });

  it('what does not exist is not found, and a wrong reference is said', async () => {
    const as = administrator;
    for (const target of ['categories', 'services']) {
      const answer = await send('PATCH', `/api/v1/${target}/999`, { as, body: { active: true } });
      expect(answer.status).toBe(404);
    }
    const lost = await send('POST', '/api/v1/services', { as, body: { categoryId: 999, name } });
    expect(lost.json).toMatchObject({ status: 422, reason: 'category-unknown' });
  });
});
