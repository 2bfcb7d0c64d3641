import { expect, it } from 'vitest';
import { readMinutes } from './minutes-written.ts';

it.each([
  ['70', 70],
  [' 45 min ', 45],
  ['45m', 45],
  ['1:10', 70],
  ['0:05', 5],
  ['1 h 10', 70],
  ['1h10m', 70],
  ['1 h y 10 minutos', 70],
  ['1 hour and 5 minutes', 65],
  ['2 horas', 120],
  ['1,5 h', 90],
  ['1.25h', 75],
  ['24 h', 1440],
])('%s is %i minutes', (written, minutes) => {
  expect(readMinutes(written)).toBe(minutes);
});

it.each(['', '0', '0 min', '25 h', '1:60', 'una hora', '-5', '1 h 10 x', '99999'])(
  '"%s" is not understood',
  (written) => {
    expect(readMinutes(written)).toBeNull();
  },
);
