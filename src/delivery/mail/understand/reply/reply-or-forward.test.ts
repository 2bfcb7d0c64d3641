import { expect, test } from 'vitest';
import { letterKind } from './reply-or-forward.ts';

const kind = (subject: string, answersAny = false, to = 'mesa@soporte.example') =>
  letterKind({ subject, answersAny, recipients: [{ address: to, name: '' }] });

test.each([
  ['Caja dos', false, 'first'],
  ['Re: Caja dos', false, 'reply'],
  ['RE[2]: Caja dos', false, 'reply'],
  ['[#77] Re: Caja dos', false, 'reply'],
  ['AW: Kasse', false, 'reply'],
  ['Caja dos', true, 'reply'],
  ['RV: Caja dos', true, 'forward'],
  ['Fwd: Re: Caja dos', true, 'forward'],
  ['Re: Fwd: Caja dos', true, 'reply'],
  ['Reporte: caja dos', false, 'first'],
])('%s, answers %s: %s', (subject, answers, expected) => {
  expect(kind(subject, answers)).toBe(expected);
});

test('a mail to the address of one conversation is an answer, whatever its subject', () => {
  expect(kind('hola', false, 'mesa+9f86d081884c7d659a2feaa0@soporte.example')).toBe('reply');
  expect(kind('hola', false, 'mesa+ventas@soporte.example')).toBe('first');
});
