import { describe, expect, it } from 'vitest';
import { hourMs } from '../../kernel/duration.ts';
import type { CalendarDefinition } from './calendar.ts';
import type { ClockEvent, Promised } from './events.ts';
import { foldClocks } from './fold.ts';
import { proveClock } from './proof.ts';
import { explainClock, explainInterval, type ProofReader } from './proof-words.ts';
import type { Timelines } from './reading.ts';
import { timelineOf } from './timeline.ts';

const weekday = [{ from: '08:00', to: '17:00' }];
const office = {
  kind: 'hours',
  timeZone: 'America/Caracas',
  week: { monday: weekday, tuesday: weekday, wednesday: weekday },
  holidays: [{ date: '2026-03-10', name: 'Día decretado' }],
  shifts: {},
  breaks: {},
} as const satisfies CalendarDefinition;
const timeline = timelineOf(office);
const timelines: Timelines = () => timeline;
const calendar = { name: 'Oficina', version: 3, ...office };

/** Monday 2026-03-09 08:00 in Caracas. */
const start = Date.parse('2026-03-09T12:00:00Z');
const h = (hoursAfter: number): number => start + hoursAfter * hourMs;

const p2: Promised = {
  priority: 'p2',
  firstResponseMinutes: 24 * 60,
  resolutionMinutes: 48 * 60,
  hours: 'calendar',
  agreementVersion: 1,
};
const registered = (promised: Promised = p2, receivedAt = start): ClockEvent => ({
  type: 'registered',
  at: start,
  promised,
  calendar: { calendarId: 1, version: 3 },
  receivedAt,
});
const spanish: ProofReader = { language: 'es', timeZone: 'America/Caracas' };

function why(hoursAfter: number, events: ClockEvent[], reader = spanish): readonly string[] {
  const clocks = foldClocks(events, h(hoursAfter), timelines);
  const reading = clocks.resolution;
  const intervals = proveClock(clocks, reading, h(hoursAfter), timelines);
  const named = reading.promised.hours === 'service' ? calendar : null;
  return explainClock({ clocks, reading, intervals, calendar: named }, reader);
}

describe('why a clock is due then, in words', () => {
  it('running: what was promised, what counted, what is left, and the due moment', () => {
    expect(why(10, [registered(), at(2, 'waiting-started'), at(5, 'waiting-ended')])).toEqual([
      'Con prioridad 2 (Alta) se prometen 48 h de resolución, en horas corridas, desde el registro de la solicitud, el 9 mar. 2026, 08:00 VET (cláusula VII).',
      'Se contaron 7 h; no contaron 3 h a la espera del cliente.',
      'Quedan 41 h: si no hay otra pausa, vence el 11 mar. 2026, 11:00 VET.',
    ]);
  });

  it('paused: since when, for whom, and that it is not due meanwhile', () => {
    expect(why(6, [registered(), at(2, 'waiting-started')]).at(-1)).toBe(
      'Está en pausa desde el 9 mar. 2026, 10:00 VET, a la espera del cliente: mientras tanto no vence. Quedan 46 h, que se cuentan al reanudar.',
    );
  });

  it('service hours: names the calendar, and the grace until service opens again', () => {
    const promised: Promised = { ...p2, resolutionMinutes: 9 * 60, hours: 'service' };
    expect(why(4, [registered(promised)])).toEqual([
      'Con prioridad 2 (Alta) se prometen 9 h de resolución, en horas de servicio, desde el registro de la solicitud, el 9 mar. 2026, 08:00 VET (cláusula VII).',
      'Las horas de servicio son las del calendario «Oficina», versión 3, en la zona America/Caracas.',
      'Se contaron 4 h; nada quedó sin contar.',
      'Quedan 5 h: si no hay otra pausa, vence el 9 mar. 2026, 17:00 VET.',
      'Se agota justo al cierre del servicio: está en plazo hasta que el servicio abra de nuevo, el 11 mar. 2026, 08:00 VET.',
    ]);
  });

  it('breached by a raised priority: says what brought it about', () => {
    const p1 = { ...p2, priority: 'p1', resolutionMinutes: 5 * 60 };
    const raised: ClockEvent = { type: 'priority-changed', at: h(7), promised: p1 };
    expect(why(8, [registered(), raised]).slice(-2)).toEqual([
      'Se superó el 9 mar. 2026, 13:00 VET: van 3 h de más (cláusula V.d).',
      'Quedó superado al cambiar la prioridad: el tiempo se juzga siempre desde el registro.',
    ]);
    const lowered: ClockEvent = { type: 'priority-changed', at: h(9), promised: p2 };
    expect(why(10, [registered(), raised, lowered]).at(-1)).toContain(
      'dejó de estarlo el 9 mar. 2026, 17:00 VET, al cambiar la prioridad. Queda en el registro.',
    );
  });

  it('VIII.c reopened: the first result is kept and the resolved time left out', () => {
    const events = [registered(), at(10, 'resolved'), at(20, 'reopened')];
    const said = why(21, events, { language: 'en', timeZone: 'UTC' });
    expect(said).toContain('11 h counted; these did not count: 10 h while it was resolved.');
    expect(said.at(-1)).toContain('It had been resolved on Mar 9, 2026');
  });

  it('met: nothing that changed later touches it', () => {
    const events = [
      registered(),
      at(10, 'resolved'),
      { type: 'priority-changed', at: h(20), promised: { ...p2, resolutionMinutes: 60 } } as const,
    ];
    expect(why(30, events).at(-1)).toBe(
      'Se detuvo el 9 mar. 2026, 18:00 VET, dentro del plazo (vencía el 11 mar. 2026, 08:00 VET). Lo que cambió después no lo toca.',
    );
  });

  it('VI.e: nothing is promised, and a level that the agreement does not know keeps its key', () => {
    const agreed = {
      ...p2,
      priority: 'agreed',
      firstResponseMinutes: null,
      resolutionMinutes: null,
    };
    expect(why(5, [registered(agreed)])).toEqual([
      'Con prioridad convenida no se promete un tiempo de resolución: la resolución es una responsabilidad compartida (cláusula VI.e).',
    ]);
    expect(why(5, [registered({ ...p2, priority: 'gold' })])[0]).toContain('Con gold se prometen');
  });

  it('a stretch outside service hours names the holidays that closed it', () => {
    const promised: Promised = { ...p2, hours: 'service' };
    const clocks = foldClocks([registered(promised)], h(50), timelines);
    const intervals = proveClock(clocks, clocks.resolution, h(50), timelines);
    expect(intervals.map((interval) => explainInterval(interval, calendar, 'es'))).toEqual([
      'Corrió',
      'Fuera del horario de servicio (Día decretado, 2026-03-10)',
      'Corrió',
    ]);
  });
});

function at(
  hoursAfter: number,
  type: 'waiting-started' | 'waiting-ended' | 'resolved' | 'reopened',
): ClockEvent {
  return { type, at: h(hoursAfter) };
}
