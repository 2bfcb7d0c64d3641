import { unreachable } from '../../kernel/assert.ts';
import type { Language, Words } from '../../kernel/language.ts';
import { priorities, type Target } from '../terms.ts';
import { type Wording, wordingFor } from '../wording.ts';
import { changeCauses } from './change-words.ts';
import type { ProofInterval, ProofReason } from './proof.ts';
import type { ClockReading, Clocks } from './reading.ts';

/** What a clock was proved from, and the names that its calendar gives: nothing here is looked up. */
export interface Proof {
  readonly clocks: Pick<Clocks, 'registeredAt'>;
  readonly reading: ClockReading;
  readonly intervals: readonly ProofInterval[];
  /** The calendar whose hours count; null where every hour does. */
  readonly calendar: ProofCalendar | null;
}

export interface ProofCalendar {
  readonly name: string;
  readonly version: number;
  readonly timeZone: string;
  readonly holidays: readonly { readonly date: string; readonly name: string }[];
}

export interface ProofReader {
  readonly language: Language;
  /** IANA: the reader's own. */
  readonly timeZone: string;
}

/**
 * VII: why a clock is due when it is due, in a few sentences, from what was promised to what it comes to. Said from
 * the proof alone, so that the desk, the customer and the command line read the same.
 */
export function explainClock(
  { clocks, reading, intervals, calendar }: Proof,
  { language, timeZone }: ProofReader,
): readonly string[] {
  const say = wordingFor(language, timeZone);
  // A stopped clock keeps the registration that it was judged by, whatever was merged into the request since.
  const registeredAt = reading.phases[0]?.from ?? clocks.registeredAt;
  const told: Told = { reading, intervals, calendar, registeredAt, say };
  const sentences = language === 'es' ? spanish : english;
  return [
    sentences.promise(told),
    ...(calendar === null || reading.targetMs === null ? [] : [sentences.hours(calendar)]),
    ...(countsNothing(reading) ? [] : [sentences.count(told)]),
    ...standing(told, sentences),
    ...reading.clearedBreaches.map((cleared) => sentences.cleared(cleared, say)),
    ...earlierResults(reading).map((result) => sentences.result(result, say)),
  ];
}

/** One stretch in words: that it counted, or why it did not; with the holidays that closed it. */
export function explainInterval(
  interval: ProofInterval,
  calendar: ProofCalendar | null,
  language: Language,
): string {
  const words = reasonWords[interval.reason][language];
  const holidays = interval.holidays.map((date) => {
    const name = calendar?.holidays.find((holiday) => holiday.date === date)?.name ?? '';
    return name === '' ? date : `${name}, ${date}`;
  });
  return holidays.length === 0 ? words : `${words} (${holidays.join('; ')})`;
}

interface Told {
  readonly reading: ClockReading;
  readonly intervals: readonly ProofInterval[];
  readonly calendar: ProofCalendar | null;
  readonly registeredAt: number;
  readonly say: Wording;
}

type Cleared = ClockReading['clearedBreaches'][number];
type Result = ClockReading['results'][number];

/** The sentences of one language. */
interface Sentences {
  readonly promise: (told: Told) => string;
  readonly hours: (calendar: ProofCalendar) => string;
  readonly count: (told: Told) => string;
  readonly running: (told: Told & { readonly dueAt: number }) => string;
  readonly keptUntil: (until: number, say: Wording) => string;
  readonly agreedDate: (told: Told & { readonly dueAt: number }) => string;
  readonly overdue: (told: Told & { readonly breach: { readonly at: number } }) => string;
  readonly overdueBy: (cause: Words) => string;
  readonly paused: (told: Told) => string;
  readonly met: (told: Told & { readonly metAt: number }) => string;
  readonly cancelled: (told: Told) => string;
  readonly cleared: (cleared: Cleared, say: Wording) => string;
  readonly result: (result: Result, say: Wording) => string;
}

/** Where it stands: what is left of it, or how it ended. */
function standing(told: Told, sentences: Sentences): readonly string[] {
  const { reading, say } = told;
  switch (reading.state) {
    case 'none':
      return [];
    case 'cancelled':
      return [sentences.cancelled(told)];
    case 'met':
      return reading.metAt === null ? [] : [sentences.met({ ...told, metAt: reading.metAt })];
    case 'paused':
      return [...overdue(told, sentences), sentences.paused(told)];
    case 'running': {
      const { dueAt, breachAt, breach } = reading;
      if (breach !== null) return overdue(told, sentences);
      if (dueAt === null) return [];
      if (reading.targetMs === null) return [sentences.agreedDate({ ...told, dueAt })];
      const due = sentences.running({ ...told, dueAt });
      return breachAt === null || breachAt === dueAt
        ? [due]
        : [due, sentences.keptUntil(breachAt, say)];
    }
    default:
      return unreachable(reading.state);
  }
}

function overdue(told: Told, sentences: Sentences): readonly string[] {
  const { breach } = told.reading;
  if (breach === null) return [];
  const over = sentences.overdue({ ...told, breach });
  if (breach.cause === 'time-passed') return [over];
  return [over, sentences.overdueBy(changeCauses[breach.cause])];
}

/** VIII.c: what it came to before it was reopened. Without a reopening the result is the state itself. */
const earlierResults = ({ state, results }: ClockReading): readonly Result[] =>
  state === 'met' ? results.slice(0, -1) : results;

const countsNothing = ({ targetMs, elapsedMs }: ClockReading): boolean =>
  targetMs === null && elapsedMs === 0;

const minutes = (ms: number): number => Math.floor(ms / 60_000);

const counted = (told: Told): string => told.say.minutes(minutes(told.reading.elapsedMs));

const left = ({ reading, say }: Told): string =>
  say.minutes(Math.max(0, minutes((reading.targetMs ?? 0) - reading.elapsedMs)));

const over = ({ reading, say }: Told): string =>
  say.minutes(Math.max(0, minutes(reading.elapsedMs - (reading.targetMs ?? 0))));

const target = ({ reading, say }: Told): string => say.minutes(minutes(reading.targetMs ?? 0));

/** What did not count, by its reason, the longest first: the whole of a long proof in half a line. */
function uncounted({ intervals, say }: Told, language: Language): string {
  const lengths = new Map<ProofReason, number>();
  for (const { reason, from, to } of intervals) {
    if (reason !== 'counted') lengths.set(reason, (lengths.get(reason) ?? 0) + to - from);
  }
  return [...lengths]
    .filter(([, ms]) => ms >= 60_000)
    .toSorted((a, b) => b[1] - a[1])
    .map(([reason, ms]) => `${say.minutes(minutes(ms))} ${shortReasons[reason][language]}`)
    .join(', ');
}

/** The level by its name; a what-if may ask about one that the agreement does not know. */
function priority({ reading, say }: Told): string {
  const known = priorities.find((each) => each === reading.promised.priority);
  return known === undefined ? reading.promised.priority : say.priority(known);
}

const hoursWords: Readonly<Record<Target['hours'], Words>> = {
  calendar: { es: 'horas corridas', en: 'hours around the clock' },
  service: { es: 'horas de servicio', en: 'service hours' },
};

const spanish: Sentences = {
  promise: (told) => {
    const { reading, registeredAt, say } = told;
    const since = `desde el registro de la solicitud, el ${say.moment(registeredAt)}`;
    if (reading.targetMs === null) {
      return `Con ${priority(told)} no se promete un tiempo de ${say.clock(reading.kind)}: la resolución es una responsabilidad compartida (${say.clause('VI.e')}).`;
    }
    return `Con ${priority(told)} se prometen ${target(told)} de ${say.clock(reading.kind)}, en ${hoursWords[reading.promised.hours].es}, ${reading.kind === 'nextResponse' ? 'desde la reapertura' : since} (${say.clause('VII')}).`;
  },
  hours: ({ name, version, timeZone }) =>
    `Las horas de servicio son las del calendario «${name}», versión ${version}, en la zona ${timeZone}.`,
  count: (told) => {
    const rest = uncounted(told, 'es');
    return `Se contaron ${counted(told)}${rest === '' ? '; nada quedó sin contar' : `; no contaron ${rest}`}.`;
  },
  running: (told) =>
    `Quedan ${left(told)}: si no hay otra pausa, vence el ${told.say.moment(told.dueAt)}.`,
  keptUntil: (until, say) =>
    `Se agota justo al cierre del servicio: está en plazo hasta que el servicio abra de nuevo, el ${say.moment(until)}.`,
  agreedDate: ({ dueAt, say }) =>
    `Ambas partes convinieron una fecha: ${say.moment(dueAt)} (${say.clause('VI.e')}).`,
  overdue: (told) =>
    told.reading.targetMs === null
      ? `La fecha convenida pasó el ${told.say.moment(told.breach.at)}.`
      : `Se superó el ${told.say.moment(told.breach.at)}: van ${over(told)} de más (${told.say.clause('V.d')}).`,
  overdueBy: (cause) => `Quedó superado ${cause.es}: el tiempo se juzga siempre desde el registro.`,
  paused: (told) => {
    const { reading, say } = told;
    const phase = reading.phases.at(-1);
    const since = phase === undefined ? '' : ` desde el ${say.moment(phase.from)}`;
    const cause =
      phase === undefined
        ? ''
        : `, ${shortReasons[phase.kind === 'counting' ? 'counted' : phase.kind].es}`;
    const until = reading.resumesAt === null ? '' : `, hasta el ${say.moment(reading.resumesAt)}`;
    const rest =
      reading.breach === null ? ` Quedan ${left(told)}, que se cuentan al reanudar.` : '';
    return `Está en pausa${since}${cause}${until}: mientras tanto no vence.${rest}`;
  },
  met: (told) => {
    const { reading, say, metAt } = told;
    const due = reading.dueAt === null ? '' : ` (vencía el ${say.moment(reading.dueAt)})`;
    const verdict =
      reading.onTime === null
        ? ''
        : reading.onTime
          ? `, dentro del plazo${due}`
          : `, fuera del plazo${due}`;
    return `Se detuvo el ${say.moment(metAt)}${verdict}. Lo que cambió después no lo toca.`;
  },
  cancelled: () => 'Dejó de contar: la solicitud terminó sin resolución, y no se juzga.',
  cleared: ({ at, clearedAt, clearedBy }, say) =>
    `Estuvo superado desde el ${say.moment(at)}; dejó de estarlo el ${say.moment(clearedAt)}, ${changeCauses[clearedBy].es}. Queda en el registro.`,
  result: ({ metAt, onTime, elapsedMs }, say) =>
    `Se había resuelto el ${say.moment(metAt)} con ${say.minutes(minutes(elapsedMs))}${
      onTime === null ? '' : onTime ? ', dentro del plazo' : ', fuera del plazo'
    }: ese resultado se conserva, y al reabrirse siguió el mismo reloj (${say.clause('VIII.c')}).`,
};

const english: Sentences = {
  promise: (told) => {
    const { reading, registeredAt, say } = told;
    const since = `from the registration of the request on ${say.moment(registeredAt)}`;
    if (reading.targetMs === null) {
      return `With ${priority(told)} no ${say.clock(reading.kind)} time is promised: the resolution is a shared responsibility (${say.clause('VI.e')}).`;
    }
    return `With ${priority(told)} the ${say.clock(reading.kind)} time promised is ${target(told)}, in ${hoursWords[reading.promised.hours].en}, ${reading.kind === 'nextResponse' ? 'from the reopening' : since} (${say.clause('VII')}).`;
  },
  hours: ({ name, version, timeZone }) =>
    `Service hours are those of the calendar “${name}”, version ${version}, in the zone ${timeZone}.`,
  count: (told) => {
    const rest = uncounted(told, 'en');
    return `${counted(told)} counted${rest === '' ? '; nothing was left out' : `; these did not count: ${rest}`}.`;
  },
  running: (told) =>
    `${left(told)} are left: without another pause it is due on ${told.say.moment(told.dueAt)}.`,
  keptUntil: (until, say) =>
    `It runs out exactly as service closes: it is in time until service opens again, on ${say.moment(until)}.`,
  agreedDate: ({ dueAt, say }) =>
    `Both sides agreed on a date: ${say.moment(dueAt)} (${say.clause('VI.e')}).`,
  overdue: (told) =>
    told.reading.targetMs === null
      ? `The agreed date passed on ${told.say.moment(told.breach.at)}.`
      : `It was exceeded on ${told.say.moment(told.breach.at)}: it is ${over(told)} over (${told.say.clause('V.d')}).`,
  overdueBy: (cause) => `It was exceeded ${cause.en}: time is always judged from registration.`,
  paused: (told) => {
    const { reading, say } = told;
    const phase = reading.phases.at(-1);
    const since = phase === undefined ? '' : ` since ${say.moment(phase.from)}`;
    const cause =
      phase === undefined
        ? ''
        : `, ${shortReasons[phase.kind === 'counting' ? 'counted' : phase.kind].en}`;
    const until = reading.resumesAt === null ? '' : `, until ${say.moment(reading.resumesAt)}`;
    const rest =
      reading.breach === null ? ` ${left(told)} are left, and count when it goes on.` : '';
    return `It is paused${since}${cause}${until}: meanwhile it is not due.${rest}`;
  },
  met: (told) => {
    const { reading, say, metAt } = told;
    const due = reading.dueAt === null ? '' : ` (due on ${say.moment(reading.dueAt)})`;
    const verdict =
      reading.onTime === null ? '' : reading.onTime ? `, in time${due}` : `, late${due}`;
    return `It stopped on ${say.moment(metAt)}${verdict}. Nothing that changed later touches it.`;
  },
  cancelled: () =>
    'It no longer counts: the request ended without a resolution, and is not judged.',
  cleared: ({ at, clearedAt, clearedBy }, say) =>
    `It was exceeded since ${say.moment(at)}; it no longer was on ${say.moment(clearedAt)}, ${changeCauses[clearedBy].en}. It stays on record.`,
  result: ({ metAt, onTime, elapsedMs }, say) =>
    `It had been resolved on ${say.moment(metAt)} with ${say.minutes(minutes(elapsedMs))}${
      onTime === null ? '' : onTime ? ', in time' : ', late'
    }: that result is kept, and after the reopening the same clock went on (${say.clause('VIII.c')}).`,
};

const reasonWords: Readonly<Record<ProofReason, Words>> = {
  counted: { es: 'Corrió', en: 'Running' },
  held: {
    es: 'Retenida: aún no se había registrado',
    en: 'Held: it was not registered yet',
  },
  'outside-hours': { es: 'Fuera del horario de servicio', en: 'Outside service hours' },
  waiting: {
    es: 'En pausa: se esperaba la respuesta del cliente',
    en: "Paused: the customer's answer was awaited",
  },
  'no-show': {
    es: 'En pausa: el cliente no asistió y falta acordar otra fecha',
    en: 'Paused: the customer was absent and another date is to be agreed',
  },
  appointment: { es: 'En pausa hasta la actividad pautada', en: 'Paused until the appointment' },
  untimed: { es: 'Prioridad convenida: no corre', en: 'Agreed priority: it does not run' },
  resolved: {
    es: 'Resuelta: este tiempo no cuenta',
    en: 'Resolved: this time does not count',
  },
};

const shortReasons: Readonly<Record<ProofReason, Words>> = {
  counted: { es: 'contadas', en: 'counted' },
  held: { es: 'antes del registro', en: 'before registration' },
  'outside-hours': { es: 'fuera del horario de servicio', en: 'outside service hours' },
  waiting: { es: 'a la espera del cliente', en: 'waiting for the customer' },
  'no-show': { es: 'por ausencia del cliente', en: 'as the customer was absent' },
  appointment: { es: 'hasta la actividad pautada', en: 'until the appointment' },
  untimed: { es: 'con prioridad convenida', en: 'under the agreed priority' },
  resolved: { es: 'mientras estuvo resuelta', en: 'while it was resolved' },
};
