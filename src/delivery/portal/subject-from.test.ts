import { describe, expect, it } from 'vitest';
import { subjectFrom } from './subject-from.ts';

describe('the subject of a request', () => {
  it.each([
    ['No imprime la factura', 'No imprime la factura'],
    ['No podemos facturar desde ayer. El sistema da error 500.', 'No podemos facturar desde ayer'],
    ['¿Cómo cambio la clave del correo? Gracias', '¿Cómo cambio la clave del correo?'],
    ['Buenos días,\n\nno llega el correo de ventas', 'Buenos días, no llega el correo de ventas'],
    ['  El   servidor\tse cayó  \nDetalles…', 'El servidor se cayó Detalles…'],
    ['Ya', 'Ya.'],
  ])('%j begins it', (description, subject) => {
    expect(subjectFrom(description)).toBe(subject);
  });

  it('a long sentence is cut between words', () => {
    const subject = subjectFrom(`${'palabra '.repeat(40)}fin`);
    expect(subject.length).toBeLessThanOrEqual(121);
    expect(subject).toMatch(/palabra…$/);
  });

  it('a long word without spaces is cut and never breaks a character', () => {
    const subject = subjectFrom('😀'.repeat(100));
    expect(subject).toBe(`${'😀'.repeat(60)}…`);
    expect(subjectFrom(`x${'😀'.repeat(100)}`).isWellFormed()).toBe(true);
  });
});
