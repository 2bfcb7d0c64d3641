import { describe, expect, it } from 'vitest';
import * as m from '../../ui/words/generated/messages.js';
import { readSearch, type TicketSearch, withoutFilter } from './search-words.ts';

const nothing: TicketSearch = {
  q: '',
  priority: null,
  customer: null,
  assignee: null,
  status: null,
  team: null,
  mark: null,
  clock: null,
  number: null,
};

describe('a search is read in either language', () => {
  it.each<[string, Partial<TicketSearch>]>([
    ['factura duplicada', { q: 'factura duplicada' }],
    ['prioridad:1 factura', { q: 'factura', priority: 'p1' }],
    ['invoice Priority:P2', { q: 'invoice', priority: 'p2' }],
    ['prioridad:convenida', { priority: 'agreed' }],
    [
      'prioridad:1 cliente:acme "factura vencida"',
      { q: '"factura vencida"', priority: 'p1', customer: 'acme' },
    ],
    ['cliente:"Los Andes" -pago', { q: '-pago', customer: 'Los Andes' }],
    ['customer:andes agent:me', { customer: 'andes', assignee: 'me' }],
    ['asesor:yo', { assignee: 'me' }],
    ['asesor:mí', { assignee: 'me' }],
    ['asesor:nadie estado:Retenida', { assignee: 'none', status: 'held' }],
    ['asesor:Ramón', { assignee: 'Ramón' }],
    ['status:waiting', { status: 'waiting' }],
    ['equipo:"Primera línea"', { team: 'Primera línea' }],
    ['es:por-vencer reloj:Atención', { mark: 'soon', clock: 'firstResponse' }],
    ['is:breached clock:resolution', { mark: 'breached', clock: 'resolution' }],
    ['prioridad:1 prioridad:2', { priority: 'p2' }],
  ])('%s', (written, read) => {
    expect(readSearch(written)).toEqual({ ...nothing, ...read });
  });
});

describe('what is no filter stays among the words', () => {
  it.each([
    'prioridad:9 x',
    'estado:azul',
    'cliente:',
    'cliente:""',
    'http://ejemplo',
    '"el cliente:acme llamó"',
    '-"prioridad:1 alta"',
    'x"y',
  ])('%s', (written) => {
    expect(readSearch(written)).toEqual({ ...nothing, q: written });
  });
});

it('a number alone is a request, with others it is a word', () => {
  expect(readSearch('#1042')).toEqual({ ...nothing, q: '#1042', number: 1042 });
  expect(readSearch(' 1042 ')).toEqual({ ...nothing, q: '1042', number: 1042 });
  expect(readSearch('12')).toEqual({ ...nothing, q: '12' });
  expect(readSearch('1042 cliente:acme').number).toBeNull();
});

it('a filter is taken away, and the rest stays as it was written', () => {
  const written = 'prioridad:1 cliente:"Los Andes" "factura vencida" -pago';
  expect(withoutFilter(written, 'customer')).toBe('prioridad:1 "factura vencida" -pago');
  expect(withoutFilter(written, 'status')).toBe(written);
});

it.each(['es', 'en'] as const)('what the screen offers to write is understood: %s', (locale) => {
  const read = (example: typeof m.console_search_priority) => readSearch(example({}, { locale }));
  expect(read(m.console_search_priority)).toMatchObject({ q: '', priority: 'p1' });
  expect(read(m.console_search_customer)).toMatchObject({ q: '', customer: 'acme' });
  expect(read(m.console_search_assignee)).toMatchObject({ q: '', assignee: 'me' });
  expect(read(m.console_search_status)).toMatchObject({ q: '', status: 'held' });
  for (const word of m.console_search_status_means({}, { locale }).split(/, | o | or /)) {
    expect(readSearch(`estado:${word}`).status, word).not.toBeNull();
  }
});
