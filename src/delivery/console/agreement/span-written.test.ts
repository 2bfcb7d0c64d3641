import { expect, it } from 'vitest';
import { formatTarget } from '../../ui/format.ts';
import { readSpan, readSpans } from './span-written.ts';

it.each([
  ['4 h', 240],
  ['4', 240],
  ['72 horas', 4320],
  ['1 h 30', 90],
  ['1h30m', 90],
  ['1 h 30 min', 90],
  ['1:30', 90],
  ['45 min', 45],
  ['45m', 45],
  ['90 minutos', 90],
  ['0', null],
  ['', null],
  ['mañana', null],
  ['-4', null],
  ['1:75', null],
])('%s is %s minutes', (written, minutes) => {
  expect(readSpan(written)).toBe(minutes);
});

it('reads back whatever is shown', () => {
  for (const minutes of [1, 45, 60, 90, 240, 1441, 4320]) {
    expect(readSpan(formatTarget(minutes))).toBe(minutes);
  }
});

it.each([
  ['24 h, 1 h', [1440, 60]],
  ['1 h; 24 h', [1440, 60]],
  ['', []],
  ['24 h, un rato', null],
])('T6: %s is %j', (written, minutes) => {
  expect(readSpans(written)).toEqual(minutes);
});
