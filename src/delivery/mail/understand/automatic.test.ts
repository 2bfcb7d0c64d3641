import { describe, expect, test } from 'vitest';
import { type AnswerQuestion, readAutomatic } from './automatic.ts';

const facts = (change: Partial<AnswerQuestion> & { header?: string }) => {
  const [name = '', ...value] = (change.header ?? 'x-nothing: x').split(':');
  return readAutomatic({
    headers: [{ name: name.toLowerCase(), value: value.join(':').trim() }],
    from: { address: 'luis@tienda.example', name: '' },
    returnPath: 'luis@tienda.example',
    subject: 'Caja dos',
    messageId: '1@tienda.example',
    isBounce: false,
    reportType: null,
    ownAddresses: ['mesa@soporte.example'],
    ownMessageIdDomains: ['soporte.example'],
    ...change,
  });
};

test('a person is answered', () => {
  expect(facts({})).toEqual({
    isAutoReply: false,
    isBounce: false,
    isList: false,
    isLoop: false,
    isByMachine: false,
    mayAcknowledge: true,
    signs: [],
  });
});

describe('headers that forbid an answer', () => {
  test.each([
    ['Auto-Submitted: auto-replied', true],
    ['Auto-Submitted: auto-generated (cron)', false],
    ['Precedence: bulk', false],
    ['Precedence: auto_reply', true],
    ['X-Autoreply: yes', true],
    ['X-Auto-Response-Suppress: OOF, AutoReply', false],
    ['X-Auto-Response-Suppress: All', false],
    ['List-Id: <avisos.tienda.example>', false],
    ['List-Unsubscribe: <https://x.example>', false],
    ['X-Loop: mesa', false],
    ['Feedback-ID: 1:2:3', false],
  ])('%s', (header, isAutoReply) => {
    expect(facts({ header })).toMatchObject({ mayAcknowledge: false, isAutoReply });
  });
});

describe('headers that say nothing about it', () => {
  test.each([
    'Auto-Submitted: no',
    'Precedence: never-bounce',
    'Precedence: normal',
    'X-Auto-Response-Suppress: DR, RN, NRN',
    'X-Autoreply: no',
  ])('%s', (header) => {
    expect(facts({ header }).mayAcknowledge).toBe(true);
  });
});

describe('subjects', () => {
  test.each([
    ['Respuesta automática: Caja dos', true],
    ['Fuera de la oficina: hasta el lunes', true],
    ['Automatic reply: Till', true],
    ['Abwesenheitsnotiz: Kasse', true],
    ['Respuesta automática del sistema no funciona', false],
    ['Vacaciones: no puedo registrar las mías', false],
    ['Out of office calendar is broken', false],
  ])('%s', (subject, isAutoReply) => {
    expect(facts({ subject })).toMatchObject({ isAutoReply, mayAcknowledge: !isAutoReply });
  });
});

describe('senders', () => {
  test.each([
    'no-reply@tienda.example',
    'noreply+abc@tienda.example',
    'avisos-no-reply@tienda.example',
    'mailer-daemon@tienda.example',
    'bounce+77@tienda.example',
    'noresponder@tienda.example',
  ])('%s is a machine', (address) => {
    expect(facts({ from: { address, name: '' } }).signs).toEqual(['machine-address']);
  });

  test('nobody, the null path and a report are not answered', () => {
    expect(facts({ from: null }).mayAcknowledge).toBe(false);
    expect(facts({ returnPath: '' }).mayAcknowledge).toBe(false);
    expect(facts({ returnPath: null }).mayAcknowledge).toBe(true);
    expect(facts({ reportType: 'disposition-notification' }).mayAcknowledge).toBe(false);
    expect(facts({ isBounce: true }).mayAcknowledge).toBe(false);
  });

  test('our own address or our own id coming back is a loop', () => {
    expect(facts({ from: { address: 'Mesa@soporte.example', name: '' } }).isLoop).toBe(true);
    expect(facts({ messageId: 't.1@SOPORTE.example' }).isLoop).toBe(true);
    expect(facts({}).isLoop).toBe(false);
  });
});

test.each([
  ['Auto-Submitted: auto-generated', true],
  ['List-Id: <avisos.tienda.example>', true],
  ['X-FC-MachineGenerated: true', true],
  // Exchange writes it into mails of people, too.
  ['X-Auto-Response-Suppress: All', false],
  ['Auto-Submitted: no', false],
])('%s: written by a machine, %s', (header, byMachine) => {
  expect(facts({ header }).isByMachine).toBe(byMachine);
});

test.each(['自动回复: Caja', 'Automatikus válasz: Caja', 'Réponse d’absence : Caja'])(
  '%s is an answer of a machine',
  (subject) => {
    expect(facts({ subject }).isAutoReply).toBe(true);
  },
);
