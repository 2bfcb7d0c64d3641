import { describe, expect, it } from 'vitest';
import { readInvitations } from './calendar-events.ts';

const event = (...lines: string[]) =>
  ['BEGIN:VCALENDAR', 'BEGIN:VEVENT', ...lines, 'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n');
const read = (text: string, method: string | null = 'REQUEST') =>
  readInvitations({ method, text })[0];
const at = (iso: string) => ({ kind: 'instant', at: Date.parse(iso) });

describe('what an invitation says', () => {
  it('what, where, who, and who answered what', () => {
    const text = event(
      'UID:abc@cliente.example',
      'SUMMARY:Revisión\\, parte 1\\nSala\\; piso 2',
      'LOCATION:Oficina',
      '  principal',
      'DTSTART:20261130T140000Z',
      'DTEND:20261130T150000Z',
      'ORGANIZER;CN="Pérez, Ana":mailto:ana@cliente.example',
      'ATTENDEE;PARTSTAT=ACCEPTED;CN=Luis:MAILTO:luis@cliente.example',
      'ATTENDEE;RSVP=TRUE:mailto:mesa@desk.example',
      'RRULE:FREQ=WEEKLY',
    );
    expect(read(text)).toEqual({
      act: 'invitation',
      uid: 'abc@cliente.example',
      title: 'Revisión, parte 1 Sala; piso 2',
      place: 'Oficina principal',
      start: at('2026-11-30T14:00:00Z'),
      end: at('2026-11-30T15:00:00Z'),
      repeats: true,
      organizer: { name: 'Pérez, Ana', address: 'ana@cliente.example', answer: 'waiting' },
      attendees: [
        { name: 'Luis', address: 'luis@cliente.example', answer: 'accepted' },
        { name: '', address: 'mesa@desk.example', answer: 'waiting' },
      ],
    });
  });

  it.each([
    ['REQUEST', 'SEQUENCE:0', 'invitation'],
    ['REQUEST', 'SEQUENCE:2', 'change'],
    ['REQUEST', 'STATUS:CANCELLED', 'cancellation'],
    ['CANCEL', 'SEQUENCE:1', 'cancellation'],
    ['REPLY', '', 'answer'],
    ['COUNTER', '', 'proposal'],
    ['PUBLISH', '', 'event'],
    [null, '', 'event'],
  ])('%s %s: %s', (method, line, act) => {
    expect(read(event(line), method)?.act).toBe(act);
  });
});

describe('when it is', () => {
  const zone = (name: string, ...offsets: string[]) =>
    [
      'BEGIN:VTIMEZONE',
      `TZID:${name}`,
      ...offsets.flatMap((offset) => ['BEGIN:STANDARD', `TZOFFSETTO:${offset}`, 'END:STANDARD']),
      'END:VTIMEZONE',
      '',
    ].join('\r\n');

  it.each([
    ['DTSTART;TZID=America/Caracas:20261130T100000', at('2026-11-30T14:00:00Z')],
    [
      'DTSTART;TZID="/example.org/2021/America/New_York":20260704T100000',
      at('2026-07-04T14:00:00Z'),
    ],
    ['DTSTART;TZID=Venezuela Standard Time:20261130T100000', at('2026-11-30T14:00:00Z')],
    ['DTSTART;TZID=Fixed:20261130T100000', at('2026-11-30T13:00:00Z')],
    ['DTSTART;TZID=Two:20261130T100000', { kind: 'wall', wall: '2026-11-30T10:00', zone: 'Two' }],
    ['DTSTART:20261130T100000', { kind: 'wall', wall: '2026-11-30T10:00', zone: '' }],
    ['DTSTART;VALUE=DATE:20261130', { kind: 'day', day: '2026-11-30' }],
    ['DTSTART:99990101T000000Z', null],
    ['DTSTART:00010101T000000Z', null],
    ['DTSTART:20261331T000000Z', null],
    ['DTSTART:mañana', null],
  ])('%s', (line, start) => {
    const text = zone('Fixed', '-0300') + zone('Two', '-0300', '-0200') + event(line);
    expect(read(text)?.start).toEqual(start);
  });

  it.each([
    ['DTEND;VALUE=DATE:20261202', { kind: 'day', day: '2026-12-01' }],
    ['DURATION:P2D', { kind: 'day', day: '2026-12-01' }],
    ['DURATION:nada', null],
    ['', null],
  ])('days from 2026-11-30, %s', (line, end) => {
    expect(read(event('DTSTART;VALUE=DATE:20261130', line))?.end).toEqual(end);
  });

  it('a duration ends it', () => {
    const text = event('DTSTART:20261130T100000Z', 'DURATION:PT1H30M');
    expect(read(text)?.end).toEqual(at('2026-11-30T11:30:00Z'));
  });
});

it('bombs cost no time and no room', () => {
  const before = performance.now();
  for (const text of [
    event(...Array.from({ length: 20_000 }, (_, n) => `ATTENDEE;CN=${n}:mailto:${n}@x`)),
    event('').repeat(5_000),
    event(`SUMMARY${';A=B'.repeat(60_000)}:x`),
    event(`ATTENDEE;CN="${','.repeat(200_000)}`),
    `BEGIN:VEVENT\r\n${' x'.repeat(100_000)}`,
    'BEGIN:VCALENDAR\r\n'.repeat(15_000),
  ]) {
    const invitations = readInvitations({ method: 'REQUEST', text });
    expect(invitations.length).toBeLessThanOrEqual(5);
    expect(invitations[0]?.attendees.length ?? 0).toBeLessThanOrEqual(50);
  }
  expect(performance.now() - before).toBeLessThan(1_000);
});
