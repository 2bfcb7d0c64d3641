import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { appointmentUid, type CalendarEvent, readUid, writeCalendar } from './write-calendar.ts';

const event: CalendarEvent = {
  method: 'REQUEST',
  uid: appointmentUid(42, 'desk.example'),
  sequence: 3,
  status: 'CONFIRMED',
  startsAt: Date.parse('2026-11-24T13:30:00Z'),
  endsAt: Date.parse('2026-11-24T14:30:00Z'),
  stampedAt: Date.parse('2026-11-20T10:00:00Z'),
  summary: 'Configuración de la impresora fiscal; caja 3, «piso» 2 (solicitud #1042)',
  description:
    'Línea uno: dirección, teléfono; código \\ ruta.\nLínea dos con ñ, á, é, í, ó, ú y ü, y un emoji 🖨️ para que ninguna línea se parta dentro de un carácter.\n' +
    'Si no está disponible a la hora acordada, o cancela con menos de 4 h de aviso, se cobra el mínimo: 1 unidad (cláusula T6). '.repeat(
      5,
    ),
  location: 'Av. Francisco de Miranda, Torre B; piso 4',
  url: 'https://desk.example/tickets/1042',
  organizer: { name: 'Mesa "de" soporte', address: 'mesa+t1.2.abc@desk.example' },
  attendee: { name: 'Peña, José: caja', address: 'jose@orinoco.example', accepted: false },
  alarmMinutes: 30,
};

const parse = (text: string) => {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const component = calendar.getFirstSubcomponent('vevent');
  if (component === null) throw new Error('there is no event');
  return { calendar, component, read: new ICAL.Event(component) };
};

describe('an invitation as iCalendar', () => {
  it('is read back by an independent parser, letter by letter', () => {
    const { calendar, component, read } = parse(writeCalendar(event));
    expect(calendar.getFirstPropertyValue('method')).toBe('REQUEST');
    expect(calendar.getFirstPropertyValue('version')).toBe('2.0');
    expect(read.uid).toBe('appointment-42@desk.example');
    expect(read.sequence).toBe(3);
    expect(read.summary).toBe(event.summary);
    expect(read.description).toBe(event.description);
    expect(read.location).toBe(event.location);
    expect(read.startDate.toJSDate().getTime()).toBe(event.startsAt);
    expect(read.endDate.toJSDate().getTime()).toBe(event.endsAt);
    expect(read.startDate.zone.tzid).toBe('UTC');
    const organizer = component.getFirstProperty('organizer');
    expect(organizer?.getFirstValue()).toBe('mailto:mesa+t1.2.abc@desk.example');
    expect(organizer?.getParameter('cn')).toBe("Mesa 'de' soporte");
    const attendee = component.getFirstProperty('attendee');
    expect(attendee?.getFirstValue()).toBe('mailto:jose@orinoco.example');
    expect(attendee?.getParameter('cn')).toBe('Peña, José: caja');
    expect(attendee?.getParameter('rsvp')).toBe('TRUE');
    expect(attendee?.getParameter('partstat')).toBe('NEEDS-ACTION');
    const alarm = component.getFirstSubcomponent('valarm');
    expect(String(alarm?.getFirstPropertyValue('trigger'))).toBe('-PT30M');
  });

  it('no line is longer than 75 octets, and every line ends as RFC 5545 says', () => {
    const text = writeCalendar(event);
    const lines = text.split('\r\n');
    expect(lines.pop()).toBe('');
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(lines.some((line) => line.startsWith(' '))).toBe(true);
  });

  it('what a person typed cannot begin a property of its own', () => {
    const text = writeCalendar({
      ...event,
      summary: 'Uno\r\nATTENDEE:mailto:otro@x.example',
      location: 'Dos\nEND:VEVENT',
      attendee: { name: 'Tres"\r\nX-EVIL:1', address: 'jose@orinoco.example', accepted: true },
    });
    const { component } = parse(text);
    expect(component.getAllProperties('attendee')).toHaveLength(1);
    expect(component.getFirstProperty('x-evil')).toBeNull();
  });

  it('names its appointment, and nothing else does', () => {
    expect(readUid(' appointment-42@desk.example')).toBe(42);
    expect(readUid('appointment-0@desk.example')).toBeNull();
    expect(readUid('040000008200E00074C5B7101A82E008')).toBeNull();
  });
});
