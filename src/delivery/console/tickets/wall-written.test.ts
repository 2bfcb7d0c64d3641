import { expect, it } from 'vitest';
import { instantWritten, wallWritten } from './wall-written.ts';

it.each([
  ['2026-11-24T09:30', 'America/Caracas', '2026-11-24T13:30:00.000Z'],
  ['2026-07-01T09:30', 'Europe/Madrid', '2026-07-01T07:30:00.000Z'],
  ['2026-12-01T09:30', 'Europe/Madrid', '2026-12-01T08:30:00.000Z'],
])('%s in %s', (written, zone, instant) => {
  expect(new Date(instantWritten(written, zone) ?? 0).toISOString()).toBe(instant);
});

it.each(['', '2026-11-24', '2026-13-01T09:30', 'mañana'])('%j is no time', (written) => {
  expect(instantWritten(written, 'America/Caracas')).toBeNull();
});

it('the earliest that can be asked for is the next minute on the wall', () => {
  const now = Date.parse('2026-11-24T13:29:30Z');
  expect(wallWritten(now, 'America/Caracas')).toBe('2026-11-24T09:30');
});
