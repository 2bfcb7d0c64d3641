import type { Instant } from '../kernel/clock.ts';
import type { Language, Words } from '../kernel/language.ts';
import type { ClauseId } from './clauses.ts';
import type { ClockKind } from './clocks/reading.ts';
import { priorityNames } from './priority.ts';
import type { Priority } from './terms.ts';
import type { ActingKind, TicketAct, TicketStatus } from './transitions.ts';

/** The pieces that sentences about the agreement are made of, in one language and one time zone. */
export interface Wording {
  readonly units: (units: number) => string;
  readonly minutes: (minutes: number) => string;
  readonly moment: (instant: Instant) => string;
  readonly priority: (priority: Priority) => string;
  readonly clock: (clock: ClockKind) => string;
  readonly status: (status: TicketStatus) => string;
  readonly act: (act: TicketAct) => string;
  readonly actor: (by: ActingKind) => string;
  readonly clause: (clause: ClauseId) => string;
}

/** `timeZone` is an IANA name: the reader's own. Every moment is printed with its zone. */
export function wordingFor(language: Language, timeZone: string): Wording {
  return {
    units: (units) => countUnits(units, language),
    minutes: (minutes) => spellMinutes(minutes),
    moment: (instant) => momentFormat(language, timeZone).format(instant),
    priority: (priority) => inSentence(priorityNames[priority][language]),
    clock: (clock) => clockNames[clock][language],
    status: (status) => statusNames[status][language],
    act: (act) => actNames[act][language],
    actor: (by) => actorNames[by][language],
    clause: (clause) => citeClause(clause, language),
  };
}

function countUnits(units: number, language: Language): string {
  const one = Math.abs(units) === 1;
  if (language === 'es') return `${units} ${one ? 'unidad' : 'unidades'} de crédito`;
  return `${units} credit ${one ? 'unit' : 'units'}`;
}

/** "1 h 10 min", the same in both languages. Work and targets are whole minutes. */
function spellMinutes(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}

const inSentence = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

function citeClause(clause: ClauseId, language: Language): string {
  if (language === 'es') return clause === 'P' ? 'preámbulo' : `cláusula ${clause}`;
  return clause === 'P' ? 'preamble' : `clause ${clause}`;
}

const locales: Readonly<Record<Language, string>> = { es: 'es-VE', en: 'en' };

// Building an Intl format costs a thousand times what using it does, and a ticket shows dozens.
const momentFormats = new Map<string, Intl.DateTimeFormat>();

function momentFormat(language: Language, timeZone: string): Intl.DateTimeFormat {
  const key = `${language} ${timeZone}`;
  const known = momentFormats.get(key);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat(locales[language], {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    // As every screen and letter does: a promise leaves no doubt about which half of the day.
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
    timeZone,
  });
  momentFormats.set(key, format);
  return format;
}

const clockNames: Readonly<Record<ClockKind, Words>> = {
  firstResponse: { es: 'atención', en: 'first response' },
  resolution: { es: 'resolución', en: 'resolution' },
  nextResponse: { es: 'próxima respuesta', en: 'next response' },
};

const statusNames: Readonly<Record<TicketStatus, Words>> = {
  held: { es: 'retenida', en: 'held' },
  open: { es: 'abierta', en: 'open' },
  waiting: { es: 'en espera del cliente', en: 'waiting for the customer' },
  resolved: { es: 'resuelta', en: 'resolved' },
  closed: { es: 'cerrada', en: 'closed' },
  referred: { es: 'canalizada a servicios profesionales', en: 'referred to professional services' },
  rejected: { es: 'rechazada', en: 'rejected' },
  withdrawn: { es: 'retirada', en: 'withdrawn' },
};

const actorNames: Readonly<Record<ActingKind, Words>> = {
  customer: { es: 'el cliente', en: 'the customer' },
  agent: { es: 'el asesor', en: 'the agent' },
  system: { es: 'el sistema', en: 'the system' },
};

/** What is done to a request, as the end of "se puede ..." and "one can ...". */
const actNames: Readonly<Record<TicketAct, Words>> = {
  admit: { es: 'admitir', en: 'admit' },
  reply: { es: 'responder', en: 'reply to' },
  answer: { es: 'contestar', en: 'answer' },
  note: { es: 'anotar', en: 'add a note to' },
  assign: { es: 'asignar', en: 'assign' },
  'verify-priority': { es: 'verificar la prioridad de', en: 'verify the priority of' },
  'log-work': { es: 'registrar trabajo en', en: 'log work on' },
  schedule: { es: 'pautar una actividad en', en: 'schedule an appointment on' },
  'record-no-show': { es: 'registrar una ausencia en', en: 'record a no-show on' },
  'ask-information': { es: 'pedir información en', en: 'ask for information on' },
  'confirm-presence': { es: 'avisar que sigue pendiente de', en: 'say to be still there about' },
  'ask-units': { es: 'pedir la aprobación de unidades de', en: 'ask for approval of units of' },
  'decide-units': { es: 'decidir sobre unidades de', en: 'decide about units of' },
  remind: { es: 'enviar un recordatorio de', en: 'send a reminder of' },
  abandon: { es: 'cerrar por abandono', en: 'close as abandoned' },
  resolve: { es: 'resolver', en: 'resolve' },
  confirm: { es: 'confirmar la solución de', en: 'confirm the solution of' },
  close: { es: 'cerrar', en: 'close' },
  reopen: { es: 'reabrir', en: 'reopen' },
  refer: { es: 'canalizar a servicios profesionales', en: 'refer to professional services' },
  reject: { es: 'rechazar', en: 'reject' },
  'claim-scope': {
    es: 'pedir que se revise el alcance de',
    en: 'ask for a review of the scope of',
  },
  'decide-scope': { es: 'decidir sobre el alcance de', en: 'decide about the scope of' },
  withdraw: { es: 'retirar', en: 'withdraw' },
  split: { es: 'separar una nueva solicitud de', en: 'split a new request out of' },
  merge: { es: 'unir a otra', en: 'merge into another' },
  link: { es: 'enlazar', en: 'link' },
  follow: { es: 'seguir', en: 'follow' },
  snooze: { es: 'posponer', en: 'snooze' },
  'add-participant': { es: 'agregar a alguien a', en: 'add somebody to' },
};
