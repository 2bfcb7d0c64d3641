import { describe, expect, it } from 'vitest';
import { hourMs, minuteMs, secondMs } from '../../kernel/duration.ts';
import type { ServiceHours, WallSpan } from './calendar.ts';
import { aroundTheClock, timelineOf } from './timeline.ts';

const span = (from: string, to: string): WallSpan => ({ from, to });
const workday = [span('08:00', '12:00'), span('13:00', '17:00')];
const everyDay = (spans: readonly WallSpan[]): ServiceHours['week'] => ({
  monday: spans,
  tuesday: spans,
  wednesday: spans,
  thursday: spans,
  friday: spans,
  saturday: spans,
  sunday: spans,
});

/** Monday to Friday, 08-12 and 13-17 in Caracas (UTC-4). */
const caracas: ServiceHours = {
  kind: 'hours',
  timeZone: 'America/Caracas',
  week: {
    monday: workday,
    tuesday: workday,
    wednesday: workday,
    thursday: workday,
    friday: workday,
  },
  holidays: [
    { date: '2026-02-16', name: 'Lunes de Carnaval' },
    { date: '2026-02-17', name: 'Martes de Carnaval' },
  ],
  shifts: {},
  breaks: {},
};

const at = (text: string): number => Date.parse(text);
const iso = (instant: number) => new Date(instant).toISOString().replace('.000Z', 'Z');

describe('VII adding service time', () => {
  const timeline = timelineOf(caracas);

  it.each([
    // Monday 2026-03-09, 08:00 in Caracas is 12:00Z.
    ['inside a window', '2026-03-09T13:00:00Z', 2 * hourMs, '2026-03-09T15:00:00Z', null],
    ['over the midday break', '2026-03-09T15:00:00Z', 2 * hourMs, '2026-03-09T18:00:00Z', null],
    [
      'to the midday closing',
      '2026-03-09T12:00:00Z',
      4 * hourMs,
      '2026-03-09T16:00:00Z',
      '2026-03-09T17:00:00Z',
    ],
    [
      'one second less',
      '2026-03-09T12:00:00Z',
      4 * hourMs - secondMs,
      '2026-03-09T15:59:59Z',
      null,
    ],
    [
      'one second more',
      '2026-03-09T12:00:00Z',
      4 * hourMs + secondMs,
      '2026-03-09T17:00:01Z',
      null,
    ],
    [
      'to the closing of Friday: due then, broken on Monday',
      '2026-03-13T20:00:00Z',
      hourMs,
      '2026-03-13T21:00:00Z',
      '2026-03-16T12:00:00Z',
    ],
    ['from the night', '2026-03-10T03:00:00Z', hourMs, '2026-03-10T13:00:00Z', null],
    ['from a closing', '2026-03-09T21:00:00Z', hourMs, '2026-03-10T13:00:00Z', null],
    ['over Carnival', '2026-02-13T20:00:00Z', 2 * hourMs, '2026-02-18T13:00:00Z', null],
    [
      '72 hours',
      '2026-03-09T12:00:00Z',
      72 * hourMs,
      '2026-03-19T21:00:00Z',
      '2026-03-20T12:00:00Z',
    ],
    ['nothing, when open', '2026-03-09T13:00:00Z', 0, '2026-03-09T13:00:00Z', null],
    [
      'nothing, at night',
      '2026-03-10T03:00:00Z',
      0,
      '2026-03-10T03:00:00Z',
      '2026-03-10T12:00:00Z',
    ],
    [
      'nothing, at a closing',
      '2026-03-09T21:00:00Z',
      0,
      '2026-03-09T21:00:00Z',
      '2026-03-10T12:00:00Z',
    ],
    ['nothing, at an opening', '2026-03-09T12:00:00Z', 0, '2026-03-09T12:00:00Z', null],
  ])('%s', (_, start, length, reached, exceeded) => {
    expect(iso(timeline.reached(at(start), length))).toBe(reached);
    expect(iso(timeline.exceeded(at(start), length))).toBe(exceeded ?? reached);
  });

  it('a negative length is a broken invariant', () => {
    expect(() => timeline.reached(0, -1)).toThrow('only passes forward');
    expect(() => aroundTheClock.exceeded(0, -1)).toThrow('only passes forward');
  });
});

describe('VII going back in service time', () => {
  const timeline = timelineOf(caracas);

  it.each([
    ['inside a window', '2026-03-09T15:00:00Z', 2 * hourMs, '2026-03-09T13:00:00Z', null],
    [
      'to an opening: the closing before it is the same point',
      '2026-03-09T15:00:00Z',
      3 * hourMs,
      '2026-03-09T12:00:00Z',
      '2026-03-06T21:00:00Z',
    ],
    ['over the weekend', '2026-03-09T13:00:00Z', 2 * hourMs, '2026-03-06T20:00:00Z', null],
    [
      'nothing, at night',
      '2026-03-10T03:00:00Z',
      0,
      '2026-03-10T03:00:00Z',
      '2026-03-09T21:00:00Z',
    ],
    ['nothing, when open', '2026-03-09T13:00:00Z', 0, '2026-03-09T13:00:00Z', null],
    ['from the night', '2026-03-10T03:00:00Z', hourMs, '2026-03-09T20:00:00Z', null],
    ['over Carnival', '2026-02-18T13:00:00Z', 2 * hourMs, '2026-02-13T20:00:00Z', null],
  ])('%s', (_, end, length, near, far) => {
    expect(iso(timeline.before(at(end), length))).toBe(near);
    expect(iso(timeline.longBefore(at(end), length))).toBe(far ?? near);
  });
});

describe('VII measuring service time', () => {
  const timeline = timelineOf(caracas);

  it.each([
    ['a whole day', '2026-03-09T00:00:00Z', '2026-03-10T00:00:00Z', 8 * hourMs],
    ['a weekend', '2026-03-06T21:00:00Z', '2026-03-09T12:00:00Z', 0],
    ['milliseconds', '2026-03-09T12:00:00.001Z', '2026-03-09T12:00:00.003Z', 2],
    ['the wrong way round', '2026-03-10T00:00:00Z', '2026-03-09T00:00:00Z', 0],
    ['the week of Carnival', '2026-02-16T04:00:00Z', '2026-02-23T04:00:00Z', 3 * 8 * hourMs],
    ['a year that a table ends', '2025-12-31T12:00:00Z', '2026-01-01T21:00:00Z', 16 * hourMs],
  ])('%s', (_, from, to, length) => {
    expect(timeline.between(at(from), at(to))).toBe(length);
  });

  it('opens at the opening and is closed at the closing', () => {
    expect(timeline.isOpen(at('2026-03-09T11:59:59.999Z'))).toBe(false);
    expect(timeline.isOpen(at('2026-03-09T12:00:00Z'))).toBe(true);
    expect(timeline.isOpen(at('2026-03-09T15:59:59.999Z'))).toBe(true);
    expect(timeline.isOpen(at('2026-03-09T16:00:00Z'))).toBe(false);
  });

  it('the first question may be about any year, and later ones about earlier years', () => {
    const fresh = timelineOf(caracas);
    expect(fresh.between(at('2030-01-07T12:00:00Z'), at('2030-01-07T14:00:00Z'))).toBe(2 * hourMs);
    expect(fresh.between(at('2020-01-06T12:00:00Z'), at('2020-01-06T14:00:00Z'))).toBe(2 * hourMs);
    expect(iso(fresh.longBefore(at('2020-01-06T12:00:00Z'), hourMs))).toBe('2020-01-03T20:00:00Z');
    expect(fresh.isOpen(at('2030-01-07T13:00:00Z'))).toBe(true);
  });
});

describe('the exceptions of one date', () => {
  const timeline = timelineOf({
    ...caracas,
    shifts: {
      '2026-03-14': [span('09:00', '11:00')],
      '2026-02-16': [span('09:00', '11:00')],
      '2026-03-10': [],
    },
    breaks: {
      '2026-03-09': [span('07:00', '09:00'), span('11:00', '14:00')],
      '2026-03-14': [span('10:00', '10:15')],
      '2026-03-11': [span('00:00', '00:00')],
    },
  });
  const windowsOn = (date: string) =>
    timeline
      .openWithin({ from: at(`${date}T04:00:00Z`), to: at(`${date}T04:00:00Z`) + 24 * hourMs })
      .map(({ from, to }) => `${iso(from).slice(11, 16)}-${iso(to).slice(11, 16)}`);

  it.each([
    ['breaks are taken out of the hours', '2026-03-09', ['13:00-15:00', '18:00-21:00']],
    [
      'a shift stands instead of the hours, its breaks taken out',
      '2026-03-14',
      ['13:00-14:00', '14:15-15:00'],
    ],
    ['an empty shift closes the day', '2026-03-10', []],
    ['an empty break takes nothing out', '2026-03-11', ['12:00-16:00', '17:00-21:00']],
    ['a holiday closes a day that has a shift', '2026-02-16', []],
    ['a Sunday is closed', '2026-03-15', []],
  ])('%s', (_, date, windows) => {
    expect(windowsOn(date)).toEqual(windows);
  });

  it('holidays are found by the dates of the zone', () => {
    const holidays = (from: string, to: string) =>
      timeline.holidaysWithin({ from: at(from), to: at(to) });
    // Carnival Monday begins at 04:00Z and Tuesday ends a day later at 04:00Z.
    expect(holidays('2026-02-13T21:00:00Z', '2026-02-18T12:00:00Z')).toEqual([
      '2026-02-16',
      '2026-02-17',
    ]);
    expect(holidays('2026-02-15T00:00:00Z', '2026-02-16T04:00:00Z')).toEqual([]);
    expect(holidays('2026-02-15T00:00:00Z', '2026-02-16T04:00:00.001Z')).toEqual(['2026-02-16']);
    expect(holidays('2026-02-18T04:00:00Z', '2026-02-19T04:00:00Z')).toEqual([]);
  });
});

describe('daylight saving', () => {
  const allDay = (timeZone: string): ServiceHours => ({
    ...caracas,
    timeZone,
    week: everyDay([span('00:00', '24:00')]),
    holidays: [],
  });

  it.each([
    'Europe/Madrid',
    'America/Santiago',
    'America/Sao_Paulo',
    'Pacific/Apia',
    'America/Havana',
  ])('a desk open all day in %s serves every hour that passes', (zone) => {
    const timeline = timelineOf(allDay(zone));
    for (const from of ['2011-12-20T00:00:00Z', '2018-02-01T00:00:00Z', '2018-10-01T00:00:00Z']) {
      expect(timeline.between(at(from), at(from) + 1500 * hourMs)).toBe(1500 * hourMs);
      expect(timeline.reached(at(from), 1500 * hourMs)).toBe(at(from) + 1500 * hourMs);
      expect(timeline.exceeded(at(from), 1500 * hourMs)).toBe(at(from) + 1500 * hourMs);
    }
  });

  it.each([
    ['the day of 23 hours', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z', '00:00', '24:00', 23],
    ['the day of 25 hours', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z', '00:00', '24:00', 25],
    [
      'hours over the hour left out',
      '2026-03-29T00:00:00Z',
      '2026-03-30T00:00:00Z',
      '01:00',
      '04:00',
      2,
    ],
    ['hours wholly inside it', '2026-03-29T00:00:00Z', '2026-03-30T00:00:00Z', '02:00', '03:00', 0],
    [
      'hours that begin inside it begin after it',
      '2026-03-29T00:00:00Z',
      '2026-03-30T00:00:00Z',
      '02:30',
      '05:00',
      1.5,
    ],
    [
      'hours that end inside it keep their length',
      '2026-03-29T00:00:00Z',
      '2026-03-30T00:00:00Z',
      '01:00',
      '02:30',
      1.5,
    ],
    [
      'hours over the hour that comes twice',
      '2026-10-25T00:00:00Z',
      '2026-10-26T00:00:00Z',
      '02:00',
      '04:00',
      3,
    ],
    [
      'hours that end inside it end the first time',
      '2026-10-24T22:00:00Z',
      '2026-10-26T00:00:00Z',
      '01:00',
      '02:30',
      1.5,
    ],
  ])('Madrid, %s', (_, from, to, opens, closes, hours) => {
    const timeline = timelineOf({
      ...allDay('Europe/Madrid'),
      week: { sunday: [span(opens, closes)] },
    });
    expect(timeline.between(at(from), at(to))).toBe(hours * hourMs);
  });

  it('nobody serves on a date that the zone left out', () => {
    const timeline = timelineOf({
      ...allDay('Pacific/Apia'),
      week: { friday: [span('09:00', '17:00')] },
    });
    // Friday 2011-12-30 did not exist in Samoa.
    expect(timeline.between(at('2011-12-29T00:00:00Z'), at('2012-01-03T00:00:00Z'))).toBe(0);
  });
});

describe('the next windows', () => {
  it('the first is clipped to where one asks', () => {
    const windows = timelineOf(caracas).windows(at('2026-03-13T15:30:00Z'), 3);
    expect(windows.map(({ from, to }) => [iso(from), iso(to)])).toEqual([
      ['2026-03-13T15:30:00Z', '2026-03-13T16:00:00Z'],
      ['2026-03-13T17:00:00Z', '2026-03-13T21:00:00Z'],
      ['2026-03-16T12:00:00Z', '2026-03-16T16:00:00Z'],
    ]);
  });

  it('go over the end of a year', () => {
    const [first] = timelineOf(caracas).windows(at('2026-12-31T21:00:00Z'), 1);
    expect(first && iso(first.from)).toBe('2027-01-01T12:00:00Z');
  });

  it('end when nothing ever closes again', () => {
    const timeline = timelineOf({
      ...caracas,
      week: everyDay([span('00:00', '24:00')]),
      holidays: [{ date: '2027-01-01', name: 'Año Nuevo' }],
    });
    expect(timeline.windows(at('2026-12-31T16:00:00Z'), 5)).toEqual([
      { from: at('2026-12-31T16:00:00Z'), to: at('2027-01-01T04:00:00Z') },
      { from: at('2027-01-02T04:00:00Z'), to: Number.POSITIVE_INFINITY },
    ]);
    expect(aroundTheClock.windows(7, 2)).toEqual([{ from: 7, to: Number.POSITIVE_INFINITY }]);
  });

  it('hours given twice count once', () => {
    const timeline = timelineOf({
      ...caracas,
      week: { monday: [span('10:00', '12:00'), span('08:00', '24:00'), span('09:00', '11:00')] },
    });
    expect(timeline.between(at('2026-03-09T00:00:00Z'), at('2026-03-11T00:00:00Z'))).toBe(
      16 * hourMs,
    );
  });
});

it('a calendar that may not be saved has no timeline', () => {
  expect(() => timelineOf({ ...caracas, week: {} })).toThrow('without errors');
});

it('around the clock every millisecond counts', () => {
  expect(aroundTheClock.between(5, 5 + minuteMs)).toBe(minuteMs);
  expect(aroundTheClock.between(5, 4)).toBe(0);
  expect(aroundTheClock.before(minuteMs, 1)).toBe(minuteMs - 1);
  expect(aroundTheClock.isOpen(0)).toBe(true);
});
