import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import { deskWorld } from '../../../../test/support/desk-world.ts';
import { headersOf, openMailSink } from '../../../../test/support/mail-sink.ts';
import { testClock } from '../../../../test/support/test-clock.ts';
import { testDatabase } from '../../../../test/support/test-database.ts';
import { personActor } from '../../../kernel/actor.ts';
import { dayMs } from '../../../kernel/duration.ts';
import { languages } from '../../../kernel/language.ts';
import {
  changeMailbox,
  listDueMail,
  listMailboxes,
  listOutgoingMail,
  readConversation,
} from '../../../modules/correspondence/index.ts';
import {
  acknowledgeTicket,
  adjustLetter,
  type LetterDraft,
  letterNameOf,
  letterNames,
  listLetterVersions,
  ownTextOnly,
  previewLetter,
  sendLetterPreview,
  textProblems,
  variablesOf,
} from '../../../modules/notifications/index.ts';
import { listAudit } from '../../../modules/people/index.ts';
import type { NewTicket } from '../../../modules/tickets/index.ts';
import { openBlobStore } from '../../../platform/blobs.ts';
import { inTransaction } from '../../../platform/database/index.ts';
import { silentLog } from '../../../platform/log.ts';
import { openSealer } from '../../../platform/sealed-secret.ts';
import { exampleLetter } from './example-letters.ts';
import { ownTexts } from './own-texts.ts';
import { openPost } from './post.ts';
import { openRelay, sendMail } from './send-mail.ts';

const database = await testDatabase();
const clock = testClock();
const world = await deskWorld(database, clock);
const secret = 'a secret of this test alone';
const post = openPost({
  publicUrl: 'https://desk.example',
  domain: 'desk.example',
  secret,
  clock,
});
const folder = await mkdtemp(path.join(tmpdir(), 'atenta-letters-'));
const sink = await openMailSink();
const relay = openRelay(sink.url);
const desk = {
  database,
  blobs: await openBlobStore(folder),
  clock,
  log: silentLog,
  secret,
  sealer: openSealer(randomBytes(32)),
  relay,
};
afterAll(async () => {
  relay.close();
  await sink.close();
  await rm(folder, { recursive: true });
});

const by = () => ({ actor: personActor(world.carmen), at: clock.now(), ipAddress: null });
const open = { letter: 'acknowledgement-open', language: 'es' } as const;
const carmen = {
  personId: world.carmen,
  name: 'Carmen',
  address: 'carmen@desk.example',
  language: 'es',
  timeZone: 'America/Caracas',
} as const;
const adjusted: LetterDraft['texts'] = {
  subject: 'Caso {ticket} de {contact} · {subject}',
  opening: '¿Qué tal, {contact}?\n\nGracias por escribir a <b>{firm}</b>.',
  closing: 'Le atiende el equipo de {firm}.',
};

const save = async (texts: LetterDraft['texts'], basedOn: number, draft = open) => {
  const answer = await adjustLetter(database, { ...draft, texts, basedOn }, by());
  post.templates.forget();
  return answer;
};

/** A request with its acknowledgement, sent as the worker sends it. */
async function acknowledged(more: Partial<NewTicket> = {}, customer = world.orinoco) {
  sink.taken.length = 0;
  // Each on a day of its own: no limit of automatic letters is near.
  clock.advance(dayMs);
  const ticket = await world.register(customer, { channel: 'email', ...more });
  await inTransaction(database, (tx) =>
    acknowledgeTicket(tx, post, { ticketId: ticket.id, byMail: true }),
  );
  for (const mailId of await listDueMail(database.db, clock.now(), 100)) {
    await sendMail(desk, mailId);
  }
  const [mail] = (await listOutgoingMail(database.db, { limit: 100 })).filter(
    ({ ticketId }) => ticketId === ticket.id,
  );
  const [taken] = sink.taken;
  if (mail === undefined || taken === undefined) throw new Error('no acknowledgement was sent');
  return { ticket, mail, raw: taken.raw };
}

describe('an acknowledgement with texts of an administrator', () => {
  it('leaves with them around what the agreement says, in text and HTML alike', async () => {
    const before = await acknowledged();
    expect(before.mail.letterTemplateId).toBeNull();
    expect(before.mail.bodyText).toContain('Hola, Contacto de Orinoco:');

    expect(await save(adjusted, 0)).toBeNull();
    const { ticket, mail, raw } = await acknowledged({ subject: 'Factura <i>12</i> {firm}' });
    const [version] = await listLetterVersions(database.db, open);
    expect(mail.letterTemplateId).toBe(version?.id);
    expect(mail.subject).toBe(
      `Caso ${ticket.number} de Contacto de Orinoco · Factura <i>12</i> {firm}`,
    );
    expect(headersOf(raw).filter(([name]) => name === 'subject')).toHaveLength(1);

    const order = [
      'Contacto de Orinoco?',
      'Gracias por escribir a',
      `#${ticket.number}`,
      '1 (Crítica)',
      'Unidades retenidas',
      `https://desk.example/tickets/${ticket.number}`,
      'Código de este acuse',
      'cláusula V.a',
      'Le atiende el equipo de',
    ];
    for (const body of [mail.bodyText, mail.bodyHtml ?? '']) {
      const places = order.map((words) => body.indexOf(words));
      expect(places, body).toEqual([...places].sort((a, b) => a - b));
      expect(places).not.toContain(-1);
    }
    expect(mail.bodyHtml).toContain('&lt;b&gt;Atenta&lt;/b&gt;');
    expect(mail.bodyHtml).not.toMatch(/<b>|<i>/);
  });

  it('says why it is held and what is missing, whatever its texts leave out', async () => {
    const held = { letter: 'acknowledgement-held', language: 'es' } as const;
    const empty = { subject: '{ticket}', opening: '', closing: '' };
    const answer = await adjustLetter(database, { ...held, texts: empty, basedOn: 0 }, by());
    expect(answer).toBeNull();
    post.templates.forget();
    const { mail } = await acknowledged({}, world.apure);
    expect(mail.bodyText).toMatch(/^Todavía no puede procesarse:/);
    expect(mail.bodyText).toContain('T1');
    expect(mail.bodyText).toContain('Código de este acuse');
  });

  it('keeps what was sent when its texts are changed, and goes back to the product’s own', async () => {
    const { ticket, mail } = await acknowledged();
    expect(await save(ownTextOnly, 1)).toBeNull();
    const later = await acknowledged();
    expect(later.mail.letterTemplateId).toBeNull();
    expect(later.mail.bodyText).toContain('Hola, Contacto de Orinoco:');
    const conversation = await readConversation(database.db, {
      ticketIds: [ticket.id],
      includeInternal: false,
      limit: 10,
    });
    expect(JSON.stringify(conversation)).toContain('¿Qué tal, Contacto de Orinoco?');
    expect(mail.bodyText).toContain('¿Qué tal');
  });

  it('reads no texts from the database for a second letter', async () => {
    await acknowledged();
    await inTransaction(database, async (tx) => {
      await sql`alter table letter_template rename to letter_template_away`.execute(tx);
      const ticket = await world.register(world.orinoco);
      await acknowledgeTicket(tx, post, { ticketId: ticket.id, byMail: true });
      await sql`alter table letter_template_away rename to letter_template`.execute(tx);
    });
  });
});

describe('saving the texts of a letter', () => {
  it('names the variable that a letter does not have, and those that it has', async () => {
    const texts = { ...ownTextOnly, closing: 'Saludos, {agente}' };
    expect(await save(texts, 2)).toMatchObject({
      reason: 'letter-unknown-variable',
      facts: {
        part: 'closing',
        found: '{agente}',
        permitted: '{contact}, {firm}, {ticket}, {subject}',
      },
    });
  });

  it('overwrites nothing that somebody else saved, and makes no version of nothing', async () => {
    expect(await save(adjusted, 1)).toMatchObject({ reason: 'letter-changed' });
    expect(await save(ownTextOnly, 2)).toMatchObject({ reason: 'letter-unchanged' });
    const both = await Promise.all([save(adjusted, 2), save({ ...adjusted, closing: '' }, 2)]);
    expect(both.filter((answer) => answer === null)).toHaveLength(1);
    const versions = await listLetterVersions(database.db, open);
    expect(versions.map(({ version }) => version)).toEqual([3, 2, 1]);
  });

  it('is written down for life: who, when and which version', async () => {
    const entries = await listAudit(database.db, { limit: 50 });
    const ours = entries.filter(({ subject }) => subject === 'letter:acknowledgement-open.es');
    expect(ours.map(({ action }) => action)).toEqual([
      'letter.adjusted',
      'letter.restored',
      'letter.adjusted',
    ]);
    await expect(
      sql`update letter_template set closing = 'otra cosa'`.execute(database.db),
    ).rejects.toThrow();
  });
});

describe('a preview', () => {
  it('of a draft with a mistake shows it, and says what is wrong with it', async () => {
    const texts = { ...adjusted, opening: 'Hola {agente}' };
    const { rendered, problems } = await previewLetter(
      database.db,
      post,
      { ...open, texts },
      carmen,
    );
    expect(problems.map(({ found }) => found)).toEqual(['{agente}']);
    expect(rendered.text).toContain('Hola {agente}');
    expect(rendered.text).toContain('#0');
    expect(rendered.fixedText).toContain('cláusula V.a');
  });

  it('goes to the person who asked for it alone, marked as one', async () => {
    const draft = { ...open, texts: adjusted };
    await inTransaction(database, (tx) => sendLetterPreview(tx, post, draft, carmen));
    const [mail] = (await listOutgoingMail(database.db, { limit: 100 })).filter(
      ({ purpose }) => purpose === 'letter-preview',
    );
    expect(mail).toMatchObject({ toAddress: 'carmen@desk.example', ticketId: null });
    expect(mail?.subject).toMatch(/^\[Vista previa\] Caso 0 /);
  });
});

describe('every letter', () => {
  it.each(letterNames)('%s has an own text that keeps the rules, and an example of it', (name) => {
    for (const language of languages) {
      const texts = ownTexts(name, language);
      expect(textProblems(texts, variablesOf(name))).toEqual([]);
      const { letter, contact } = exampleLetter(name, language, clock.now());
      expect(letterNameOf(letter)).toBe(name);
      const recipient = { ...carmen, language, name: contact };
      const head = { firmName: 'Firma', signature: '' };
      const all = variablesOf(name).map((variable) => `<${variable}:{${variable}}>`);
      const empty = { subject: all.join(' '), opening: all.join(' '), closing: '' };
      const rendered = post.render(letter, recipient, head, empty);
      // No variable that may be used is ever empty, and none of the facts is lost with the texts.
      expect(rendered.text).not.toMatch(/<\w+:>/);
      const whole = post.render(letter, recipient, head, ownTextOnly);
      expect(whole.text).toContain(rendered.fixedText);
      expect(rendered.text).toContain(rendered.fixedText);
      expect(rendered.fixedText).not.toBe('');
      expect(`${whole.subject}${whole.text}`).not.toMatch(/\{\w+\}|undefined|\[object/);
    }
  });

  it('of a person is greeted by that person alone', () => {
    for (const name of letterNames) {
      const greets = ownTexts(name, 'es').opening.startsWith('Hola, {contact}:');
      expect(greets, name).toBe(!name.startsWith('message-'));
    }
  });

  it('is signed by the mailbox it leaves from, else by the firm', async () => {
    const [mailbox] = await listMailboxes(database.db);
    if (mailbox === undefined) throw new Error('the world has a mailbox');
    const signature = 'Mesa de soporte\nTel. 0212 <555>';
    await inTransaction(database, (tx) => changeMailbox(tx, { ...mailbox, signature }));
    const { mail } = await acknowledged();
    expect(mail.bodyText).toMatch(/\n-- \nMesa de soporte\nTel\. 0212 <555>\n$/);
    expect(mail.bodyHtml).toContain('Mesa de soporte<br>Tel. 0212 &lt;555&gt;');
    await inTransaction(database, (tx) => changeMailbox(tx, { ...mailbox, signature: '' }));
    expect((await acknowledged()).mail.bodyText).toMatch(/\n-- \nAtenta\n$/);
  });
});
