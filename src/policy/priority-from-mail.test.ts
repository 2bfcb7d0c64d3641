import { describe, expect, test } from 'vitest';
import {
  laterSuggestion,
  type MissingSuggestion,
  missingSuggestion,
  suggestionFromMail,
} from './priority-from-mail.ts';

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

describe('IV.d forms and several labels on one line', () => {
  test.each([
    ['Impacto: alto. Prioridad: media', 'alto.', 'important', 'p3'],
    ['Impacto en el negocio: 2; Prioridad sugerida: 1', '2;', 'important', 'p1'],
    ['Impacto\tModerado\nUrgencia\tBaja', 'Moderado', 'moderate', 'p4'],
    ['Impacto – leve\nPrioridad – normal', 'leve', 'slight', 'p3'],
    ['Impact: critical | Priority: P1', 'critical |', 'material', 'p1'],
    [
      '**Impacto:** la nómina sale tarde\n\n**Prioridad sugerida:**\n\nAlta',
      'la nómina sale tarde',
      null,
      'p2',
    ],
  ])('%j', (text, impact, level, priority) => {
    const found = read(text);
    expect(found.impact).toMatchObject({ text: impact, level, readIn: 'label' });
    expect(found.priority).toMatchObject({ value: priority, readIn: 'label' });
  });

  test.each([
    ['Urgente: sí', 'p2'],
    ['¿Urgente?: no', 'p4'],
    ['Urgent: yes', 'p2'],
    ['Importancia: alta', 'p2'],
    ['Prioridad: la más alta', 'p1'],
    ['Prioridad: no es crítica, media', 'p3'],
    ['Severidad: P-2', 'p2'],
  ])('%s: %s', (line, value) => {
    expect(read(line).priority).toMatchObject({ value, readIn: 'label', words: line });
  });

  test.each([
    'Prioridad: alta, media o baja',
    'Prioridad (1 a 4): de 1 a 4',
    'Prioridad: no es crítica',
    'Impacto: alto, medio o bajo',
    'Prioridad: 5',
  ])('%s: a form left as it was, or a level that does not exist', (line) => {
    expect(read(line)).toEqual({ priority: null, impact: null });
  });
});

describe('IV.d the words are quoted as they stand', () => {
  test('the sentence, not the paragraph', () => {
    const text = 'Buenos días, le saluda Ana. No podemos facturar desde las ocho. Quedo atenta.';
    expect(read(text).priority?.words).toBe('No podemos facturar desde las ocho.');
    expect(read(text).impact?.text).toBe('No podemos facturar desde las ocho.');
  });

  test('a label with its value below is quoted with it', () => {
    expect(read('Prioridad sugerida:\n\nAlta').priority?.words).toBe('Prioridad sugerida: Alta');
  });
});

describe('IV.d the business stands still, or does not', () => {
  test.each([
    'Sistema caído',
    'El servidor de la tienda está completamente caído',
    'Se nos cayó el sistema',
    'Tenemos la planta parada',
    'Estamos sin poder facturar',
    'Nadie puede trabajar en la sucursal',
    'Ninguna caja puede cobrar',
    'No funciona nada desde las 8',
    'System down',
    'The system is down',
    "We can't invoice since this morning",
    'Our production server is completely down',
    'We have a full outage',
  ])('%s: critical', (text) => {
    expect(read(text)).toMatchObject({
      priority: { value: 'p1', readIn: 'phrase' },
      impact: { level: 'material' },
    });
  });

  test.each([
    'El sistema ya no está caído, gracias.',
    'The system is not down.',
    'Queremos saber qué hacer si no podemos facturar mañana.',
    'What happens if we cannot work offline?',
    'La tienda de la parada 5 quiere otro usuario.',
    'Favor descargar el sistema y bajar el archivo.',
    'Please sit down with our team.',
  ])('%s: it does not', (text) => {
    expect(read(text).priority).toBeNull();
  });

  test.each([
    ['Esto no nos afecta las ventas.', 'slight'],
    ['It does not affect our customers.', 'slight'],
    ['Afecta el cierre de mes.', null],
    ['Tiene alto impacto en la nómina: el impacto es alto', 'important'],
    ['This has a low business impact.', 'slight'],
  ])('%s: impact %s', (text, level) => {
    expect(read(text).impact).toMatchObject({ text, level, readIn: 'phrase' });
  });
});

describe('IV.d what is denied is not said', () => {
  test.each([
    'no es urgente',
    'No es nada urgente, gracias',
    'no urge',
    'Sin apuro.',
    'No hay apuro con esto',
    'no corre prisa',
    'No tiene urgencia',
    'Puede esperar al lunes.',
    'Not urgent at all',
    'This is not that urgent',
    "It isn't urgent",
    'No rush on this one.',
    'It can wait.',
    'non-urgent question',
  ])('%s: low', (text) => {
    expect(read(text).priority).toMatchObject({ value: 'p4', readIn: 'phrase' });
  });

  test.each([
    'No es crítico pero molesta.',
    'No es de prioridad alta.',
    'This is not high priority.',
    'No es urgente lo de Ana, pero lo de Luis es urgente.',
  ])('%s: no level is named', (text) => {
    expect(read(text).priority).toBeNull();
  });
});

describe('IV.d what somebody else wrote says nothing', () => {
  test.each([
    '> Prioridad: alta',
    '>> Impacto: no podemos facturar',
    '  > Es urgente',
    '| Priority: 1',
  ])('%s', (line) => {
    expect(read(`Hola, ¿pueden ver esto?\n${line}`)).toEqual({ priority: null, impact: null });
  });
});

describe('IV.d the answer to what the acknowledgement asked', () => {
  const answer = (asked: MissingSuggestion | null, text: string) =>
    suggestionFromMail({ subject: '', text, importance: [], asked });

  test.each([
    ['Alta', 'p2'],
    ['2', 'p2'],
    ['P1', 'p1'],
    ['Hola, buenos días.\n\nSería media, por favor.\n\nAna Pérez', 'p3'],
    ['Prioridad 3, gracias', 'p3'],
    ['I would say low, thanks', 'p4'],
  ] as const)('%j: %s', (text, value) => {
    expect(answer('both', text).priority).toMatchObject({ value, readIn: 'phrase' });
    expect(answer('priority', text).priority).toMatchObject({ value });
  });

  test.each(['2 cajas no abren', 'La alta gerencia lo pidió', 'Gracias', '', 'Ok, listo', '1 2 3'])(
    '%j names no level',
    (text) => {
      expect(answer('both', text).priority).toBeNull();
    },
  );

  test('a word alone says nothing when nothing was asked', () => {
    expect(answer(null, 'Alta').priority).toBeNull();
    expect(answer('impact', 'Alto')).toMatchObject({
      impact: { text: 'Alto', level: 'important' },
    });
  });
});

test.each([
  ['email', null, null, 'both'],
  ['email', 'no cobra', null, 'priority'],
  ['email', null, 'p2', 'impact'],
  ['email', 'no cobra', 'p2', null],
  ['portal', null, null, null],
] as const)(
  'IV.d %s, impact %s, priority %s: %s is missing',
  (channel, impact, priority, missing) => {
    expect(missingSuggestion({ channel, impact, prioritySuggested: priority })).toBe(missing);
  },
);

describe('IV.d what a later message still changes', () => {
  const later = (
    text: string,
    known: Partial<Parameters<typeof laterSuggestion>[1]> = {},
  ): unknown => {
    const { priority, impact } = laterSuggestion(read(text), {
      verified: false,
      impact: null,
      prioritySuggested: null,
      prioritySource: null,
      ...known,
    });
    return [priority?.value ?? null, impact?.text ?? null];
  };
  const text = 'Prioridad: 1\nImpacto: no se cobra';

  test('what was missing is filled in', () => {
    expect(later(text)).toEqual(['p1', 'no se cobra']);
  });

  test('V.b: once verified, nothing is read', () => {
    expect(later(text, { verified: true })).toEqual([null, null]);
  });

  test('what was said stays; what was chosen in a form stays, too', () => {
    const said = { impact: 'antes', prioritySuggested: 'p3' } as const;
    expect(later(text, { ...said, prioritySource: 'label: Prioridad: 3' })).toEqual([null, null]);
    expect(later(text, { ...said, prioritySource: 'form' })).toEqual([null, null]);
  });

  test('a line of its own corrects what was gathered, a phrase does not', () => {
    const gathered = [
      'phrase: lo antes posible',
      'header: Importance: high',
      'label: la tienda no cobra',
    ];
    for (const prioritySource of gathered) {
      const known = { impact: 'antes', prioritySuggested: 'p2', prioritySource } as const;
      expect(later(text, known)).toEqual(['p1', null]);
      expect(later('No podemos facturar', known)).toEqual([null, null]);
    }
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
    const line = `Importance: ${flag}`;
    const { priority } = read('Hola', 'Caja', [line]);
    expect(priority?.value ?? null).toBe(value);
    expect(priority?.words ?? line).toBe(line);
  });

  test('a label is believed before a flag, and a phrase before what the impact names', () => {
    expect(read('Prioridad: baja', 'Caja', ['Importance: high']).priority).toMatchObject({
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
