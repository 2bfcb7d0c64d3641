import { expect, it } from 'vitest';
import { fillMacro } from './fill-macro.ts';

const facts = {
  contact: 'Ana Salas',
  customer: 'Clínica Sur',
  ticket: '#1042',
  subject: 'Sin conexión',
  agent: 'Ramón',
  firm: 'Andino',
};

it.each([
  ['Hola, {contact}: {ticket} de {customer}.', 'Hola, Ana Salas: #1042 de Clínica Sur.', 38],
  ['«{subject}»\n{cursor}\n{agent}, {firm}', '«Sin conexión»\n\nRamón, Andino', 15],
  ['{contact}{cursor}{contact}', 'Ana SalasAna Salas', 9],
  ['sin variables', 'sin variables', 13],
  // What a newer desk may know, and what is no variable, stay as they were written.
  ['{month} $'.concat('{contact} {"a": 1}'), '{month} $'.concat('{contact} {"a": 1}'), 27],
])('%s', (written, text, cursor) => {
  expect(fillMacro(written, facts)).toEqual({ text, cursor });
});

it('what a variable became is not read again', () => {
  expect(fillMacro('{contact}', { ...facts, contact: '{agent}{cursor}' })).toEqual({
    text: '{agent}{cursor}',
    cursor: 15,
  });
});
