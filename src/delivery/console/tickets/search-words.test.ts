import { expect, it } from 'vitest';
import { readSearch } from './search-words.ts';

it.each([
  ['factura duplicada', { q: 'factura duplicada', priority: null, number: null }],
  ['prioridad:1 factura', { q: 'factura', priority: 'p1', number: null }],
  ['invoice Priority:P2', { q: 'invoice', priority: 'p2', number: null }],
  ['prioridad:convenida', { q: '', priority: 'agreed', number: null }],
  ['prioridad:9 x', { q: 'prioridad:9 x', priority: null, number: null }],
  ['#1042', { q: '#1042', priority: null, number: 1042 }],
  [' 1042 ', { q: '1042', priority: null, number: 1042 }],
  ['12', { q: '12', priority: null, number: null }],
])('"%s"', (written, read) => {
  expect(readSearch(written)).toEqual(read);
});
