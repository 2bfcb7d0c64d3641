import { assert } from '../kernel/assert.ts';
import type { Language } from '../kernel/language.ts';
import { saidIn } from './standing.ts';
import {
  type ActingKind,
  actingKinds,
  type TicketAct,
  type TicketStatus,
  ticketActs,
  ticketStatuses,
} from './transitions.ts';
import type { Facts, Refusal } from './verdict.ts';
import { type Wording, wordingFor } from './wording.ts';

/** Why something was refused and what the reader can do about it, as two sentences. */
export interface ReasonWords {
  readonly happened: string;
  readonly next: string;
}

type ReasonTemplate = (facts: Facts, say: Wording) => ReasonWords;

/**
 * The words of every refusal reason, in one place. The first sentence is true for whoever reads it,
 * customer or agent; the second says what to do next. Facts are read defensively: a refusal that
 * was stored years ago must still be readable.
 */
export const reasonTemplates = {
  'standing-suspended': {
    es: (facts, say) => ({
      happened: `El cliente no se encuentra administrativamente solvente${momentIn(
        facts,
        'suspendedSince',
        say,
        ' desde el ',
      )}${momentIn(facts, 'suspendedUntil', say, ' y hasta el ')}${standingReason(
        facts,
        'es',
        '; motivo: ',
      )}`,
      next:
        facts['suspendedUntil'] == null
          ? 'Regularice la cuenta con administración; la solicitud se procesará sola, sin volver a enviarla'
          : 'La solicitud se procesará sola al llegar esa fecha, o antes si regulariza la cuenta con administración',
    }),
    en: (facts, say) => ({
      happened: `The customer is not in good standing${momentIn(
        facts,
        'suspendedSince',
        say,
        ' since ',
      )}${momentIn(facts, 'suspendedUntil', say, ' and until ')}${standingReason(
        facts,
        'en',
        '; reason: ',
      )}`,
      next:
        facts['suspendedUntil'] == null
          ? 'Settle the account with billing; the request will be processed by itself, without sending it again'
          : 'The request will be processed by itself on that date, or earlier once you settle the account with billing',
    }),
  },
  'contract-upcoming': {
    es: () => ({
      happened: 'El contrato de soporte todavía no ha comenzado',
      next: 'La solicitud se procesará sola el día en que comience',
    }),
    en: () => ({
      happened: 'The support contract has not started yet',
      next: 'The request will be processed by itself on the day it starts',
    }),
  },
  'contract-ended': {
    es: () => ({
      happened: 'El contrato de soporte terminó',
      next: 'Renueve el contrato; la solicitud se procesará sola, sin volver a enviarla',
    }),
    en: () => ({
      happened: 'The support contract has ended',
      next: 'Renew the contract; the request will be processed by itself, without sending it again',
    }),
  },
  'contract-none': {
    es: () => ({
      happened: 'El cliente no tiene servicios de soporte contratados',
      next: 'Contrate el servicio de soporte; la solicitud queda guardada y se procesará entonces',
    }),
    en: () => ({
      happened: 'The customer has no support services contracted',
      next: 'Contract the support service; the request is kept and will be processed then',
    }),
  },
  'contact-unauthorised': {
    es: () => ({
      happened: 'La persona no está autorizada para realizar solicitudes de soporte',
      next: 'Pida la autorización a quien administra la cuenta de su empresa; la solicitud queda guardada',
    }),
    en: () => ({
      happened: 'The person is not authorised to make support requests',
      next: "Ask the administrator of your company's account for the authorisation; the request is kept",
    }),
  },
  'contact-revoked': {
    es: () => ({
      happened: 'La autorización de la persona para realizar solicitudes fue retirada',
      next: 'Consulte con quien administra la cuenta de su empresa; la solicitud queda guardada',
    }),
    en: () => ({
      happened: "The person's authorisation to make requests was withdrawn",
      next: "Ask the administrator of your company's account; the request is kept",
    }),
  },
  'contact-none': {
    es: () => ({
      happened: 'La persona no figura entre los contactos autorizados de ningún cliente',
      next: 'Escriba desde su dirección autorizada, o pida que la registren; el mensaje queda guardado',
    }),
    en: () => ({
      happened: 'The person is not among the authorised contacts of any customer',
      next: 'Write from your authorised address, or ask to be registered; the message is kept',
    }),
  },
  'credit-insufficient': {
    es: (facts, say) => ({
      happened: `La cuenta tiene un saldo disponible de ${say.units(count(facts, 'availableUnits'))} y para procesar una solicitud se requieren ${count(facts, 'requiredUnits')}`,
      next: 'Agregue unidades de crédito; la solicitud se procesará sola apenas lleguen, sin volver a enviarla',
    }),
    en: (facts, say) => ({
      happened: `The account has an available balance of ${say.units(count(facts, 'availableUnits'))} and processing a request requires ${count(facts, 'requiredUnits')}`,
      next: 'Add credit units; the request will be processed by itself as soon as they arrive, without sending it again',
    }),
  },
  'terms-not-accepted': {
    es: () => ({
      happened: 'La persona que solicita todavía no ha aceptado los términos del servicio',
      next: 'Acepte los términos con el enlace del acuse de recibo o en el portal; la solicitud se procesará sola',
    }),
    en: () => ({
      happened: 'The requester has not accepted the terms of the service yet',
      next: 'Accept the terms with the link in the acknowledgement or in the portal; the request will be processed by itself',
    }),
  },
  'priority-reason-missing': {
    es: () => ({
      happened: 'La prioridad no cambió: falta el motivo',
      next: 'Escriba por qué cambia; el cliente lo leerá',
    }),
    en: () => ({
      happened: 'The priority was not changed: the reason is missing',
      next: 'Write why it changes; the customer will read it',
    }),
  },
  'work-minutes-invalid': {
    es: () => ({
      happened: 'El trabajo no se registró: los minutos no son válidos',
      next: 'Indique minutos enteros, y no más facturables que trabajados; una corrección no quita más de lo registrado',
    }),
    en: () => ({
      happened: 'The work was not logged: the minutes are not valid',
      next: 'Give whole minutes, and no more billable than worked; a correction takes away no more than was logged',
    }),
  },
  'overdraft-reached': {
    es: (facts, say) => ({
      happened: `Faltan unidades: la cuenta quedaría en ${say.units(count(facts, 'availableUnitsAfter'))} y el mínimo permitido es ${count(facts, 'floorUnits')}`,
      next: `Pida la aprobación del cliente o una recarga de al menos ${say.units(count(facts, 'unitsNeeded'))}`,
    }),
    en: (facts, say) => ({
      happened: `Units are missing: the account would be at ${say.units(count(facts, 'availableUnitsAfter'))} and the lowest allowed is ${count(facts, 'floorUnits')}`,
      next: `Ask for the customer's approval or a top-up of at least ${say.units(count(facts, 'unitsNeeded'))}`,
    }),
  },
  'approval-not-needed': {
    es: () => ({
      happened:
        'El acuerdo de esta solicitud no pide la aprobación del cliente para otras unidades',
      next: 'No hace falta pedirla: el trabajo se cobra por hora comenzada',
    }),
    en: () => ({
      happened: 'The agreement of this request does not ask for approval of further units',
      next: 'It need not be asked for: work is charged by the started hour',
    }),
  },
  'approval-asked': {
    es: () => ({
      happened: 'Ya hay una aprobación de unidades que espera la respuesta del cliente',
      next: 'Espere su respuesta antes de pedir otra',
    }),
    en: () => ({
      happened: 'An approval of units waits for the customer already',
      next: 'Wait for the answer before asking for another one',
    }),
  },
  'scope-not-answered': {
    es: () => ({
      happened: 'Esta solicitud no está rechazada por quedar fuera del catálogo',
      next: 'Escriba en la solicitud lo que haga falta',
    }),
    en: () => ({
      happened: 'This request is not rejected as outside the catalogue',
      next: 'Write in the request what is needed',
    }),
  },
  'scope-attended': {
    es: () => ({
      happened:
        'Un asesor atendió esta solicitud antes de rechazarla: sus tiempos y unidades quedaron cerrados',
      next: 'Haga una solicitud nueva y explique en ella por qué está dentro del alcance',
    }),
    en: () => ({
      happened:
        'An agent attended to this request before rejecting it: its times and units are settled',
      next: 'Make a new request, and explain in it why it is in scope',
    }),
  },
  'scope-claimed': {
    es: () => ({
      happened: 'Ya se pidió revisar el alcance de esta solicitud',
      next: 'Espere lo que decida el asesor, o lea en la solicitud lo que decidió',
    }),
    en: () => ({
      happened: 'A review of the scope of this request was asked for already',
      next: 'Wait for what the agent decides, or read in the request what was decided',
    }),
  },
  'scope-not-claimed': {
    es: () => ({
      happened: 'El cliente no ha pedido revisar el alcance, o ya se le respondió',
      next: 'Escríbale en la solicitud si hay algo que aclarar',
    }),
    en: () => ({
      happened: 'The customer has not asked for a review of the scope, or was answered already',
      next: 'Write in the request if there is something to make clear',
    }),
  },
  'approval-over': {
    es: () => ({
      happened: 'Esta aprobación ya se decidió o ya no hace falta',
      next: 'Mire la solicitud para ver cómo quedó',
    }),
    en: () => ({
      happened: 'This approval was decided already, or is not needed any more',
      next: 'Look at the request to see how it stands',
    }),
  },
  'approval-needs-units': {
    es: (facts, say) => ({
      happened: `Todavía no se aprobó: a la cuenta le faltan ${say.units(count(facts, 'unitsNeeded'))} para el trabajo que pasaría a cobrarse`,
      next: 'Solicite unidades en Cuenta y apruebe después; hasta entonces no se cobra',
    }),
    en: (facts, say) => ({
      happened: `Not approved yet: the account lacks ${say.units(count(facts, 'unitsNeeded'))} for the work that would be charged`,
      next: 'Ask for units in Account and approve then; until then it is not charged',
    }),
  },
  'merge-work-not-approved': {
    es: (facts, say) => ({
      happened: `Esta solicitud tiene ${say.minutes(count(facts, 'minutes'))} de trabajo que el cliente no ha aprobado, y el acuerdo de la otra los cobraría`,
      next: 'Pida antes la aprobación, o una la otra solicitud con esta',
    }),
    en: (facts, say) => ({
      happened: `This request has ${say.minutes(count(facts, 'minutes'))} of work that the customer has not approved, and the agreement of the other one would charge it`,
      next: 'Ask for approval first, or merge the other request into this one',
    }),
  },
  'units-not-available': {
    es: (facts, say) => ({
      happened: `El movimiento no se hizo: quita ${say.units(count(facts, 'units'))}, la cuenta tiene disponibles ${count(facts, 'availableUnits')} y no puede quedar por debajo de ${count(facts, 'floorUnits')}`,
      next: 'Quite menos unidades, o espere a que se liberen las retenidas',
    }),
    en: (facts, say) => ({
      happened: `The entry was not made: it takes ${say.units(count(facts, 'units'))}, the account has ${count(facts, 'availableUnits')} available and may not fall below ${count(facts, 'floorUnits')}`,
      next: 'Take fewer units, or wait until those on hold are released',
    }),
  },
  'adjustment-needs-second-person': {
    es: (facts, say) => ({
      happened: `El ajuste no se hizo: mueve ${say.units(Math.abs(count(facts, 'units')))} y una sola persona puede ajustar hasta ${count(facts, 'unitsAloneMax')}`,
      next: 'Un ajuste mayor requiere el acuerdo de una segunda persona',
    }),
    en: (facts, say) => ({
      happened: `The adjustment was not made: it moves ${say.units(Math.abs(count(facts, 'units')))} and one person alone may adjust up to ${count(facts, 'unitsAloneMax')}`,
      next: 'A larger adjustment takes the agreement of a second person',
    }),
  },
  'entry-not-correctable': {
    es: () => ({
      happened: 'La corrección no se hizo: ese asiento no existe o no admite correcciones',
      next: 'Corrija el asiento de la compra, la devolución, el cobro o el ajuste original',
    }),
    en: () => ({
      happened: 'The correction was not made: that entry does not exist or takes no corrections',
      next: 'Correct the entry of the original purchase, refund, charge or adjustment',
    }),
  },
  'correction-too-large': {
    es: (facts, say) => ({
      happened: `La corrección no se hizo: al asiento le quedan ${say.units(Math.abs(count(facts, 'unitsLeft')))} por corregir`,
      next: 'Corrija esa cantidad o menos',
    }),
    en: (facts, say) => ({
      happened: `The correction was not made: ${say.units(Math.abs(count(facts, 'unitsLeft')))} of the entry are left to correct`,
      next: 'Correct that number or less',
    }),
  },
  'charge-disputed': {
    es: (facts, say) => ({
      happened: `Nada cambió: el cobro de la línea ${count(facts, 'sequence')} está en discusión por la objeción ${count(facts, 'objectionId')}, que se decide a más tardar el ${say.moment(count(facts, 'dueAt'))}`,
      next: 'Decida antes la objeción: la acepta con la devolución o la rechaza con su motivo',
    }),
    en: (facts, say) => ({
      happened: `Nothing changed: the charge of line ${count(facts, 'sequence')} is in dispute by objection ${count(facts, 'objectionId')}, which is decided by ${say.moment(count(facts, 'dueAt'))}`,
      next: 'Decide the objection first: accept it with what goes back, or reject it with the reason',
    }),
  },
  'work-disputed': {
    es: (facts, say) => ({
      happened: `Nada cambió: ese trabajo lo cubre el cobro de la línea ${count(facts, 'sequence')}, que está en discusión por la objeción ${count(facts, 'objectionId')}; se decide a más tardar el ${say.moment(count(facts, 'dueAt'))}`,
      next: 'Espere la decisión de facturación; el trabajo nuevo sí se puede registrar',
    }),
    en: (facts, say) => ({
      happened: `Nothing changed: that work is covered by the charge of line ${count(facts, 'sequence')}, which is in dispute by objection ${count(facts, 'objectionId')}; it is decided by ${say.moment(count(facts, 'dueAt'))}`,
      next: 'Wait for the decision of billing; new work can be recorded',
    }),
  },
  'act-not-by-actor': {
    es: (facts, say) => ({
      happened: `No le corresponde ${toActor(actorIn(facts), say)} ${say.act(actIn(facts))} una solicitud`,
      next: 'Nada cambió; la acción queda para quien le corresponde según el acuerdo',
    }),
    en: (facts, say) => ({
      happened: `It is not for ${say.actor(actorIn(facts))} to ${say.act(actIn(facts))} a request`,
      next: 'Nothing changed; the agreement leaves this to somebody else',
    }),
  },
  'act-not-from-status': {
    es: (facts, say) => ({
      happened: `No se puede ${say.act(actIn(facts))} una solicitud que está ${say.status(statusIn(facts))}`,
      next: 'Nada cambió; mire el estado actual de la solicitud, pudo cambiar mientras tanto',
    }),
    en: (facts, say) => ({
      happened: `One cannot ${say.act(actIn(facts))} a request that is ${say.status(statusIn(facts))}`,
      next: 'Nothing changed; look at the current status of the request, it may have changed meanwhile',
    }),
  },
  'attempts-too-few': {
    es: (facts) => ({
      happened: `La solicitud no se puede cerrar por abandono: intentos sin respuesta que cuentan: ${count(facts, 'attempts')}; se requieren ${count(facts, 'attemptsMin')}`,
      next: 'Envíe otro recordatorio cuando corresponda; solo cuentan los entregados y suficientemente separados',
    }),
    en: (facts) => ({
      happened: `The request cannot be closed as abandoned: unanswered attempts that count: ${count(facts, 'attempts')}; required: ${count(facts, 'attemptsMin')}`,
      next: 'Send another reminder when it is time; only those delivered and far enough apart count',
    }),
  },
  'grace-not-over': {
    es: (facts, say) => ({
      happened:
        'La solicitud no se puede cerrar por abandono: el cliente aún está a tiempo de responder',
      next: `Espere hasta el ${say.moment(count(facts, 'dueAt'))}`,
    }),
    en: (facts, say) => ({
      happened: 'The request cannot be closed as abandoned: the customer still has time to answer',
      next: `Wait until ${say.moment(count(facts, 'dueAt'))}`,
    }),
  },
  'nothing-asked': {
    es: () => ({
      happened: 'No hay ninguna pregunta pendiente en esta solicitud',
      next: 'No hace falta hacer nada; mire la solicitud para saber cómo sigue',
    }),
    en: () => ({
      happened: 'No question stands open in this request',
      next: 'Nothing needs to be done; look at the request to see how it goes on',
    }),
  },
  'presence-known': {
    es: () => ({
      happened: 'Ya sabemos que usted sigue pendiente de esta solicitud',
      next: 'Para avanzar hace falta la información que pedimos; puede enviarla cuando la tenga',
    }),
    en: () => ({
      happened: 'We already know that you are still there',
      next: 'To go on we need the information that we asked for; send it when you have it',
    }),
  },
  'presences-used-up': {
    es: (facts) => ({
      happened: `Usted ya avisó las veces que permite el acuerdo (${count(facts, 'presencesMax')}) que sigue pendiente de esta pregunta`,
      next: 'Responda con la información que pedimos, o con lo que ya tenga de ella: cualquier respuesta evita el cierre',
    }),
    en: (facts) => ({
      happened: `You have said as often as the agreement allows (${count(facts, 'presencesMax')}) that you are still there about this question`,
      next: 'Answer with the information that we asked for, or with what you have of it: any answer prevents the closing',
    }),
  },
  'resolution-text-missing': {
    es: () => ({
      happened: 'La solicitud no se resolvió: falta el texto de la resolución',
      next: 'Describa lo que se hizo, las instrucciones o el acompañamiento; el cliente lo recibirá',
    }),
    en: () => ({
      happened: 'The request was not resolved: the text of the resolution is missing',
      next: 'Describe what was done, the instructions or the accompaniment; the customer will receive it',
    }),
  },
  'reopening-reason-missing': {
    es: () => ({
      happened: 'La solicitud no se reabrió: falta el motivo',
      next: 'Escriba qué no quedó resuelto',
    }),
    en: () => ({
      happened: 'The request was not reopened: the reason is missing',
      next: 'Write what was not resolved',
    }),
  },
  'split-internal-note': {
    es: () => ({
      happened: 'De una nota interna no se puede separar una solicitud: el cliente no la ve',
      next: 'Elija un mensaje de la conversación con el cliente',
    }),
    en: () => ({
      happened: 'A request cannot be split out of an internal note: the customer does not see it',
      next: 'Choose a message of the conversation with the customer',
    }),
  },
  'split-already': {
    es: (facts) => ({
      happened: `De este mensaje ya se separó la solicitud #${count(facts, 'number')}`,
      next: 'Continúe en esa solicitud',
    }),
    en: (facts) => ({
      happened: `Request #${count(facts, 'number')} was already split out of this message`,
      next: 'Go on in that request',
    }),
  },
  'merge-same': {
    es: () => ({
      happened: 'Una solicitud no se une consigo misma',
      next: 'Elija la otra solicitud, la que sigue',
    }),
    en: () => ({
      happened: 'A request is not merged into itself',
      next: 'Choose the other request, the one that goes on',
    }),
  },
  'merge-other-customer': {
    es: (facts) => ({
      happened: `La solicitud #${count(facts, 'intoNumber')} es de otro cliente: nadie lee lo que escribió otra empresa`,
      next: 'Enlace las dos solicitudes; cada cliente seguirá viendo solo la suya',
    }),
    en: (facts) => ({
      happened: `Request #${count(facts, 'intoNumber')} is another customer's: nobody reads what another company wrote`,
      next: 'Link both requests; each customer will go on seeing only its own',
    }),
  },
  'merge-survivor-not-open': {
    es: (facts) => ({
      happened: `La solicitud #${count(facts, 'intoNumber')} ya no está en curso`,
      next: 'Reábrala primero, o una las dos en la que sí está en curso',
    }),
    en: (facts) => ({
      happened: `Request #${count(facts, 'intoNumber')} is not under way any more`,
      next: 'Reopen it first, or merge both into the one that is under way',
    }),
  },
  'merge-held-survivor': {
    es: (facts) => ({
      happened: `La solicitud #${count(facts, 'intoNumber')} está retenida y esta ya se registró`,
      next: 'Una la retenida a esta, cuyos tiempos ya corren',
    }),
    en: (facts) => ({
      happened: `Request #${count(facts, 'intoNumber')} is held and this one is registered already`,
      next: 'Merge the held one into this one, whose times run already',
    }),
  },
  'merge-charged': {
    es: (facts, say) => ({
      happened: `Esta solicitud ya se cobró una vez (${say.units(count(facts, 'chargedUnits'))}) y lo cobrado queda con ella`,
      next: 'Enlace las dos solicitudes en lugar de unirlas',
    }),
    en: (facts, say) => ({
      happened: `This request was charged once already (${say.units(count(facts, 'chargedUnits'))}) and what was charged stays with it`,
      next: 'Link both requests instead of merging them',
    }),
  },
  'merge-units-apart': {
    es: (facts, say) => ({
      happened: `Esta solicitud tiene ${say.units(count(facts, 'units'))} de una actividad (una ausencia o una visita en sitio), que quedan con ella`,
      next: 'Enlace las dos solicitudes en lugar de unirlas',
    }),
    en: (facts, say) => ({
      happened: `This request has ${say.units(count(facts, 'units'))} of an activity (an absence or an on-site visit), which stay with it`,
      next: 'Link both requests instead of merging them',
    }),
  },
  'surcharge-not-accepted': {
    es: (facts, say) => ({
      happened: `La visita en sitio no se confirmó: el cliente no ha aceptado el cargo adicional de ${say.units(count(facts, 'surchargeUnits'))}`,
      next: 'Espere la aceptación del cliente, o acuerde el trabajo en remoto',
    }),
    en: (facts, say) => ({
      happened: `The on-site visit was not confirmed: the customer has not accepted the additional charge of ${say.units(count(facts, 'surchargeUnits'))}`,
      next: 'Wait for the customer to accept it, or agree to work remotely',
    }),
  },
  'surcharge-not-agreed': {
    es: () => ({
      happened: 'La visita en sitio no se confirmó: el cargo adicional todavía no está convenido',
      next: 'Proponga el cargo adicional al cliente, aunque sea de cero unidades',
    }),
    en: () => ({
      happened: 'The on-site visit was not confirmed: the additional charge is not agreed yet',
      next: 'Propose the additional charge to the customer, even if it is zero units',
    }),
  },
  'surcharge-units-missing': {
    es: (facts, say) => ({
      happened: `La visita en sitio no se confirmó: su cargo adicional es de ${say.units(count(facts, 'surchargeUnits'))} y el saldo disponible es de ${count(facts, 'availableUnits')}`,
      next: 'Agregue unidades de crédito y acepte de nuevo, o acuerde el trabajo en remoto',
    }),
    en: (facts, say) => ({
      happened: `The on-site visit was not confirmed: its additional charge is ${say.units(count(facts, 'surchargeUnits'))} and the available balance is ${count(facts, 'availableUnits')}`,
      next: 'Add credit units and accept again, or agree to work remotely',
    }),
  },
  'slots-out-of-range': {
    es: (facts) => ({
      happened: `No se propuso ninguna hora: se proponen entre una y ${count(facts, 'slotsMax')} a la vez`,
      next: 'Indique entre una y ese número de horas distintas',
    }),
    en: (facts) => ({
      happened: `No time was proposed: between one and ${count(facts, 'slotsMax')} are proposed at once`,
      next: 'Give between one and that number of different times',
    }),
  },
  'slot-in-the-past': {
    es: (facts, say) => ({
      happened: `La hora del ${say.moment(count(facts, 'startsAt'))} ya pasó`,
      next: 'Elija o proponga una hora futura',
    }),
    en: (facts, say) => ({
      happened: `The time of ${say.moment(count(facts, 'startsAt'))} is past`,
      next: 'Choose or propose a time in the future',
    }),
  },
  'slot-closed': {
    es: () => ({
      happened: 'Esa hora ya no está disponible: la propuesta cambió o ya se acordó otra',
      next: 'Mire cómo quedó la actividad y, si hace falta, proponga otra hora',
    }),
    en: () => ({
      happened: 'That time is not available any more: the proposal changed or another was agreed',
      next: 'Look at how the appointment stands and, if needed, propose another time',
    }),
  },
  'slot-of-own-side': {
    es: () => ({
      happened: 'Esa hora la propuso su propia parte: la acepta la otra',
      next: 'Espere la respuesta, o proponga otras horas',
    }),
    en: () => ({
      happened: 'That time was proposed by your own side: the other one accepts it',
      next: 'Wait for the answer, or propose other times',
    }),
  },
  'absence-terms-not-accepted': {
    es: (facts, say) => ({
      happened: `La actividad no se pautó: falta aceptar que la ausencia cuesta ${say.units(count(facts, 'absenceUnits'))}`,
      next: 'Acepte esta condición junto con la hora',
    }),
    en: (facts, say) => ({
      happened: `The appointment was not made: it has not been accepted that absence costs ${say.units(count(facts, 'absenceUnits'))}`,
      next: 'Accept this condition together with the time',
    }),
  },
  'appointment-over': {
    es: () => ({
      happened: 'La actividad ya terminó o fue cancelada',
      next: 'Nada cambió; puede pautarse una nueva',
    }),
    en: () => ({
      happened: 'The appointment is over or was cancelled',
      next: 'Nothing changed; a new one can be scheduled',
    }),
  },
  'appointment-not-agreed': {
    es: () => ({
      happened: 'La actividad todavía no tiene una hora acordada',
      next: 'Espere a que la otra parte acepte una de las horas propuestas, o proponga otras',
    }),
    en: () => ({
      happened: 'The appointment has no agreed time yet',
      next: 'Wait until the other side accepts one of the proposed times, or propose others',
    }),
  },
  'cancellation-costs': {
    es: (facts, say) => ({
      happened: `La actividad no se canceló: con menos de ${say.minutes(count(facts, 'noticeMinutes'))} de aviso se cobra el mínimo, ${say.units(count(facts, 'units'))}`,
      next: 'Confirme que acepta el cargo, proponga otra hora, o asista',
    }),
    en: (facts, say) => ({
      happened: `The appointment was not cancelled: with less than ${say.minutes(count(facts, 'noticeMinutes'))} of notice the minimum is charged, ${say.units(count(facts, 'units'))}`,
      next: 'Confirm that you accept the charge, propose another time, or attend',
    }),
  },
  'outcome-too-early': {
    es: (facts, say) => ({
      happened:
        'El resultado no se registró: la actividad aún no ha comenzado o la espera no ha terminado',
      next: `Regístrelo desde el ${say.moment(count(facts, 'from'))}`,
    }),
    en: (facts, say) => ({
      happened:
        'The outcome was not recorded: the appointment has not started, or the wait is not over',
      next: `Record it from ${say.moment(count(facts, 'from'))} on`,
    }),
  },
  'outcome-note-missing': {
    es: () => ({
      happened: 'El resultado no se registró: falta la nota que lo respalda',
      next: 'Escriba qué se hizo o, de una ausencia, cómo se esperó y se buscó al cliente',
    }),
    en: () => ({
      happened: 'The outcome was not recorded: the note that supports it is missing',
      next: 'Write what was done or, of an absence, how the customer was waited for and sought',
    }),
  },
} as const satisfies Record<string, Readonly<Record<Language, ReasonTemplate>>>;

export type ReasonKey = keyof typeof reasonTemplates;

export const isReasonKey = (value: unknown): value is ReasonKey =>
  typeof value === 'string' && Object.hasOwn(reasonTemplates, value);

/** What happened, with its clause, and what to do next. `timeZone` is the reader's IANA zone. */
export function explainRefusal(
  refusal: Refusal,
  language: Language,
  timeZone: string,
): ReasonWords {
  const say = wordingFor(language, timeZone);
  const { happened, next } = wordReason(refusal.reason, refusal.facts, language, say);
  return { happened: `${happened} (${say.clause(refusal.clause)}).`, next: `${next}.` };
}

/** The same as two bare sentences, for texts that cite the clause themselves. */
export function wordReason(
  reason: string,
  facts: Facts,
  language: Language,
  say: Wording,
): ReasonWords {
  assert(isReasonKey(reason), `refusal reason ${reason} has words`);
  const template: ReasonTemplate = reasonTemplates[reason][language];
  return template(facts, say);
}

/** "a el" contracts in Spanish. */
const toActor = (by: ActingKind, say: Wording): string =>
  `a ${say.actor(by)}`.replace(/^a el /, 'al ');

const momentIn = (facts: Facts, name: string, say: Wording, before: string): string =>
  facts[name] == null ? '' : `${before}${say.moment(count(facts, name))}`;

/** As the firm wrote it, in the reader's language where it did; what follows it ends the sentence. */
function standingReason(facts: Facts, language: Language, before: string): string {
  const said = saidIn(
    { es: textIn(facts, 'standingReasonEs'), en: textIn(facts, 'standingReasonEn') },
    language,
  );
  return said === null ? '' : `${before}${said.replace(/[.\s]+$/, '')}`;
}

const textIn = (facts: Facts, name: string): string | null =>
  facts[name] == null ? null : String(facts[name]);

const count = (facts: Facts, name: string): number => Number(facts[name] ?? 0);

const actIn = (facts: Facts): TicketAct => oneOf(ticketActs, facts['act']);
const statusIn = (facts: Facts): TicketStatus => oneOf(ticketStatuses, facts['status']);
const actorIn = (facts: Facts): ActingKind => oneOf(actingKinds, facts['by']);

function oneOf<T>(values: readonly T[], value: unknown): T {
  const found = values.find((known) => known === value);
  assert(found !== undefined, `${String(value)} is one of ${values.join(', ')}`);
  return found;
}
