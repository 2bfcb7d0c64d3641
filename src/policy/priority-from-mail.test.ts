import { describe, expect, test } from 'vitest';
import { suggestionFromMail } from './priority-from-mail.ts';

const read = (text: string, subject = 'Caja dos', importance: readonly string[] = []) =>
  suggestionFromMail({ subject, text, importance });

describe('IV.d labelled lines', () => {
  test.each([
    ['Prioridad: alta', 'p2'],
    ['Prioridad sugerida: 1', 'p1'],
    ['PRIORIDAD = Prioridad 2 (Alta)', 'p2'],
    ['*Prioridad:* crítica', 'p1'],
    ['- Urgencia: baja', 'p4'],
    ['d) Prioridad sugerida para su resolución: media', 'p3'],
    ['Nivel de prioridad: P4', 'p4'],
    ['Prioridad: convenida', 'agreed'],
    ['Prioridad: no es urgente', 'p4'],
    ['Priority: High', 'p2'],
    ['Suggested priority: 3 - Medium', 'p3'],
    ['Severity: critical', 'p1'],
    ['Prioridad:\nmuy alta', 'p1'],
  ])('%s: %s', (line, value) => {
    expect(read(`Buenos días.\n${line}\nGracias`).priority).toMatchObject({
      value,
      readIn: 'label',
    });
  });

  test.each(['Prioridad: 1 / 2 / 3 / 4', 'Prioridad: ', 'Prioridad: la que ustedes digan'])(
    '%j names no level: nothing is suggested',
    (line) => {
      expect(read(`Hola\n${line}`).priority).toBeNull();
    },
  );

  test.each([
    ['Impacto: la tienda del centro no cobra', 'la tienda del centro no cobra', null],
    ['Impacto en el negocio: alto', 'alto', 'important'],
    ['Business impact: payroll is late, moderate', 'payroll is late, moderate', 'moderate'],
    ['Impacto:\nno podemos facturar', 'no podemos facturar', 'material'],
  ])('%s', (line, text, level) => {
    expect(read(line).impact).toEqual({ text, readIn: 'label', level });
  });
});

describe('IV.d plain phrases', () => {
  test.each([
    ['Es un caso de prioridad alta.', 'p2'],
    ['This is a low priority request.', 'p4'],
    ['No podemos facturar desde las ocho.', 'p1'],
    ['Nobody can work since this morning.', 'p1'],
    ['El servidor está caído.', 'p1'],
    ['Lo necesito lo antes posible.', 'p2'],
    ['Please help ASAP', 'p2'],
    ['No es urgente, cuando puedan.', 'p4'],
    ['There is no rush.', 'p4'],
    ['El impacto es moderado.', 'p3'],
  ])('%s: %s', (line, value) => {
    expect(read(line).priority).toMatchObject({ value, readIn: 'phrase' });
  });

  test('the subject counts too', () => {
    expect(read('Ver abajo.', 'URGENTE: caja dos').priority?.value).toBe('p2');
    expect(read('Ver abajo.', '[P1] caja dos').priority?.value).toBe('p1');
  });

  test.each([
    'Quisiera saber cómo imprimir el cierre.',
    'La caja alta del estante se mojó.',
    'I have a question about invoices.',
  ])('%s: nothing is said, the acknowledgement asks', (text) => {
    expect(read(text)).toEqual({ priority: null, impact: null });
  });
});

describe('IV.d importance headers, the weakest sign', () => {
  test.each([
    ['high', 'p2'],
    ['1 (Highest)', 'p2'],
    ['urgent', 'p2'],
    ['low', 'p4'],
    ['5', 'p4'],
    ['normal', null],
    ['3 (Normal)', null],
  ])('%s: %s', (flag, value) => {
    expect(read('Hola', 'Caja', [flag]).priority?.value ?? null).toBe(value);
  });

  test('a label is believed before a flag, and a phrase before what the impact names', () => {
    expect(read('Prioridad: baja', 'Caja', ['high']).priority).toMatchObject({
      value: 'p4',
      readIn: 'label',
    });
    expect(read('Impacto: bajo\nPero es urgente.').priority).toMatchObject({
      value: 'p2',
      readIn: 'phrase',
    });
    expect(read('Impacto: bajo').priority).toMatchObject({ value: 'p4', readIn: 'label' });
  });
});

test('a text of any size is read in no time', () => {
  const before = performance.now();
  for (const piece of [
    'prioridad ',
    'impacto ',
    'no podemos ',
    'sistema ',
    'Prioridad: alta media\n',
    ' ',
  ])
    read(piece.repeat(500_000 / piece.length));
  expect(performance.now() - before).toBeLessThan(2_000);
});
