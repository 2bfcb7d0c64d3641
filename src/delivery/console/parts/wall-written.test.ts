import { expect, it } from 'vitest';
import { timeZone } from '../../../kernel/wall-time.ts';
import { instantWritten, wallWritten } from './wall-written.ts';

it.each([
  ['2026-11-24T09:30', 'America/Caracas', '2026-11-24T13:30:00.000Z'],
  ['2026-07-01T09:30', 'Europe/Madrid', '2026-07-01T07:30:00.000Z'],
  ['2026-12-01T09:30', 'Europe/Madrid', '2026-12-01T08:30:00.000Z'],
])('%s in %s', (written, zone, instant) => {
  expect(new Date(instantWritten(written, zone) ?? 0).toISOString()).toBe(instant);
});

it.each([
  ['2026-03-29T02:30', 'Europe/Madrid', 'never shown'],
  ['2026-03-29T01:59', 'Europe/Madrid', 'before the jump'],
  ['2026-10-25T02:30', 'Europe/Madrid', 'shown twice'],
  ['2026-10-25T03:00', 'Europe/Madrid', 'after both'],
  ['2026-11-01T01:30', 'America/New_York', 'shown twice, behind UTC'],
  ['2026-03-08T02:30', 'America/New_York', 'never shown, behind UTC'],
  ['2026-04-04T23:30', 'America/Santiago', 'twice before midnight'],
  ['2026-09-06T00:00', 'America/Santiago', 'a day without midnight'],
  ['2026-10-04T02:15', 'Australia/Lord_Howe', 'half an hour left out'],
  ['2011-12-31T00:00', 'Pacific/Apia', 'the day after the missing one'],
  ['2026-01-01T00:00', 'Asia/Kathmandu', 'a quarter-hour zone'],
])('%s in %s (%s) is what the server says', (written, zone) => {
  const answer = timeZone(zone).instantOf(Date.parse(`${written}:00Z`));
  expect(instantWritten(written, zone)).toBe(answer);
  expect(wallWritten(answer - 60_000, zone)).toBe(
    new Date(timeZone(zone).wallOf(answer)).toISOString().slice(0, 16),
  );
});

it.each(['', '2026-11-24', '2026-13-01T09:30', 'mañana'])('%j is no time', (written) => {
  expect(instantWritten(written, 'America/Caracas')).toBeNull();
});

it('the earliest that can be asked for is the next minute on the wall', () => {
  const now = Date.parse('2026-11-24T13:29:30Z');
  expect(wallWritten(now, 'America/Caracas')).toBe('2026-11-24T09:30');
});
