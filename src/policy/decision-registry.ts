import { assert } from '../kernel/assert.ts';
import type { Language, Words } from '../kernel/language.ts';
import type { QuietReason } from './automatic-answers.ts';
import { type ClauseId, clauseIds, isClauseId } from './clauses.ts';
import { changeCauses } from './clocks/change-words.ts';
import type { ResolutionForm } from './closing.ts';
import type { DecisionFacts, DecisionKind, HeldFacts, RefusedFacts } from './decision-facts.ts';
import { clauseOfPriority, type PrioritySource } from './priority.ts';
import type { MailPlace } from './priority-from-mail.ts';
import { wordReason } from './reasons.ts';
import type { Target } from './terms.ts';
import type { Ending } from './units.ts';
import type { Wording } from './wording.ts';

/** A sentence without its full stop; `explainDecision` adds the clause and the stop. */
type Sentence<F> = (facts: F, say: Wording) => string;

/** What the registry knows of one kind of decision. */
interface DecisionDefinition<F> {
  /** The clauses that it may cite; the first is the usual one. */
  readonly clauses: readonly [ClauseId, ...ClauseId[]];
  /** Picks among `clauses` by the facts; left out where the first is always right. */
  readonly cites?: (facts: F) => ClauseId;
  /** False: only agents see it in the ticket's log. */
  readonly shownToCustomer: boolean;
  readonly es: Sentence<F>;
  readonly en: Sentence<F>;
  /** What follows after the clause was cited; empty or beginning with a space. */
  readonly more?: { readonly es: Sentence<F>; readonly en: Sentence<F> };
}

/** Every kind of automatic decision: its clause, who sees it, and its sentence in both languages. */
export const decisionKinds: {
  readonly [K in DecisionKind]: DecisionDefinition<DecisionFacts[K]>;
} = {
  admitted: {
    clauses: ['II'],
    shownToCustomer: true,
    es: ({ registeredAt, availableUnits, requiredUnits }, say) =>
      `Se admitió la solicitud el ${say.moment(registeredAt)}: el cliente, su contrato, el contacto y los términos están en regla${
        availableUnits === null
          ? ''
          : `, y el saldo disponible es de ${say.units(availableUnits)} (se requieren ${requiredUnits})`
      }`,
    en: ({ registeredAt, availableUnits, requiredUnits }, say) =>
      `The request was admitted on ${say.moment(registeredAt)}: the customer, the contract, the contact and the terms are in order${
        availableUnits === null
          ? ''
          : `, and the available balance is ${say.units(availableUnits)} (${requiredUnits} required)`
      }`,
  },

  held: {
    clauses: ['II', 'III', 'T1', 'T7'],
    shownToCustomer: true,
    es: (facts, say) => `La solicitud quedó retenida: ${what(facts, 'es', say)}`,
    en: (facts, say) => `The request is on hold: ${what(facts, 'en', say)}`,
    more: {
      es: (facts, say) => otherReasons(facts, 'es', say),
      en: (facts, say) => otherReasons(facts, 'en', say),
    },
  },

  'standing-restored': {
    clauses: ['II'],
    shownToCustomer: true,
    es: ({ goodSince }, say) =>
      `El cliente se encuentra administrativamente solvente desde el ${say.moment(goodSince)}: la solicitud ya no está retenida por esta causa`,
    en: ({ goodSince }, say) =>
      `The customer has been in good standing since ${say.moment(goodSince)}: the request is no longer held for this`,
  },

  refused: {
    clauses: clauseIds,
    shownToCustomer: false,
    es: (facts, say) => `No se permitió: ${what(facts, 'es', say)}`,
    en: (facts, say) => `It was not allowed: ${what(facts, 'en', say)}`,
  },

  acknowledged: {
    clauses: ['V.a'],
    shownToCustomer: true,
    es: ({ number, channel }) =>
      `Se confirmó la recepción de la solicitud #${number} ${channelNames[channel].es}`,
    en: ({ number, channel }) =>
      `The receipt of request #${number} was acknowledged ${channelNames[channel].en}`,
  },

  'acknowledgement-not-mailed': {
    clauses: ['V.a'],
    shownToCustomer: true,
    es: ({ reason }) =>
      `El acuse de recibo quedó en el portal y no se envió por correo, ${quietNames[reason].es}`,
    en: ({ reason }) =>
      `The acknowledgement stands in the portal and was not mailed, ${quietNames[reason].en}`,
  },

  'impact-asked': {
    clauses: ['IV.d'],
    shownToCustomer: true,
    es: ({ missing }) => `El acuse de recibo pidió indicar ${missingNames[missing].es}`,
    en: ({ missing }) => `The acknowledgement asked for ${missingNames[missing].en}`,
  },

  'suggestion-read': {
    clauses: ['IV.d'],
    shownToCustomer: true,
    es: (facts, say) =>
      `Se entendió del ${facts.origin === 'request' ? 'correo' : 'mensaje'} del cliente: ${understood(facts, 'es', say)}`,
    en: (facts, say) =>
      `Understood from the customer's ${facts.origin === 'request' ? 'mail' : 'message'}: ${understood(facts, 'en', say)}`,
  },

  'priority-suggested-later': {
    clauses: ['IV.d'],
    shownToCustomer: true,
    es: ({ from, to }, say) =>
      `La prioridad pasa de ${say.priority(from)} a ${say.priority(to)}, la que sugirió el cliente, hasta que se verifique; cuenta desde el registro`,
    en: ({ from, to }, say) =>
      `The priority goes from ${say.priority(from)} to ${say.priority(to)}, which the customer suggested, until it is verified; it counts from registration`,
  },

  'terms-accepted': {
    clauses: ['T7'],
    shownToCustomer: true,
    es: ({ termsVersion, acceptedAt }, say) =>
      `El solicitante aceptó los términos, versión ${termsVersion}, el ${say.moment(acceptedAt)}`,
    en: ({ termsVersion, acceptedAt }, say) =>
      `The requester accepted the terms, version ${termsVersion}, on ${say.moment(acceptedAt)}`,
  },

  routed: {
    clauses: ['III'],
    shownToCustomer: false,
    es: ({ team, by }) =>
      `Se asignó al equipo ${team}, el de ${by === 'mailbox' ? 'este buzón' : 'este servicio'}`,
    en: ({ team, by }) =>
      `Assigned to team ${team}, that of this ${by === 'mailbox' ? 'mailbox' : 'service'}`,
  },

  'priority-set': {
    clauses: ['IV.b', 'IV.d', 'VI.a', 'VI.b', 'VI.c', 'VI.d', 'VI.e'],
    cites: ({ source, from, priority }) => {
      if (source !== 'suggestion') return clauseOfPriority[priority];
      return from === 'message' ? 'IV.d' : 'IV.b';
    },
    shownToCustomer: true,
    es: ({ priority, source, from }, say) =>
      `Comienza con ${say.priority(priority)}: ${prioritySourceWords(source, from).es}`,
    en: ({ priority, source, from }, say) =>
      `It starts with ${say.priority(priority)}: ${prioritySourceWords(source, from).en}`,
  },

  'priority-verified': {
    clauses: ['V.b'],
    shownToCustomer: true,
    es: ({ from, to, reason }, say) =>
      from === to
        ? `Se verificó la prioridad y queda confirmada: ${say.priority(to)}${because(reason, 'es')}`
        : `Se verificó la prioridad: pasa de ${say.priority(from)} a ${say.priority(to)}${because(reason, 'es')}`,
    en: ({ from, to, reason }, say) =>
      from === to
        ? `The priority was verified and stays confirmed: ${say.priority(to)}${because(reason, 'en')}`
        : `The priority was verified: it goes from ${say.priority(from)} to ${say.priority(to)}${because(reason, 'en')}`,
  },

  'clock-started': {
    clauses: ['VII'],
    shownToCustomer: true,
    es: ({ clock, priority, targetMinutes, hours, dueAt }, say) =>
      `Comenzó el tiempo de ${say.clock(clock)}: ${say.minutes(targetMinutes)} ${hoursNames[hours].es} por ${say.priority(priority)}, hasta el ${say.moment(dueAt)}`,
    en: ({ clock, priority, targetMinutes, hours, dueAt }, say) =>
      `The ${say.clock(clock)} time started: ${say.minutes(targetMinutes)} ${hoursNames[hours].en} for ${say.priority(priority)}, until ${say.moment(dueAt)}`,
  },

  'clock-not-started': {
    clauses: ['VI.e'],
    shownToCustomer: true,
    es: ({ clock }, say) =>
      `El tiempo de ${say.clock(clock)} no corre: la prioridad es convenida y su resolución, una responsabilidad compartida`,
    en: ({ clock }, say) =>
      `The ${say.clock(clock)} time does not run: the priority is agreed and its resolution a shared responsibility`,
  },

  'date-agreed': {
    clauses: ['VI.e'],
    shownToCustomer: true,
    es: ({ agreedFor }, say) => `Se convino con el cliente una fecha: ${say.moment(agreedFor)}`,
    en: ({ agreedFor }, say) => `A date was agreed with the customer: ${say.moment(agreedFor)}`,
  },

  'clock-paused': {
    clauses: ['VII', 'T6'],
    cites: ({ cause }) => (cause === 'no-show' ? 'T6' : 'VII'),
    shownToCustomer: true,
    es: ({ clock, cause, remainingMinutes, until }, say) =>
      `El tiempo de ${say.clock(clock)} está en pausa ${pauseCauses[cause].es}${until === null ? '' : ` del ${say.moment(until)}`}${remains(remainingMinutes, 'es', say)}`,
    en: ({ clock, cause, remainingMinutes, until }, say) =>
      `The ${say.clock(clock)} time is paused ${pauseCauses[cause].en}${until === null ? '' : ` of ${say.moment(until)}`}${remains(remainingMinutes, 'en', say)}`,
  },

  'clock-resumed': {
    clauses: ['VII', 'VIII.c'],
    cites: ({ cause }) => (cause === 'reopened' ? 'VIII.c' : 'VII'),
    shownToCustomer: true,
    es: ({ clock, cause, dueAt }, say) =>
      `El tiempo de ${say.clock(clock)} sigue corriendo ${resumeCauses[cause].es}; vence el ${say.moment(dueAt)}`,
    en: ({ clock, cause, dueAt }, say) =>
      `The ${say.clock(clock)} time runs again ${resumeCauses[cause].en}; it is due on ${say.moment(dueAt)}`,
  },

  'clock-retargeted': {
    clauses: ['VII', 'VI.e'],
    cites: ({ cause }) => (cause === 'date-agreed' ? 'VI.e' : 'VII'),
    shownToCustomer: true,
    es: ({ clock, cause, priority, targetMinutes, dueAt }, say) =>
      `El tiempo de ${say.clock(clock)} ${
        targetMinutes === null
          ? 'es el convenido'
          : `pasa a ${say.minutes(targetMinutes)} por ${say.priority(priority)}, contado desde el registro`
      }, ${changeCauses[cause].es}; ${dueAt === null ? 'ahora está en pausa' : `vence el ${say.moment(dueAt)}`}`,
    en: ({ clock, cause, priority, targetMinutes, dueAt }, say) =>
      `The ${say.clock(clock)} time ${
        targetMinutes === null
          ? 'is the agreed one'
          : `becomes ${say.minutes(targetMinutes)} for ${say.priority(priority)}, counted from registration`
      }, ${changeCauses[cause].en}; ${dueAt === null ? 'it is paused now' : `it is due on ${say.moment(dueAt)}`}`,
  },

  'clock-met': {
    clauses: ['VII', 'V.d'],
    cites: ({ onTime }) => (onTime ? 'VII' : 'V.d'),
    shownToCustomer: true,
    es: ({ clock, elapsedMinutes, targetMinutes, onTime }, say) =>
      `${onTime ? 'Se cumplió' : 'Se completó fuera de plazo'} el tiempo de ${say.clock(clock)}: ${say.minutes(elapsedMinutes)}${targetMinutes === null ? '' : ` de ${say.minutes(targetMinutes)}`}`,
    en: ({ clock, elapsedMinutes, targetMinutes, onTime }, say) =>
      `The ${say.clock(clock)} time was ${onTime ? 'met' : 'completed late'}: ${say.minutes(elapsedMinutes)}${targetMinutes === null ? '' : ` of ${say.minutes(targetMinutes)}`}`,
  },

  'clock-warned': {
    clauses: ['V.d'],
    shownToCustomer: false,
    es: ({ clock, remainingMinutes, dueAt }, say) =>
      `Aviso: el tiempo de ${say.clock(clock)} vence el ${say.moment(dueAt)}${remains(remainingMinutes, 'es', say)}`,
    en: ({ clock, remainingMinutes, dueAt }, say) =>
      `Warning: the ${say.clock(clock)} time is due on ${say.moment(dueAt)}${remains(remainingMinutes, 'en', say)}`,
  },

  'clock-breached': {
    clauses: ['V.d'],
    shownToCustomer: true,
    es: ({ clock, targetMinutes, breachedAt, cause }, say) =>
      `Se superó el tiempo de ${say.clock(clock)}${targetMinutes === null ? '' : ` de ${say.minutes(targetMinutes)}`} el ${say.moment(breachedAt)}${cause === 'time-passed' ? '' : `, ${changeCauses[cause].es}`}`,
    en: ({ clock, targetMinutes, breachedAt, cause }, say) =>
      `The ${say.clock(clock)} time${targetMinutes === null ? '' : ` of ${say.minutes(targetMinutes)}`} was exceeded on ${say.moment(breachedAt)}${cause === 'time-passed' ? '' : `, ${changeCauses[cause].en}`}`,
  },

  'clock-breach-cleared': {
    clauses: ['V.b', 'VII'],
    cites: ({ cause }) => (cause === 'priority-changed' ? 'V.b' : 'VII'),
    shownToCustomer: true,
    es: ({ clock, cause, dueAt }, say) =>
      `El tiempo de ${say.clock(clock)} ya no está superado, ${changeCauses[cause].es}${dueAt === null ? '' : `; vence el ${say.moment(dueAt)}`}`,
    en: ({ clock, cause, dueAt }, say) =>
      `The ${say.clock(clock)} time is no longer exceeded, ${changeCauses[cause].en}${dueAt === null ? '' : `; it is due on ${say.moment(dueAt)}`}`,
  },

  'clock-escalated': {
    clauses: ['V.d'],
    shownToCustomer: false,
    es: ({ clock, overdueMinutes }, say) =>
      `Se escaló: el tiempo de ${say.clock(clock)} lleva ${say.minutes(overdueMinutes)} vencido`,
    en: ({ clock, overdueMinutes }, say) =>
      `Escalated: the ${say.clock(clock)} time is ${say.minutes(overdueMinutes)} overdue`,
  },

  'clock-cancelled': {
    clauses: ['VII'],
    shownToCustomer: true,
    es: ({ clock, ending }, say) =>
      `El tiempo de ${say.clock(clock)} dejó de contar: la solicitud fue ${endingNames[ending].es}`,
    en: ({ clock, ending }, say) =>
      `The ${say.clock(clock)} time no longer counts: the request was ${endingNames[ending].en}`,
  },

  'unit-held': {
    clauses: ['T3'],
    shownToCustomer: true,
    es: ({ units, availableUnits }, say) =>
      `${units === 1 ? 'Se retuvo' : 'Se retuvieron'} ${say.units(units)}: es el mínimo por solicitud; ${available(availableUnits, 'es')}`,
    en: ({ units, availableUnits }, say) =>
      `${say.units(units)} ${units === 1 ? 'was' : 'were'} put on hold: it is the minimum per request; ${available(availableUnits, 'en')}`,
  },

  'hold-grown': {
    clauses: ['T4'],
    shownToCustomer: true,
    es: ({ units, heldUnits, billableMinutes, availableUnits }, say) =>
      `La retención aumentó en ${say.units(units)}: van ${say.minutes(billableMinutes)} de trabajo y cada hora comenzada es una unidad; la solicitud retiene ${heldUnits}, ${available(availableUnits, 'es')}`,
    en: ({ units, heldUnits, billableMinutes, availableUnits }, say) =>
      `The hold grew by ${say.units(units)}: the work is at ${say.minutes(billableMinutes)} and every started hour is one unit; the request holds ${heldUnits}, ${available(availableUnits, 'en')}`,
  },

  'hold-shrunk': {
    clauses: ['T4'],
    shownToCustomer: true,
    es: ({ units, heldUnits, billableMinutes, availableUnits }, say) =>
      `La retención bajó en ${say.units(units)}: el trabajo se corrigió a ${say.minutes(billableMinutes)}; la solicitud retiene ${heldUnits}, ${available(availableUnits, 'es')}`,
    en: ({ units, heldUnits, billableMinutes, availableUnits }, say) =>
      `The hold shrank by ${say.units(units)}: the work was corrected to ${say.minutes(billableMinutes)}; the request holds ${heldUnits}, ${available(availableUnits, 'en')}`,
  },

  'units-charged': {
    clauses: ['T4', 'T3'],
    cites: ({ minimumApplied }) => (minimumApplied ? 'T3' : 'T4'),
    shownToCustomer: true,
    es: ({ units, billableMinutes, minimumApplied, availableUnits }, say) =>
      `${units === 1 ? 'Se cobró' : 'Se cobraron'} ${say.units(units)} por ${say.minutes(billableMinutes)} de trabajo: ${
        minimumApplied ? 'es el mínimo por solicitud' : 'cada hora comenzada es una unidad'
      }; ${available(availableUnits, 'es')}`,
    en: ({ units, billableMinutes, minimumApplied, availableUnits }, say) =>
      `${say.units(units)} ${units === 1 ? 'was' : 'were'} charged for ${say.minutes(billableMinutes)} of work: ${
        minimumApplied ? 'it is the minimum per request' : 'every started hour is one unit'
      }; ${available(availableUnits, 'en')}`,
  },

  'charge-objected': {
    clauses: ['T4', 'T3', 'T6'],
    cites: ({ clause }) => clauseOfCharge(clause),
    shownToCustomer: true,
    es: ({ sequence, units, dueAt }, say) =>
      `El cliente objetó el cobro de ${say.units(units)} (línea ${sequence} del estado de cuenta); se decide a más tardar el ${say.moment(dueAt)}`,
    en: ({ sequence, units, dueAt }, say) =>
      `The customer objected to the charge of ${say.units(units)} (line ${sequence} of the statement); it is decided by ${say.moment(dueAt)}`,
  },

  'objection-decided': {
    clauses: ['T4', 'T3', 'T6'],
    cites: ({ clause }) => clauseOfCharge(clause),
    shownToCustomer: true,
    es: ({ sequence, outcome, answer }) =>
      `${outcome === 'accepted' ? 'Se aceptó la objeción' : 'No se aceptó la objeción'} al cobro de la línea ${sequence}: ${answer}`,
    en: ({ sequence, outcome, answer }) =>
      `The objection to the charge of line ${sequence} was ${outcome === 'accepted' ? 'accepted' : 'not accepted'}: ${answer}`,
  },

  'objection-warned': {
    clauses: ['T4', 'T3', 'T6'],
    cites: ({ clause }) => clauseOfCharge(clause),
    shownToCustomer: false,
    es: ({ sequence, units, dueAt }, say) =>
      `Falta decidir la objeción al cobro de ${say.units(units)} (línea ${sequence} del estado de cuenta), y pasaron tres cuartas partes de su plazo: se decide a más tardar el ${say.moment(dueAt)}`,
    en: ({ sequence, units, dueAt }, say) =>
      `The objection to the charge of ${say.units(units)} (line ${sequence} of the statement) is still to be decided, and three quarters of its time have passed: it is decided by ${say.moment(dueAt)}`,
  },

  'objection-overdue': {
    clauses: ['T4', 'T3', 'T6'],
    cites: ({ clause }) => clauseOfCharge(clause),
    shownToCustomer: true,
    es: ({ sequence, units, dueAt }, say) =>
      `La objeción al cobro de ${say.units(units)} (línea ${sequence} del estado de cuenta) está vencida: debía decidirse a más tardar el ${say.moment(dueAt)}`,
    en: ({ sequence, units, dueAt }, say) =>
      `The objection to the charge of ${say.units(units)} (line ${sequence} of the statement) is overdue: it was to be decided by ${say.moment(dueAt)}`,
    more: {
      es: () => ' Nada se decide solo: el cobro sigue en discusión hasta que facturación responda.',
      en: () => ' Nothing decides itself: the charge stays in dispute until billing answers.',
    },
  },

  'objection-withdrawn': {
    clauses: ['T4', 'T3', 'T6'],
    cites: ({ clause }) => clauseOfCharge(clause),
    shownToCustomer: true,
    es: ({ sequence, units }, say) =>
      `El cliente retiró su objeción al cobro de ${say.units(units)} (línea ${sequence} del estado de cuenta): el cobro queda como está`,
    en: ({ sequence, units }, say) =>
      `The customer withdrew its objection to the charge of ${say.units(units)} (line ${sequence} of the statement): the charge stands`,
  },

  'no-show-charged': {
    clauses: ['T6'],
    shownToCustomer: true,
    es: ({ units, appointmentAt, availableUnits }, say) =>
      `${units === 1 ? 'Se cobró' : 'Se cobraron'} ${say.units(units)}: el cliente no estuvo disponible para la actividad pautada del ${say.moment(appointmentAt)}; ${available(availableUnits, 'es')}`,
    en: ({ units, appointmentAt, availableUnits }, say) =>
      `${say.units(units)} ${units === 1 ? 'was' : 'were'} charged: the customer was not available for the appointment of ${say.moment(appointmentAt)}; ${available(availableUnits, 'en')}`,
  },

  'surcharge-accepted': {
    clauses: ['T5'],
    shownToCustomer: true,
    es: ({ units, appointmentAt }, say) =>
      `El cliente aceptó el cargo adicional de ${say.units(units)} por la visita en sitio del ${say.moment(appointmentAt)}`,
    en: ({ units, appointmentAt }, say) =>
      `The customer accepted the additional charge of ${say.units(units)} for the on-site visit of ${say.moment(appointmentAt)}`,
  },

  'late-cancellation-charged': {
    clauses: ['T6'],
    shownToCustomer: true,
    es: ({ units, appointmentAt, noticeMinutes, availableUnits }, say) =>
      `${units === 1 ? 'Se cobró' : 'Se cobraron'} ${say.units(units)}: el cliente canceló la actividad pautada del ${say.moment(appointmentAt)} con menos de ${say.minutes(noticeMinutes)} de aviso; ${available(availableUnits, 'es')}`,
    en: ({ units, appointmentAt, noticeMinutes, availableUnits }, say) =>
      `${say.units(units)} ${units === 1 ? 'was' : 'were'} charged: the customer cancelled the appointment of ${say.moment(appointmentAt)} with less than ${say.minutes(noticeMinutes)} of notice; ${available(availableUnits, 'en')}`,
  },

  'surcharge-held': {
    clauses: ['T5'],
    shownToCustomer: true,
    es: ({ units, appointmentAt, availableUnits }, say) =>
      `${units === 1 ? 'Se retuvo' : 'Se retuvieron'} ${say.units(units)} por la visita en sitio del ${say.moment(appointmentAt)}, que se cobran al cerrar la solicitud; ${available(availableUnits, 'es')}`,
    en: ({ units, appointmentAt, availableUnits }, say) =>
      `${say.units(units)} ${units === 1 ? 'was' : 'were'} put on hold for the on-site visit of ${say.moment(appointmentAt)}, charged when the request closes; ${available(availableUnits, 'en')}`,
  },

  'surcharge-charged': {
    clauses: ['T5'],
    shownToCustomer: true,
    es: ({ units, availableUnits }, say) =>
      `${units === 1 ? 'Se cobró' : 'Se cobraron'} ${say.units(units)} por la atención en sitio, el cargo adicional que el cliente aceptó; ${available(availableUnits, 'es')}`,
    en: ({ units, availableUnits }, say) =>
      `${say.units(units)} ${units === 1 ? 'was' : 'were'} charged for the work on site, the additional charge that the customer accepted; ${available(availableUnits, 'en')}`,
  },

  'appointment-accepted': {
    clauses: ['T6'],
    shownToCustomer: true,
    es: ({ appointmentAt, absenceUnits, freeUntil }, say) =>
      `El cliente aceptó la actividad pautada del ${say.moment(appointmentAt)} y que su ausencia cuesta ${say.units(absenceUnits)}; se puede cancelar sin costo hasta el ${say.moment(freeUntil)}`,
    en: ({ appointmentAt, absenceUnits, freeUntil }, say) =>
      `The customer accepted the appointment of ${say.moment(appointmentAt)}, and that being absent costs ${say.units(absenceUnits)}; it can be cancelled without cost until ${say.moment(freeUntil)}`,
  },

  'appointment-proposed': {
    clauses: ['T6'],
    shownToCustomer: true,
    es: ({ firstAt, others, agreedAt }, say) =>
      `El cliente propuso otra hora para la actividad: ${say.moment(firstAt)}${others === 0 ? '' : ` (y ${others} más)`}; ${agreedAt === null ? 'queda por aceptar' : `mientras no se acepte sigue pautada la del ${say.moment(agreedAt)}`}`,
    en: ({ firstAt, others, agreedAt }, say) =>
      `The customer proposed another time for the activity: ${say.moment(firstAt)}${others === 0 ? '' : ` (and ${others} more)`}; ${agreedAt === null ? 'it waits to be accepted' : `until it is accepted the one of ${say.moment(agreedAt)} stands`}`,
  },

  'appointment-moved': {
    clauses: ['T6'],
    shownToCustomer: true,
    es: ({ from, to }, say) =>
      `De común acuerdo, la actividad pautada pasó del ${say.moment(from)} al ${say.moment(to)}, sin cargo`,
    en: ({ from, to }, say) =>
      `By agreement of both, the appointment moved from ${say.moment(from)} to ${say.moment(to)}, without charge`,
  },

  'appointment-cancelled': {
    clauses: ['T6'],
    shownToCustomer: true,
    es: ({ by, appointmentAt }, say) =>
      `${appointmentAt === null ? 'La actividad propuesta no se pautó' : `La actividad pautada del ${say.moment(appointmentAt)} se canceló`}: ${cancelCauses[by].es}`,
    en: ({ by, appointmentAt }, say) =>
      `${appointmentAt === null ? 'The activity proposed was not scheduled' : `The appointment of ${say.moment(appointmentAt)} was cancelled`}: ${cancelCauses[by].en}`,
  },

  'appointment-tentative': {
    clauses: ['T6'],
    shownToCustomer: true,
    es: ({ appointmentAt }, say) =>
      `El cliente respondió desde su calendario que quizá asista${appointmentAt === null ? '' : ` el ${say.moment(appointmentAt)}`}: nada queda confirmado ni cambia por ello`,
    en: ({ appointmentAt }, say) =>
      `The customer answered from its calendar that it may attend${appointmentAt === null ? '' : ` on ${say.moment(appointmentAt)}`}: nothing is confirmed nor changes by that`,
  },

  'appointment-reminded': {
    clauses: ['T6'],
    shownToCustomer: true,
    es: ({ appointmentAt, minutesBefore }, say) =>
      `Se recordó al cliente la actividad pautada del ${say.moment(appointmentAt)}, ${say.minutes(minutesBefore)} antes`,
    en: ({ appointmentAt, minutesBefore }, say) =>
      `The customer was reminded of the appointment of ${say.moment(appointmentAt)}, ${say.minutes(minutesBefore)} before`,
  },

  'appointment-done': {
    clauses: ['T6'],
    shownToCustomer: true,
    es: ({ appointmentAt }, say) =>
      `La actividad pautada del ${say.moment(appointmentAt)} se realizó; no hay cargo por ausencia`,
    en: ({ appointmentAt }, say) =>
      `The appointment of ${say.moment(appointmentAt)} took place; nothing is charged for absence`,
  },

  'hold-released': {
    clauses: ['T3', 'I'],
    cites: ({ ending }) => (ending === 'referred' ? 'I' : 'T3'),
    shownToCustomer: true,
    es: ({ units, ending, availableUnits }, say) =>
      `${units === 1 ? 'Se liberó' : 'Se liberaron'} ${say.units(units)} sin cobro: la solicitud fue ${endingNames[ending].es}; ${available(availableUnits, 'es')}`,
    en: ({ units, ending, availableUnits }, say) =>
      `${say.units(units)} ${units === 1 ? 'was' : 'were'} released without charge: the request was ${endingNames[ending].en}; ${available(availableUnits, 'en')}`,
  },

  'units-asked': {
    clauses: ['T4'],
    shownToCustomer: true,
    es: ({ units, agreedUnits, billableMinutes, minutesNotApproved, by, note }, say) =>
      `Se pidió al cliente aprobar ${say.units(units)} más, ${askedBecause(by, minutesNotApproved, 'es')}: van ${say.minutes(billableMinutes)} y lo aprobado hasta ahora es ${say.units(agreedUnits)}; lo que pase de ahí no se cobra sin su aprobación${because(note, 'es')}`,
    en: ({ units, agreedUnits, billableMinutes, minutesNotApproved, by, note }, say) =>
      `The customer was asked to approve ${say.units(units)} more, ${askedBecause(by, minutesNotApproved, 'en')}: ${say.minutes(billableMinutes)} were worked, and approved so far: ${say.units(agreedUnits)}; what goes beyond is not charged without approval${because(note, 'en')}`,
  },

  'units-approved': {
    clauses: ['T4'],
    shownToCustomer: true,
    es: ({ units, agreedUnits, door, name }, say) =>
      `${name} aprobó ${say.units(units)} más ${approvalDoors[door].es}: en total, lo aprobado es ${say.units(agreedUnits)}`,
    en: ({ units, agreedUnits, door, name }, say) =>
      `${name} approved ${say.units(units)} more ${approvalDoors[door].en}: approved in all: ${say.units(agreedUnits)}`,
  },

  'units-declined': {
    clauses: ['T4'],
    shownToCustomer: true,
    es: ({ units, agreedUnits, door, name }, say) =>
      `${name} no aprobó ${say.units(units)} más ${approvalDoors[door].es}: lo aprobado sigue siendo ${say.units(agreedUnits)}, y lo que pase de ahí no se cobra`,
    en: ({ units, agreedUnits, door, name }, say) =>
      `${name} did not approve ${say.units(units)} more ${approvalDoors[door].en}: approved so far: ${say.units(agreedUnits)}, and what goes beyond is not charged`,
  },

  'work-not-charged': {
    clauses: ['T4'],
    shownToCustomer: true,
    es: ({ minutes, agreedUnits }, say) =>
      `${say.minutes(minutes)} de trabajo quedan registrados y no se cobran: pasan de lo que el cliente aprobó (${say.units(agreedUnits)})`,
    en: ({ minutes, agreedUnits }, say) =>
      `${say.minutes(minutes)} of work stay recorded and are not charged: they go beyond what the customer approved (${say.units(agreedUnits)})`,
  },

  'information-requested': {
    clauses: ['VIII.b'],
    shownToCustomer: true,
    es: ({ attempt, attemptsMin }) =>
      `Se pidió información al cliente: intento ${attempt}; desde ${attemptsMin} sin respuesta la solicitud puede cerrarse`,
    en: ({ attempt, attemptsMin }) =>
      `The customer was asked for information: attempt ${attempt}; from ${attemptsMin} unanswered on the request may be closed`,
  },

  reminded: {
    clauses: ['VIII.b'],
    shownToCustomer: true,
    es: ({ attempt, abandonmentDueAt }, say) =>
      `Se recordó al cliente que falta su respuesta: intento ${attempt}${
        abandonmentDueAt === null
          ? ''
          : `; sin respuesta, la solicitud se cierra el ${say.moment(abandonmentDueAt)}`
      }`,
    en: ({ attempt, abandonmentDueAt }, say) =>
      `The customer was reminded that an answer is missing: attempt ${attempt}${
        abandonmentDueAt === null
          ? ''
          : `; without an answer the request is closed on ${say.moment(abandonmentDueAt)}`
      }`,
  },

  'attempt-discounted': {
    clauses: ['VIII.b'],
    shownToCustomer: false,
    es: ({ attemptedAt }, say) =>
      `El intento del ${say.moment(attemptedAt)} no cuenta: el mensaje no pudo entregarse`,
    en: ({ attemptedAt }, say) =>
      `The attempt of ${say.moment(attemptedAt)} does not count: the message could not be delivered`,
  },

  'attempts-reset': {
    clauses: ['VIII.b'],
    shownToCustomer: true,
    es: ({ attempts, answeredAt }, say) =>
      `El cliente respondió el ${say.moment(answeredAt)}: ${attemptsForgotten(attempts, 'es')}`,
    en: ({ attempts, answeredAt }, say) =>
      `The customer answered on ${say.moment(answeredAt)}: ${attemptsForgotten(attempts, 'en')}`,
  },

  'presence-confirmed': {
    clauses: ['VIII.b'],
    shownToCustomer: true,
    es: ({ attempts, door, nextReminderAt, left }, say) =>
      `El cliente avisó ${presenceDoors[door].es} que sigue pendiente de la solicitud: ${attemptsForgotten(attempts, 'es')}; el tiempo sigue en pausa hasta que llegue la información, y el próximo recordatorio sale el ${say.moment(nextReminderAt)}; ${left === 0 ? 'ya no puede avisarlo otra vez por esta pregunta' : `puede avisarlo ${left} ${left === 1 ? 'vez' : 'veces'} más por esta pregunta`}`,
    en: ({ attempts, door, nextReminderAt, left }, say) =>
      `The customer said ${presenceDoors[door].en} to be still there: ${attemptsForgotten(attempts, 'en')}; the time stays paused until the information comes, and the next reminder goes out on ${say.moment(nextReminderAt)}; it ${left === 0 ? 'cannot be said again' : `can be said ${left} more ${left === 1 ? 'time' : 'times'}`} about this question`,
  },

  'abandonment-proposed': {
    clauses: ['VIII.b'],
    shownToCustomer: false,
    es: ({ attempts, lastAttemptAt }, say) =>
      `Se propone al asesor cerrar por abandono: ${attemptsUnanswered(attempts, 'es')}, el último el ${say.moment(lastAttemptAt)}`,
    en: ({ attempts, lastAttemptAt }, say) =>
      `Closing as abandoned is proposed to the agent: ${attemptsUnanswered(attempts, 'en')}, the last on ${say.moment(lastAttemptAt)}`,
  },

  abandoned: {
    clauses: ['VIII.b'],
    shownToCustomer: true,
    es: ({ attempts, lastAttemptAt }, say) =>
      `Se cerró por abandono: ${attemptsUnanswered(attempts, 'es')}, el último el ${say.moment(lastAttemptAt)}`,
    en: ({ attempts, lastAttemptAt }, say) =>
      `Closed as abandoned: ${attemptsUnanswered(attempts, 'en')}, the last on ${say.moment(lastAttemptAt)}`,
  },

  resolved: {
    clauses: ['VIII.a'],
    shownToCustomer: true,
    es: ({ form, closesAt }, say) =>
      `Se resolvió con ${formNames[form].es}; sin objeción se cierra el ${say.moment(closesAt)}`,
    en: ({ form, closesAt }, say) =>
      `Resolved with ${formNames[form].en}; without objection it closes on ${say.moment(closesAt)}`,
  },

  closed: {
    clauses: ['VIII.a'],
    shownToCustomer: true,
    es: ({ cause, reopenableUntil }, say) =>
      `Se cerró ${closeCauses[cause].es}; se puede pedir su reapertura hasta el ${say.moment(reopenableUntil)}`,
    en: ({ cause, reopenableUntil }, say) =>
      `Closed ${closeCauses[cause].en}; reopening can be asked for until ${say.moment(reopenableUntil)}`,
  },

  reopened: {
    clauses: ['VIII.c'],
    shownToCustomer: true,
    es: ({ endedAt, reason }, say) =>
      `Se reabrió a petición del cliente; había terminado el ${say.moment(endedAt)}${because(reason, 'es')}`,
    en: ({ endedAt, reason }, say) =>
      `Reopened at the customer's request; it had ended on ${say.moment(endedAt)}${because(reason, 'en')}`,
  },

  'reopening-late': {
    clauses: ['VIII.c'],
    shownToCustomer: true,
    es: ({ newNumber, windowEndedAt }, say) =>
      `El plazo para reabrir terminó el ${say.moment(windowEndedAt)}: se creó la solicitud #${newNumber}, enlazada a esta`,
    en: ({ newNumber, windowEndedAt }, say) =>
      `The time to reopen ended on ${say.moment(windowEndedAt)}: request #${newNumber} was made, linked to this one`,
  },

  'reply-address-expired': {
    clauses: ['VIII.c'],
    shownToCustomer: true,
    es: ({ number, endedAt, days, recognised }, say) =>
      `El correo llegó a la dirección de respuesta de la solicitud #${number}, que terminó el ${say.moment(endedAt)} y cuya dirección vale ${days} días más${
        recognised
          ? '; se reconoció por el correo al que responde'
          : ': se recibió como una solicitud nueva, enlazada a aquella'
      }`,
    en: ({ number, endedAt, days, recognised }, say) =>
      `The mail came to the reply address of request #${number}, which ended on ${say.moment(endedAt)} and whose address is good for ${days} days more${
        recognised
          ? '; it was recognised by the mail that it answers'
          : ': it was taken as a new request, linked to that one'
      }`,
  },

  split: {
    clauses: ['T2'],
    shownToCustomer: true,
    es: ({ newNumber }) =>
      `Una necesidad adicional pasó a ser la solicitud #${newNumber}, con sus propios tiempos y unidades`,
    en: ({ newNumber }) =>
      `An additional need became request #${newNumber}, with its own times and units`,
  },

  referred: {
    clauses: ['I'],
    shownToCustomer: true,
    es: ({ cause, reason }) =>
      `Se canalizó a servicios profesionales, sin tiempos ni unidades: ${
        cause === 'catalogue'
          ? 'el servicio pedido es una implementación por proyecto'
          : 'el asesor vio que es una implementación por proyecto'
      }${because(reason, 'es')}`,
    en: ({ cause, reason }) =>
      `Referred to professional services, without times or units: ${
        cause === 'catalogue'
          ? 'the service asked for is an implementation project'
          : 'the agent saw that it is an implementation project'
      }${because(reason, 'en')}`,
  },

  rejected: {
    clauses: ['I'],
    shownToCustomer: true,
    es: ({ cause, duplicateOfNumber, reason, serviceEs, answerVersion }) =>
      `Se rechazó: ${rejectCauses[cause].es}${duplicateOfNumber === null ? '' : ` de la #${duplicateOfNumber}`}${
        serviceEs === undefined
          ? ''
          : `; se respondió lo que dice el catálogo de «${serviceEs}» (versión ${answerVersion ?? 0} de ese texto)`
      }${because(reason, 'es')}`,
    en: ({ cause, duplicateOfNumber, reason, serviceEn, answerVersion }) =>
      `Rejected: ${rejectCauses[cause].en}${duplicateOfNumber === null ? '' : ` of #${duplicateOfNumber}`}${
        serviceEn === undefined
          ? ''
          : `; the answer given is what the catalogue says of “${serviceEn}” (version ${answerVersion ?? 0} of that text)`
      }${because(reason, 'en')}`,
  },

  'scope-claimed': {
    clauses: ['I'],
    shownToCustomer: true,
    es: ({ reason }) =>
      `El cliente considera que está dentro del alcance, y un asesor lo revisará${because(reason, 'es')}`,
    en: ({ reason }) =>
      `The customer thinks that it is in scope, and an agent will look at it${because(reason, 'en')}`,
  },

  'scope-overruled': {
    clauses: ['I'],
    shownToCustomer: true,
    es: ({ by, reason, serviceEs }) =>
      `${by} decidió que está dentro del alcance, como «${serviceEs}»: desde este momento se trata como una solicitud nueva${because(reason, 'es')}`,
    en: ({ by, reason, serviceEn }) =>
      `${by} decided that it is in scope, as “${serviceEn}”: from this moment it is treated as a new request${because(reason, 'en')}`,
  },

  'scope-upheld': {
    clauses: ['I'],
    shownToCustomer: true,
    es: ({ by, reason }) =>
      `${by} revisó el alcance: sigue fuera del catálogo de servicio${because(reason, 'es')}`,
    en: ({ by, reason }) =>
      `${by} looked at the scope: it stays outside the service catalogue${because(reason, 'en')}`,
  },

  merged: {
    clauses: ['I'],
    shownToCustomer: true,
    es: ({ intoNumber, billableMinutes, reason }, say) =>
      `Se unió a la solicitud #${intoNumber}, que pide lo mismo y sigue por las dos${
        billableMinutes === 0 ? '' : `; su trabajo, ${say.minutes(billableMinutes)}, se cobra allí`
      }${because(reason, 'es')}`,
    en: ({ intoNumber, billableMinutes, reason }, say) =>
      `It was merged into request #${intoNumber}, which asks for the same and goes on for both${
        billableMinutes === 0 ? '' : `; its work, ${say.minutes(billableMinutes)}, is charged there`
      }${because(reason, 'en')}`,
  },

  absorbed: {
    clauses: ['I'],
    shownToCustomer: true,
    es: ({ number, billableMinutes }, say) =>
      `Se le unió la solicitud #${number}, que pide lo mismo${
        billableMinutes === 0 ? '' : `, con ${say.minutes(billableMinutes)} de trabajo`
      }; los tiempos cuentan desde el primer registro de las dos`,
    en: ({ number, billableMinutes }, say) =>
      `Request #${number}, which asks for the same, was merged into it${
        billableMinutes === 0 ? '' : `, with ${say.minutes(billableMinutes)} of work`
      }; the times count from the earlier registration of both`,
  },

  withdrawn: {
    clauses: ['II'],
    shownToCustomer: true,
    es: ({ reason }) => `El cliente retiró la solicitud${because(reason, 'es')}`,
    en: ({ reason }) => `The customer withdrew the request${because(reason, 'en')}`,
  },

  'participant-added': {
    clauses: ['V.c', 'II'],
    cites: ({ rule }) => (rule === 'copied' ? 'II' : 'V.c'),
    shownToCustomer: true,
    es: ({ name, by, rule }) => participantAdded[rule].es(name, by),
    en: ({ name, by, rule }) => participantAdded[rule].en(name, by),
  },

  'participant-proposed': {
    clauses: ['II'],
    shownToCustomer: true,
    es: ({ address, by }) =>
      `${by} escribió con copia a ${address}, que no se agrega sin que una persona lo acepte`,
    en: ({ address, by }) =>
      `${by} wrote with a copy to ${address}, which is not added unless a person accepts it`,
  },

  'participant-declined': {
    clauses: ['II'],
    shownToCustomer: true,
    es: ({ address, by }) => `${by} decidió que ${address} no siga la solicitud`,
    en: ({ address, by }) => `${by} decided that ${address} does not follow the request`,
  },

  'participant-removed': {
    clauses: ['V.c'],
    shownToCustomer: true,
    es: ({ name, by }) =>
      name === by
        ? `${name} dejó de seguir la solicitud`
        : `${by} retiró a ${name} de la solicitud`,
    en: ({ name, by }) =>
      name === by
        ? `${name} stopped following the request`
        : `${by} took ${name} out of the request`,
  },
};

function what(facts: RefusedFacts, language: Language, say: Wording): string {
  const { happened } = wordReason(facts.reason, facts, language, say);
  return happened.charAt(0).toLowerCase() + happened.slice(1);
}

function otherReasons(facts: HeldFacts, language: Language, say: Wording): string {
  if (facts.otherReasons === '') return '';
  const others = facts.otherReasons.split(', ').map((entry) => {
    const [clause, reason] = entry.split(' ');
    assert(isClauseId(clause) && reason !== undefined, `"${entry}" is a clause and a reason`);
    return `${what({ ...facts, reason }, language, say)} (${say.clause(clause)})`;
  });
  return ` ${language === 'es' ? 'Además' : 'Also'}: ${others.join('; ')}.`;
}

const participantAdded: Readonly<
  Record<
    DecisionFacts['participant-added']['rule'],
    Readonly<Record<Language, (name: string, by: string) => string>>
  >
> = {
  copied: {
    es: (name, by) =>
      `${name} sigue la solicitud: ${by} escribió con copia a su dirección, y es un contacto autorizado del mismo cliente`,
    en: (name, by) =>
      `${name} follows the request: ${by} wrote with a copy to this address, and it is an authorised contact of the same customer`,
  },
  'by-hand': {
    es: (name, by) => `${by} agregó a ${name} a la solicitud`,
    en: (name, by) => `${by} added ${name} to the request`,
  },
  accepted: {
    es: (name, by) => `${by} aceptó que ${name}, a quien un correo copiaba, siga la solicitud`,
    en: (name, by) => `${by} accepted that ${name}, whom a mail copied, follows the request`,
  },
};

function because(reason: string, language: Language): string {
  if (reason === '') return '';
  return language === 'es' ? `; motivo: «${reason}»` : `; reason: “${reason}”`;
}

const available = (units: number, language: Language): string =>
  language === 'es' ? `saldo disponible: ${units}` : `available balance: ${units}`;

function askedBecause(by: 'agent' | 'system', beyond: number, language: Language): string {
  if (by === 'agent') return language === 'es' ? 'a criterio del asesor' : 'as the agent sees fit';
  if (language === 'es') {
    return beyond > 0
      ? 'porque el trabajo pasó de lo aprobado'
      : 'porque el trabajo se acerca a lo aprobado';
  }
  return beyond > 0
    ? 'because the work went beyond what was approved'
    : 'because the work comes near to what was approved';
}

const approvalDoors = {
  mail: { es: 'por el enlace del correo', en: 'by the link of the mail' },
  reply: { es: 'al responder el correo', en: 'by answering the mail' },
  portal: { es: 'en el portal', en: 'in the portal' },
} as const;

const presenceDoors = {
  mail: { es: 'por el enlace del recordatorio', en: 'by the link of the reminder' },
  portal: { es: 'en el portal', en: 'in the portal' },
} as const;

function attemptsForgotten(attempts: number, language: Language): string {
  if (language === 'es') {
    return attempts === 1
      ? 'el intento anterior ya no cuenta'
      : `los ${attempts} intentos anteriores ya no cuentan`;
  }
  return attempts === 1
    ? 'the earlier attempt no longer counts'
    : `the ${attempts} earlier attempts no longer count`;
}

function attemptsUnanswered(attempts: number, language: Language): string {
  const one = attempts === 1;
  if (language === 'es') return `${attempts} ${one ? 'intento' : 'intentos'} sin respuesta`;
  return `${attempts} unanswered ${one ? 'attempt' : 'attempts'}`;
}

function remains(minutes: number | null, language: Language, say: Wording): string {
  if (minutes === null) return '';
  if (minutes <= 0) return language === 'es' ? '; ya estaba vencido' : '; it was already overdue';
  return `; ${language === 'es' ? 'tiempo restante' : 'time left'}: ${say.minutes(minutes)}`;
}

function prioritySourceWords(source: PrioritySource, from: 'person' | 'message' | null): Words {
  switch (source) {
    case 'shared-responsibility':
      return {
        es: 'la resolución de este servicio es responsabilidad compartida con el solicitante',
        en: 'the resolution of this service is a responsibility shared with the requester',
      };
    case 'suggestion':
      return from === 'message'
        ? { es: 'la sugirió el cliente en su mensaje', en: 'the customer suggested it by message' }
        : { es: 'la sugirió el cliente', en: 'the customer suggested it' };
    case 'service-default':
      return { es: 'es la predeterminada del servicio', en: 'it is the default of the service' };
    case 'unsuggested':
      return {
        es: 'nadie sugirió otra, hasta que se verifique',
        en: 'nobody suggested another, until it is verified',
      };
  }
}

/** "impacto, «no podemos facturar» (en una frase); prioridad sugerida, 2 (Alta), por «Prioridad: 2» (en su línea)" */
function understood(
  facts: DecisionFacts['suggestion-read'],
  language: Language,
  say: Wording,
): string {
  const { impact, impactReadIn, priority, priorityReadIn, priorityWords } = facts;
  const quoted = (words: string): string => (language === 'es' ? `«${words}»` : `“${words}”`);
  const place = (readIn: MailPlace | null): string =>
    readIn === null ? '' : ` (${mailPlaceNames[readIn][language]})`;
  const parts: string[] = [];
  if (impact !== null) {
    const name = language === 'es' ? 'impacto en el negocio' : 'impact on the business';
    parts.push(`${name}, ${quoted(impact)}${place(impactReadIn)}`);
  }
  if (priority !== null) {
    const name = language === 'es' ? 'prioridad sugerida' : 'suggested priority';
    const by = language === 'es' ? 'por' : 'from';
    const source =
      priorityWords === null || priorityWords === impact
        ? ''
        : `, ${by} ${quoted(priorityWords)}${place(priorityReadIn)}`;
    parts.push(`${name}, ${say.priority(priority)}${source}`);
  }
  return parts.join('; ');
}

const mailPlaceNames: Readonly<Record<MailPlace, Words>> = {
  label: { es: 'en una línea con su nombre', en: 'in a line of that name' },
  phrase: { es: 'en una frase', en: 'in a phrase' },
  header: { es: 'en la marca de importancia del correo', en: 'in the importance mark of the mail' },
};

const channelNames: Readonly<Record<DecisionFacts['acknowledged']['channel'], Words>> = {
  portal: { es: 'en el portal', en: 'in the portal' },
  email: { es: 'por correo electrónico', en: 'by e-mail' },
  phone: { es: 'por teléfono', en: 'by phone' },
  visit: { es: 'en persona', en: 'in person' },
  api: { es: 'por la interfaz de programación', en: 'through the programming interface' },
};

const quietNames: Readonly<Record<QuietReason, Words>> = {
  storm: {
    es: 'porque llegaban demasiados correos a la vez',
    en: 'because too many mails were coming in at once',
  },
  'sender-often': {
    es: 'porque acababan de enviarse otros a la misma dirección',
    en: 'because others had just been sent to the same address',
  },
  'sender-hourly': {
    es: 'porque ya se enviaron muchos a la misma dirección en una hora',
    en: 'because many were sent to the same address within an hour',
  },
  'domain-daily': {
    es: 'porque ya se enviaron muchos a ese dominio en un día',
    en: 'because many were sent to that domain within a day',
  },
};

const missingNames: Readonly<Record<DecisionFacts['impact-asked']['missing'], Words>> = {
  impact: { es: 'el impacto en el negocio', en: 'the impact on the business' },
  priority: { es: 'la prioridad sugerida', en: 'the suggested priority' },
  both: {
    es: 'el impacto en el negocio y la prioridad sugerida',
    en: 'the impact on the business and the suggested priority',
  },
};

const hoursNames: Readonly<Record<Target['hours'], Words>> = {
  calendar: { es: 'en horas corridas', en: 'around the clock' },
  service: { es: 'en horas de servicio', en: 'in service hours' },
};

const pauseCauses: Readonly<Record<DecisionFacts['clock-paused']['cause'], Words>> = {
  waiting: {
    es: 'mientras se espera la respuesta del cliente',
    en: "while the customer's answer is awaited",
  },
  appointment: { es: 'hasta la actividad pautada', en: 'until the appointment' },
  'no-show': {
    es: 'hasta que el cliente acuerde una nueva fecha, tras su ausencia',
    en: 'until the customer agrees on a new date, after being absent',
  },
};

const resumeCauses: Readonly<Record<DecisionFacts['clock-resumed']['cause'], Words>> = {
  answered: { es: 'desde que respondió el cliente', en: 'since the customer answered' },
  appointment: {
    es: 'desde el momento de la actividad pautada',
    en: 'since the moment of the appointment',
  },
  reopened: {
    es: 'desde la reapertura, sin contar el tiempo en que estuvo resuelta',
    en: 'since the reopening, without the time it was resolved',
  },
  'question-withdrawn': {
    es: 'porque ya no se espera una respuesta del cliente',
    en: 'because no answer of the customer is awaited any more',
  },
};

const endingNames: Readonly<Record<Ending, Words>> = {
  closed: { es: 'cerrada', en: 'closed' },
  abandoned: { es: 'cerrada por abandono', en: 'closed as abandoned' },
  withdrawn: { es: 'retirada por el cliente', en: 'withdrawn by the customer' },
  rejected: { es: 'rechazada', en: 'rejected' },
  merged: { es: 'unida a otra', en: 'merged into another' },
  referred: { es: 'canalizada a servicios profesionales', en: 'referred to professional services' },
};

const cancelCauses: Readonly<Record<DecisionFacts['appointment-cancelled']['by'], Words>> = {
  customer: { es: 'así lo pidió el cliente', en: 'the customer asked for it' },
  agent: {
    es: 'por decisión del asesor, sin cargo',
    en: 'by decision of the agent, without charge',
  },
  system: {
    es: 'la solicitud terminó antes, sin cargo',
    en: 'the request ended before, without charge',
  },
};

const formNames: Readonly<Record<ResolutionForm, Words>> = {
  solution: {
    es: 'la descripción de la solución aplicada',
    en: 'a description of the solution applied',
  },
  instructions: { es: 'instrucciones', en: 'instructions' },
  accompaniment: { es: 'acompañamiento y asesoramiento', en: 'accompaniment and advice' },
};

const closeCauses: Readonly<Record<DecisionFacts['closed']['cause'], Words>> = {
  'no-objection': {
    es: 'porque nadie objetó la resolución en su plazo',
    en: 'because nobody objected to the resolution in time',
  },
  confirmed: {
    es: 'porque el cliente confirmó la solución',
    en: 'because the customer confirmed the solution',
  },
  agent: { es: 'por decisión del asesor', en: 'by decision of the agent' },
};

const rejectCauses: Readonly<Record<DecisionFacts['rejected']['cause'], Words>> = {
  'out-of-scope': {
    es: 'está fuera del catálogo de servicio',
    en: 'it is outside the service catalogue',
  },
  spam: { es: 'es correo no deseado', en: 'it is unsolicited mail' },
  duplicate: { es: 'es un duplicado', en: 'it is a duplicate' },
};

/** A charge is made by one of these three. */
const clauseOfCharge = (clause: string): ClauseId =>
  clause === 'T3' || clause === 'T6' ? clause : 'T4';
