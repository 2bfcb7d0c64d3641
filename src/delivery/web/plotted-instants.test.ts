import { describe, expect, it } from 'vitest';
import { dayMs } from '../../kernel/duration.ts';
import { plottedInstants } from './plotted-instants.ts';

const zone = 'America/Caracas';
const at = (moment: string) => Date.parse(`${moment}-04:00`);
const plotted = (from: string, until: string, of = zone) => {
  const { daysApart, instants } = plottedInstants({ from: at(from), until: at(until), zone: of });
  return { daysApart, instants: instants.map((instant) => new Date(instant).toISOString()) };
};

describe('the moments of a plot', () => {
  it('are the ends of days where the reader lives, and the end of what is looked at', () => {
    expect(plotted('2026-03-04T10:00', '2026-03-06T12:00')).toEqual({
      daysApart: 1,
      instants: [
        '2026-03-05T04:00:00.000Z',
        '2026-03-06T04:00:00.000Z',
        '2026-03-06T16:00:00.000Z',
      ],
    });
  });

  it('that ends at midnight say it once', () => {
    expect(plotted('2026-03-04T10:00', '2026-03-05T00:00').instants).toEqual([
      '2026-03-05T04:00:00.000Z',
    ]);
  });

  it('follow the clocks that are set forward', () => {
    const { instants } = plotted('2026-03-27T20:00', '2026-03-30T12:00', 'Europe/Madrid');
    expect(instants.slice(0, 3)).toEqual([
      '2026-03-28T23:00:00.000Z',
      '2026-03-29T22:00:00.000Z',
      '2026-03-30T16:00:00.000Z',
    ]);
  });

  it.each([
    [59, 1],
    [60, 2],
    [365, 7],
  ])('of %i days are %i apart, never more than a phone can show', (days, daysApart) => {
    const from = at('2026-01-01T00:00');
    const found = plottedInstants({ from, until: from + days * dayMs, zone });
    expect(found.daysApart).toBe(daysApart);
    expect(found.instants.length).toBeLessThanOrEqual(60);
    expect(found.instants.at(-1)).toBe(from + days * dayMs);
  });

  it('are none when it ends before it begins', () => {
    expect(plotted('2026-03-06T12:00', '2026-03-06T12:00').instants).toEqual([]);
  });
});
