import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { deskWorld, done } from '../../test/support/desk-world.ts';
import { mailWorld } from '../../test/support/mail-world.ts';
import { testClock } from '../../test/support/test-clock.ts';
import { testDatabase } from '../../test/support/test-database.ts';
import { testWeb } from '../../test/support/test-web.ts';
import { portalPages } from '../delivery/portal/index.ts';
import { createHandlers } from '../delivery/web/handlers.ts';
import { mountAgreement } from '../delivery/web/routes/agreement.ts';
import { mountCatalog } from '../delivery/web/routes/catalog.ts';
import { mountSession } from '../delivery/web/routes/session.ts';
import { mountTickets } from '../delivery/web/routes/tickets.ts';
import { subscriptions } from '../delivery/worker/subscriptions.ts';
import { systemActor } from '../kernel/actor.ts';
import { dayMs, hourMs } from '../kernel/duration.ts';
import { readDecisions } from '../modules/agreements/index.ts';
import {
  createCategory,
  createService,
  type NewService,
  updateService,
} from '../modules/catalog/index.ts';
import { addMailbox, readConversation } from '../modules/correspondence/index.ts';
import { readAccount } from '../modules/credits/index.ts';
import { listNotices } from '../modules/notifications/index.ts';
import { addAgent, createTeam, updateMe } from '../modules/people/index.ts';
import { readWhatIf, runWhatIf, startWhatIf } from '../modules/reporting/index.ts';
import { rejectTicket, type Ticket } from '../modules/tickets/index.ts';
import { inTransaction } from '../platform/database/index.ts';
import { runWaitingJobs } from '../platform/jobs.ts';
import { silentLog } from '../platform/log.ts';

const database = await testDatabase();
const clock = testClock();
const world = await deskWorld(database, clock);
const mail = await mailWorld(database, clock, world);
afterAll(() => mail.close());
// A desk writes only so many letters to one address in an hour.
beforeEach(async () => {
  await settle();
  clock.advance(2 * hourMs);
});
const by = { actor: systemActor, at: clock.now(), ipAddress: null };
const jobs = subscriptions({ database, clock, post: mail.post });
const settle = () => inTransaction(database, (tx) => runWaitingJobs(tx, jobs, silentLog));

const handlers = createHandlers();
for (const mounted of [mountAgreement, mountCatalog, mountSession, mountTickets]) mounted(handlers);
const web = await testWeb(database, clock, { handlers, pages: portalPages });
const { orinoco } = world;
const customer = await web.world.signIn(orinoco.personId);
const agent = await web.world.signIn(world.carmen);

const category = await inTransaction(database, (tx) =>
  createCategory(tx, { name: { es: 'Equipos', en: 'Devices' }, position: 1 }, by),
);
const plain: NewService = {
  categoryId: category.id,
  name: { es: 'Puestos de trabajo', en: 'Workstations' },
  description: { es: '', en: '' },
  kind: 'support',
  priorityDefault: 'p3',
  sharedResponsibility: false,
  teamId: null,
  questions: [],
  answer: { es: '', en: '' },
  suggestedServiceId: null,
  position: 1,
};
const serviceOf = async (more: Partial<NewService>) =>
  done(await inTransaction(database, (tx) => createService(tx, { ...plain, ...more }, by)));
const workstations = await serviceOf({});
const answer = {
  es: 'No atendemos equipos de la casa <b>ni</b> sus programas. Acuda a https://taller.example/',
  en: 'We do not support devices at home.',
};
const home = await serviceOf({
  kind: 'outOfScope',
  name: { es: 'Equipos personales', en: 'Personal devices' },
  answer,
  suggestedServiceId: workstations.id,
});

const request = {
  subject: 'La computadora de mi casa',
  description: 'No enciende la computadora de mi casa',
  prioritySuggested: 'p2',
};
const rejections = async (ticket: Pick<Ticket, 'id'>) =>
  (await readDecisions(database.db, ticket.id)).filter(({ kind }) => kind === 'rejected');
const lettersOf = (ticketId: number) =>
  database.db
    .selectFrom('outgoing_mail')
    .select(['purpose', 'body_text', 'to_person_id'])
    .where('ticket_id', '=', ticketId)
    .orderBy('id')
    .execute();
const account = () =>
  inTransaction(database, async (tx) => done(await readAccount(tx, orinoco.organizationId)));
const filed = async (more: object) => {
  const { status, json } = await web.send('POST', '/api/v1/tickets', {
    as: customer,
    body: { ...request, ...more },
    headers: { 'idempotency-key': crypto.randomUUID() },
  });
  expect(status).toBe(201);
  return mail.newest().then((ticket) => ({ ticket, json }));
};

const because = 'La usamos para facturar los fines de semana';

/** What every door comes to: received, not registered, told once in the firm's words, nothing charged, nothing running. */
async function expectAnswered(ticket: Ticket, { claimed = false } = {}): Promise<void> {
  await settle();
  await settle();
  expect(ticket).toMatchObject({ status: 'rejected', registeredAt: null, chargedUnits: null });
  expect(await rejections(ticket)).toMatchObject([
    {
      clause: 'I',
      facts: {
        cause: 'out-of-scope',
        serviceEs: 'Equipos personales',
        serviceKind: 'outOfScope',
        answerVersion: 1,
      },
    },
  ]);
  const letters = await lettersOf(ticket.id);
  expect(letters.map(({ purpose }) => purpose)).toEqual(['acknowledgement']);
  expect(letters[0]?.body_text).toContain(answer.es);
  expect(letters[0]?.body_text).toContain(
    claimed ? 'un asesor lo revisará y le avisaremos' : 'responda este correo y diga por qué',
  );
  expect(ticket.scopeClaimedAt).toBe(claimed ? clock.now() : null);
  const { messages } = await readConversation(database.db, {
    ticketIds: [ticket.id],
    includeInternal: false,
    limit: 10,
  });
  expect(messages.filter(({ author }) => author === 'desk')).toHaveLength(1);
  expect(messages.at(-1)?.text).toContain(answer.es);
  const entries = await database.db
    .selectFrom('credit_entry')
    .selectAll()
    .where('ticket_id', '=', ticket.id)
    .execute();
  expect(entries).toEqual([]);
  const clocks = await database.db
    .selectFrom('clock_event')
    .selectAll()
    .where('ticket_id', '=', ticket.id)
    .execute();
  expect(clocks).toEqual([]);
}

describe('I out of scope, by every door', () => {
  it('the portal, without script: the answer is shown before anything is sent, and nothing typed is lost', async () => {
    const before = await mail.newest().catch(() => null);
    const form = {
      key: crypto.randomUUID(),
      description: request.description,
      expectedResult: 'Que encienda',
      priority: 'p2',
      subjectMatter: `service:${home.id}`,
    };
    const review = await web.send('POST', '/tickets/new', {
      as: customer,
      form: { ...form, step: 'review' },
    });
    expect(review.status).toBe(200);
    expect(review.text).toContain('No atendemos equipos de la casa &lt;b>ni&lt;/b>');
    expect(review.text).toContain('href="https://taller.example/"');
    expect(review.text).toContain(`value="instead:${workstations.id}"`);
    expect(review.text).toContain('/agreement#I');

    const instead = await web.send('POST', '/tickets/new', {
      as: customer,
      form: { ...form, step: `instead:${workstations.id}` },
    });
    expect(instead.text).toContain(`<option value="service:${workstations.id}" selected`);
    expect(instead.text).toContain(request.description);
    expect(instead.text).toContain('Que encienda');
    expect(await mail.newest().catch(() => null)).toEqual(before);

    const wordless = await web.send('POST', '/tickets/new', {
      as: customer,
      form: { ...form, step: 'send' },
    });
    expect(wordless.status).toBe(422);
    expect(wordless.text).toContain('Escriba por qué está dentro del alcance');
    expect(wordless.text).toContain(request.description);
    expect(await mail.newest().catch(() => null)).toEqual(before);

    const sending = { as: customer, form: { ...form, inScopeBecause: because, step: 'send' } };
    const sent = await web.send('POST', '/tickets/new', sending);
    expect(sent.status).toBe(303);
    const ticket = await mail.newest();
    expect((await web.send('POST', '/tickets/new', sending)).status).toBe(303);
    expect((await mail.newest()).number).toBe(ticket.number);
    await expectAnswered(ticket, { claimed: true });
  });

  it('the API', async () => {
    const { ticket, json } = await filed({ serviceId: home.id });
    expect(json).toMatchObject({
      status: 'rejected',
      scopeAnswer: {
        kind: 'out_of_scope',
        service: { id: home.id, name: 'Equipos personales' },
        answerVersion: 1,
        answer: answer.es,
        suggested: { id: workstations.id, name: 'Puestos de trabajo' },
      },
    });
    await expectAnswered(ticket);
  });

  it('an agent, for a contact who phones', async () => {
    const { status } = await web.send('POST', '/api/v1/tickets', {
      as: agent,
      body: {
        ...request,
        serviceId: home.id,
        onBehalf: { personId: orinoco.personId, channel: 'phone' },
      },
      headers: { 'idempotency-key': crypto.randomUUID() },
    });
    expect(status).toBe(201);
    await expectAnswered(await mail.newest());
  });

  it('a mailbox that points at it', async () => {
    await inTransaction(database, (tx) =>
      addMailbox(tx, {
        address: 'casa@desk.example',
        name: 'Casa',
        teamId: null,
        serviceId: home.id,
        language: 'es',
        signature: '',
        active: true,
      }),
    );
    await mail.send({ from: orinoco.email, to: 'casa@desk.example', subject: 'Mi casa' });
    await expectAnswered(await mail.newest());
  });
});

describe('I what was told', () => {
  it('stays as it was told when the text is changed afterwards; the next one is told the new one', async () => {
    const service = await serviceOf({ kind: 'outOfScope', answer });
    const { ticket } = await filed({ serviceId: service.id });
    const changed = { es: 'Otra respuesta', en: 'Another answer' };
    await inTransaction(database, (tx) => updateService(tx, service.id, { answer: changed }, by));
    await settle();
    expect((await lettersOf(ticket.id))[0]?.body_text).toContain(answer.es);
    const read = await web.send('GET', `/api/v1/tickets/${ticket.number}`, { as: customer });
    expect(read.json).toMatchObject({ scopeAnswer: { answer: answer.es, answerVersion: 1 } });
    const next = await filed({ serviceId: service.id });
    expect(next.json).toMatchObject({ scopeAnswer: { answer: changed.es, answerVersion: 2 } });
  });

  it('is in the language of whoever asked', async () => {
    await updateMe(database, orinoco.personId, { language: 'en' }, by);
    const { ticket } = await filed({ serviceId: home.id });
    await settle();
    expect((await lettersOf(ticket.id))[0]?.body_text).toContain(answer.en);
    await updateMe(database, orinoco.personId, { language: 'es' }, by);
  });

  it('a service from before there were answers speaks the words of the product', async () => {
    const old = await serviceOf({});
    await database.pool.query("update service set kind = 'out_of_scope' where id = $1", [old.id]);
    const { ticket, json } = await filed({ serviceId: old.id });
    expect(json).toMatchObject({
      scopeAnswer: { answerVersion: 0, answer: expect.stringMatching(/^Lo que pide no forma/) },
    });
    await settle();
    expect((await lettersOf(ticket.id))[0]?.body_text).toContain('Lo que pide no forma parte');
  });

  it('a project is told what happens now, where the firm says so', async () => {
    const text = { es: 'Le enviaremos una propuesta.', en: 'We will send you a proposal.' };
    const project = await serviceOf({ kind: 'project', answer: text });
    const { ticket, json } = await filed({ serviceId: project.id });
    expect(json).toMatchObject({
      status: 'referred',
      scopeAnswer: { kind: 'project', answer: text.es },
    });
    await settle();
    expect((await lettersOf(ticket.id))[0]?.body_text).toContain(text.es);
    const silent = await serviceOf({ kind: 'project' });
    expect((await filed({ serviceId: silent.id })).json).toMatchObject({ scopeAnswer: null });
  });
});

describe('I an agent rejects an ordinary request as out of scope', () => {
  it('the letter carries the adjusted answer of the service, and the request keeps it', async () => {
    const ticket = await world.register(orinoco);
    const text = `${answer.es}\n\nPero con gusto le recomendamos uno.`;
    const rejected = await web.send('POST', `/api/v1/tickets/${ticket.number}/rejection`, {
      as: agent,
      body: { cause: 'out_of_scope', text, serviceId: home.id },
      headers: { 'idempotency-key': crypto.randomUUID() },
    });
    expect(rejected.json).toMatchObject({
      status: 'rejected',
      requesterLanguage: 'es',
      scopeAnswer: { answer: text, service: { id: home.id } },
    });
    await settle();
    const letters = await lettersOf(ticket.id);
    expect(letters.filter(({ purpose }) => purpose === 'rejected')).toMatchObject([
      { body_text: expect.stringContaining('con gusto le recomendamos uno') },
    ]);
    expect(await rejections(ticket)).toMatchObject([
      { clause: 'I', facts: { cause: 'out-of-scope', serviceEs: 'Equipos personales' } },
    ]);
  });

  it.each([
    [
      'a service that is supported',
      { serviceId: workstations.id, reason: 'No' },
      'service-unknown',
    ],
    ['no words', { serviceId: home.id, reason: '' }, 'service-answer-missing'],
  ])('is declined with %s', async (_, wrong, reason) => {
    const ticket = await world.register(orinoco);
    const declined = await world.act(ticket.id, (tx, locked) =>
      rejectTicket(tx, locked, {
        by: { kind: 'agent', personId: world.carmen },
        cause: 'out-of-scope',
        duplicateOfNumber: null,
        at: clock.now(),
        ...wrong,
      }),
    );
    expect(declined).toMatchObject({ declined: true, reason });
  });
});

const post = (path: string, as: string, body: object, key: string = crypto.randomUUID()) =>
  web.send('POST', path, { as, body, headers: { 'idempotency-key': key } });
const claim = (ticket: Ticket, reason = because) =>
  post(`/api/v1/tickets/${ticket.number}/scope-claim`, customer, { reason });
const decide = (ticket: Ticket, body: object, key?: string) =>
  post(`/api/v1/tickets/${ticket.number}/scope-decision`, agent, body, key);
const inScope = { outcome: 'in_scope', serviceId: workstations.id, reason: 'Está registrada' };
const claimLetters = ({ number }: Ticket) =>
  database.db
    .selectFrom('outgoing_mail')
    .select(['to_address', 'subject', 'body_text'])
    .where('purpose', '=', 'scope-claimed')
    .where('subject', 'like', `[#${number}]%`)
    .orderBy('to_address')
    .execute();
const waiting = async () =>
  (await web.send('GET', '/api/v1/tickets?view=scope', { as: agent })).json as {
    readonly items: readonly { readonly number: number; readonly ball: string }[];
  };

describe('I the customer thinks that it is in scope', () => {
  it('said with the request, it waits for an agent and the letter says so', async () => {
    const { ticket } = await filed({ serviceId: home.id, inScopeBecause: because });
    await expectAnswered(ticket, { claimed: true });
    expect((await waiting()).items[0]).toMatchObject({ number: ticket.number, ball: 'desk' });
    const again = await claim(ticket);
    expect([again.status, again.json]).toMatchObject([409, { reason: 'scope-claimed' }]);
  });

  it('said by an agent for a contact who phones, it waits, too', async () => {
    const registered = await post('/api/v1/tickets', agent, {
      ...request,
      serviceId: home.id,
      inScopeBecause: because,
      onBehalf: { personId: orinoco.personId, channel: 'phone' },
    });
    expect(registered.json).toMatchObject({
      scopeAnswer: { claim: { text: because, by: { personId: orinoco.personId } } },
    });
    await expectAnswered(await mail.newest(), { claimed: true });
  });

  it('said in an answer to the letter, it waits; thanks is no claim', async () => {
    const { ticket } = await filed({ serviceId: home.id });
    await settle();
    const reply = { from: orinoco.email, to: mail.replyTo(ticket), subject: 'Re: casa' };
    await mail.send({ ...reply, text: 'Gracias' });
    expect((await mail.ticketOf(ticket.id)).scopeClaimedAt).toBeNull();
    await mail.send({ ...reply, text: 'Pero esa computadora es de la empresa y está registrada.' });
    expect((await mail.ticketOf(ticket.id)).scopeClaimedAt).toBe(clock.now());
    const read = await web.send('GET', `/api/v1/tickets/${ticket.number}`, { as: customer });
    expect(read.json).toMatchObject({
      status: 'rejected',
      scopeAnswer: { claim: { text: expect.stringContaining('es de la empresa') } },
    });
  });

  it('the team of the service is told once each, in the console and by mail; without a team, the supervisors', async () => {
    const member = async (name: string, language: 'es' | 'en') => {
      const person = { name, email: `${name.toLowerCase()}@desk.example`, language };
      const rest = { roles: ['agent'], teamIds: [], timeZone: 'UTC' } as const;
      return done(await addAgent(database, { ...person, ...rest }, by));
    };
    const memberPersonIds = [await member('Irene', 'es'), await member('Julia', 'en')];
    const team = { name: 'Hogar', professionalServices: false, memberPersonIds };
    const teamId = done(await createTeam(database, team, by));
    const ofTeam = await serviceOf({ kind: 'outOfScope', answer, teamId });
    const { ticket } = await filed({ serviceId: ofTeam.id });
    await claim(ticket);
    await settle();
    await settle();
    const told = await claimLetters(ticket);
    expect(told.map(({ to_address, subject }) => [to_address, subject])).toEqual([
      ['irene@desk.example', `[#${ticket.number}] Alcance por revisar: ${ticket.subject}`],
      ['julia@desk.example', `[#${ticket.number}] Scope to review: ${ticket.subject}`],
    ]);
    for (const { body_text } of told) expect(body_text).toContain(because);
    expect(told[0]?.body_text).toContain('(cláusula I)');
    for (const personId of memberPersonIds) {
      const notices = await listNotices(database.db, personId, { before: null, limit: 9 });
      expect(notices).toMatchObject([
        {
          ticket: { number: ticket.number },
          about: { decision: { kind: 'scope-claimed', clause: 'I' } },
        },
      ]);
    }
    const { ticket: ofNoTeam } = await filed({ serviceId: home.id, inScopeBecause: because });
    await settle();
    expect((await claimLetters(ofNoTeam)).map(({ to_address }) => to_address)).toEqual([
      'carmen@desk.example',
      'supervisor@desk.example',
    ]);
  });

  it('decided before the letter could go, it goes to nobody', async () => {
    const { ticket } = await filed({ serviceId: home.id, inScopeBecause: because });
    await decide(ticket, inScope);
    await settle();
    expect(await claimLetters(ticket)).toEqual([]);
  });

  it('of what an agent attended to and then rejected, it asks for a new request', async () => {
    const ticket = await world.register(orinoco);
    await post(`/api/v1/tickets/${ticket.number}/rejection`, agent, {
      cause: 'out_of_scope',
      text: 'No lo atendemos.',
    });
    expect((await claim(ticket)).json).toMatchObject({ clause: 'I', reason: 'scope-attended' });
    expect((await decide(ticket, inScope)).json).toMatchObject({ reason: 'scope-attended' });
  });
});

describe('I an agent decides about the scope', () => {
  it('taken on, it is a new request from that moment: its clocks, its unit, and one letter', async () => {
    const { ticket } = await filed({ serviceId: home.id, inScopeBecause: because });
    await settle();
    clock.advance(30 * hourMs);
    const at = clock.now();
    const key = crypto.randomUUID();
    const before = await account();
    expect((await decide(ticket, inScope, key)).status).toBe(200);
    const { status, json } = await decide(ticket, inScope, key);
    expect(status).toBe(200);
    expect(json).toMatchObject({
      status: 'open',
      registeredAt: new Date(at).toISOString(),
      priority: 'p2',
      service: { id: workstations.id },
      scopeAnswer: { answer: answer.es, decision: { outcome: 'in_scope', reason: inScope.reason } },
    });
    const clocks = (json as { clocks: { kind: string; state: string; dueAt: string }[] }).clocks;
    expect(clocks).toContainEqual(
      expect.objectContaining({
        kind: 'firstResponse',
        state: 'running',
        dueAt: new Date(at + 24 * hourMs).toISOString(),
      }),
    );
    expect((await account()).heldUnits).toBe(before.heldUnits + 1);
    const decisions = await readDecisions(database.db, ticket.id);
    expect(decisions.find(({ kind }) => kind === 'scope-overruled')).toMatchObject({
      clause: 'I',
      facts: { by: 'Carmen', reason: inScope.reason, serviceEs: 'Puestos de trabajo' },
    });
    expect(decisions.find(({ kind }) => kind === 'admitted')).toMatchObject({
      clause: 'II',
      facts: { registeredAt: at },
    });
    await settle();
    await settle();
    const letters = await lettersOf(ticket.id);
    expect(letters.map(({ purpose }) => purpose)).toEqual(['acknowledgement', 'scope-decided']);
    expect(letters[1]?.body_text).toContain('como «Puestos de trabajo»');
    expect(letters[1]?.body_text).toContain(inScope.reason);
    expect((await waiting()).items.map(({ number }) => number)).not.toContain(ticket.number);
  });

  it('without credit it is held, and admitted by itself when the units arrive', async () => {
    const signedIn = await web.world.signIn(world.apure.personId);
    await post('/api/v1/tickets', signedIn, { ...request, serviceId: home.id });
    const ticket = await mail.newest();
    const held = await decide(ticket, inScope);
    expect(held.json).toMatchObject({
      status: 'held',
      registeredAt: null,
      heldFor: { clause: 'T1', reason: 'credit-insufficient' },
    });
    await settle();
    expect((await lettersOf(ticket.id)).at(-1)?.body_text).toContain('(cláusula T1)');
    clock.advance(hourMs);
    await world.buy(world.apure.organizationId, 5);
    await settle();
    expect(await mail.ticketOf(ticket.id)).toMatchObject({
      status: 'open',
      registeredAt: clock.now(),
    });
  });

  it('kept out, the customer is told why; only what was claimed is answered with no', async () => {
    const { ticket } = await filed({ serviceId: home.id });
    const no = { outcome: 'out_of_scope', reason: 'No está registrada' };
    expect((await decide(ticket, no)).json).toMatchObject({ reason: 'scope-not-claimed' });
    await claim(ticket);
    expect((await decide(ticket, no)).json).toMatchObject({
      status: 'rejected',
      ball: 'nobody',
      scopeAnswer: { decision: { outcome: 'out_of_scope', by: { name: 'Carmen' } } },
    });
    await settle();
    expect((await lettersOf(ticket.id)).at(-1)).toMatchObject({
      purpose: 'scope-decided',
      body_text: expect.stringContaining('No está registrada'),
    });
    const page = await web.send('GET', `/tickets/${ticket.number}`, { as: customer });
    expect(page.text).toContain('Carmen revisó el alcance: sigue fuera de nuestro catálogo');
    expect((await claim(ticket)).json).toMatchObject({ reason: 'scope-claimed' });
  });

  it.each([
    ['out of scope', home.id],
    ['nothing', 999],
  ])('takes it on as no service that is %s', async (_, serviceId) => {
    const { ticket } = await filed({ serviceId: home.id });
    const { status, json } = await decide(ticket, { ...inScope, serviceId });
    expect([status, json]).toMatchObject([422, { reason: 'service-unknown' }]);
    expect(await mail.ticketOf(ticket.id)).toMatchObject({ status: 'rejected' });
  });

  it('a what-if of the present version over all of this equals history exactly', async () => {
    const acting = { ...by, at: clock.now() };
    const span = { from: by.at - dayMs, until: clock.now() + dayMs };
    const { whatIfId } = done(
      await startWhatIf(database, { subject: 'own-version', ...span }, acting),
    );
    await runWhatIf({ database, clock }, whatIfId, new AbortController().signal);
    const { result, ticketsTotal } = done(await readWhatIf(database.db, whatIfId));
    expect(result?.after).toEqual(result?.before);
    expect(result?.requestsChanged).toBe(0);
    const { rows } = await database.pool.query<{ n: number }>(
      'select count(*)::int as n from ticket where registered_at is not null',
    );
    expect(ticketsTotal).toBe(rows[0]?.n);
  });
});
