import { renderToString } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';
import { inHours, sampleContext, sampleTicket } from '../../../../test/support/sample-ticket.ts';
import type { Appointment } from '../../web/contract.ts';
import { AppointmentsSection } from './appointments.tsx';

const agent = { personId: 9, name: 'Ramón' };
const offered: Appointment = {
  id: 5,
  ticket: { number: 1042, subject: 'No factura la caja 3' },
  organization: { id: 7, name: 'El Ávila' },
  state: 'offered',
  subject: 'Configurar la impresora',
  place: 'remote',
  location: '',
  durationMinutes: 60,
  agent,
  startsAt: null,
  endsAt: null,
  slots: [
    { id: 1, startsAt: inHours(48), endsAt: inHours(49), proposedBy: 'agent', person: agent },
    { id: 2, startsAt: inHours(72), endsAt: inHours(73), proposedBy: 'agent', person: agent },
  ],
  surcharge: null,
  absenceUnits: 1,
  noticeMinutes: 240,
  freeUntil: null,
  cancellationUnits: 0,
  acceptances: [],
  outcomeFrom: null,
  outcomeNote: '',
  attemptsNote: '',
  chargedUnits: 0,
  endedAt: null,
  calendarUrl: null,
};
const agreed: Appointment = {
  ...offered,
  state: 'accepted',
  startsAt: inHours(48),
  endsAt: inHours(49),
  slots: [],
  freeUntil: inHours(44),
  calendarUrl: '/appointments/5/calendar.ics',
};

const shown = (appointment: Appointment): string =>
  renderToString(
    <AppointmentsSection
      context={sampleContext()}
      ticket={sampleTicket({ appointments: [appointment], acts: ['schedule'] })}
      formKey="a-key-of-a-form"
    />,
  );
const boxes = (html: string, name: string): number =>
  html.split(new RegExp(`<input[^>]*name="${name}"[^>]*required`)).length - 1;

describe('T5, T6 an activity in the portal', () => {
  it('each time is one tap, and what absence costs stands beside it', () => {
    const html = shown(offered);
    expect(html.match(/<button[^>]*name="slot"/g)).toHaveLength(2);
    expect(html).toContain('se cobra el mínimo: 1 unidad');
    expect(boxes(html, 'surcharge')).toBe(0);
  });

  it('a visit takes the word for its charge, in the offer and in a proposal', () => {
    const surcharge = { units: 2, note: 'Traslado', accepted: false };
    const visit: Appointment = { ...offered, place: 'onsite', location: 'Local 3', surcharge };
    expect(boxes(shown(visit), 'surcharge')).toBe(2);
    const accepted = { ...visit, surcharge: { ...surcharge, accepted: true } };
    expect(boxes(shown(accepted), 'surcharge')).toBe(0);
  });

  it('cancelling in time says until when it is free; late, it takes the word for the charge', () => {
    const free = shown(agreed);
    expect(free).toContain('Cancelar no cuesta nada hasta');
    expect(boxes(free, 'charge')).toBe(0);
    const late = shown({ ...agreed, cancellationUnits: 1 });
    expect(late).toContain('Con menos de 4 h de aviso, cancelar cuesta el mínimo: 1 unidad');
    expect(boxes(late, 'charge')).toBe(1);
  });

  it('what an absence cost is said, with what to do about it', () => {
    const html = shown({
      ...agreed,
      state: 'no-show',
      chargedUnits: 1,
      outcomeNote: 'Nadie se conectó',
      attemptsNote: 'Dos llamadas',
      endedAt: inHours(49),
    });
    for (const words of ['Se cobró el mínimo: 1 unidad', 'Nadie se conectó', 'Dos llamadas']) {
      expect(html).toContain(words);
    }
    expect(html).toContain('una persona lo revisará');
    expect(html).not.toContain('<form');
  });
});
