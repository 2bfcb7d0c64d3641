import { describe, expect, test } from 'vitest';
import type { LetterKind } from './reply-or-forward.ts';
import { splitReply } from './split-reply.ts';

const own = (kind: LetterKind, text: string) =>
  splitReply({ kind, text, plain: text, html: null, scannedCharactersMax: 100_000 }).ownText;

describe('what the writer said now', () => {
  test('a first mail: all of it', () => {
    expect(own('first', 'Hola\n> cita')).toBe('Hola\n> cita');
  });

  test('an answer: without the quoted mail', () => {
    const quoted = 'El 5 jun 2025 a las 9:41, Mesa <m@x.example> escribió:\n> ¿Prioridad?';
    expect(own('reply', `Alta\n\n${quoted}`)).toBe('Alta');
  });

  test('an answer that is all quote: nothing, although all of it is shown', () => {
    const split = splitReply({
      kind: 'reply',
      text: '> ¿Prioridad: 1?\n> Mesa',
      plain: null,
      html: '<blockquote type="cite">¿Prioridad: 1?</blockquote>',
      scannedCharactersMax: 100_000,
    });
    expect(split.ownText).toBe('');
    expect(split.visibleText).toContain('Prioridad: 1');
  });

  test.each([
    ['---------- Forwarded message ---------\nDe: Ana <a@x.example>\nPrioridad: 1'],
    [
      'De: Ana <a@x.example>\nEnviado: lunes, 2 de marzo de 2026 9:41\nPara: Luis\nAsunto: Caja\n\nPrioridad: 1',
    ],
    ['-----Mensaje original-----\nPrioridad: 1'],
  ])('a forward: what stands above %j', (forwarded) => {
    expect(own('forward', `Por favor vean.\n\n${forwarded}`)).toBe('Por favor vean.');
    expect(own('forward', forwarded)).toBe('');
  });
});
