import { describe, expect, it } from 'vitest';
import { clauseIds } from './clauses.ts';
import { decisionKinds } from './decision-registry.ts';
import {
  type Decision,
  decide,
  decideHeld,
  decideRefused,
  explainDecision,
  isDecisionKind,
  isShownToCustomer,
  readDecision,
} from './decisions.ts';
import { refuse } from './verdict.ts';
import { wordingFor } from './wording.ts';

const timeZone = 'America/Caracas';
const at = Date.UTC(2026, 2, 6, 22);

/** Every kind with its sentences; AT stands for the moment `at` as the reader's language prints it. */
const sentences: readonly (readonly [decision: Decision, es: string, en: string])[] = [
  [
    decideHeld([refuse('T1', 'credit-insufficient', { availableUnits: 1, requiredUnits: 2 })]),
    'La solicitud quedó retenida: la cuenta tiene un saldo disponible de 1 unidad de crédito y para procesar una solicitud se requieren 2 (cláusula T1).',
    'The request is on hold: the account has an available balance of 1 credit unit and processing a request requires 2 (clause T1).',
  ],
  [
    decideHeld([
      refuse('II', 'contract-ended', { contract: 'ended' }),
      refuse('T1', 'credit-insufficient', { availableUnits: 0, requiredUnits: 2 }),
      refuse('T7', 'terms-not-accepted', { termsVersion: 1, termsVersionAccepted: null }),
    ]),
    'La solicitud quedó retenida: el contrato de soporte terminó (cláusula II). Además: la cuenta tiene un saldo disponible de 0 unidades de crédito y para procesar una solicitud se requieren 2 (cláusula T1); la persona que solicita todavía no ha aceptado los términos del servicio (cláusula T7).',
    'The request is on hold: the support contract has ended (clause II). Also: the account has an available balance of 0 credit units and processing a request requires 2 (clause T1); the requester has not accepted the terms of the service yet (clause T7).',
  ],
  [
    decideHeld([
      refuse('II', 'standing-suspended', {
        standing: 'suspended',
        standingEntryId: 7,
        suspendedSince: at,
        suspendedUntil: at,
        standingReasonEs: 'Dos facturas vencidas.',
        standingReasonEn: null,
      }),
    ]),
    'La solicitud quedó retenida: el cliente no se encuentra administrativamente solvente desde el AT y hasta el AT; motivo: Dos facturas vencidas (cláusula II).',
    'The request is on hold: the customer is not in good standing since AT and until AT; reason: Dos facturas vencidas (clause II).',
  ],
  [
    decide('standing-restored', {
      standing: 'good',
      goodSince: at,
      standingEntryId: 7,
      suspendedSince: at,
      standingReasonEs: 'Dos facturas vencidas.',
      standingReasonEn: null,
    }),
    'El cliente se encuentra administrativamente solvente desde el AT: la solicitud ya no está retenida por esta causa (cláusula II).',
    'The customer has been in good standing since AT: the request is no longer held for this (clause II).',
  ],
  [
    decideRefused(refuse('VIII.b', 'attempts-too-few', { attempts: 1, attemptsMin: 2 })),
    'No se permitió: la solicitud no se puede cerrar por abandono: intentos sin respuesta que cuentan: 1; se requieren 2 (cláusula VIII.b).',
    'It was not allowed: the request cannot be closed as abandoned: unanswered attempts that count: 1; required: 2 (clause VIII.b).',
  ],
  [
    decide('admitted', { registeredAt: at, availableUnits: 5, requiredUnits: 2 }),
    'Se admitió la solicitud el AT: el cliente, su contrato, el contacto y los términos están en regla, y el saldo disponible es de 5 unidades de crédito (se requieren 2) (cláusula II).',
    'The request was admitted on AT: the customer, the contract, the contact and the terms are in order, and the available balance is 5 credit units (2 required) (clause II).',
  ],
  [
    decide('admitted', { registeredAt: at, availableUnits: null, requiredUnits: null }),
    'Se admitió la solicitud el AT: el cliente, su contrato, el contacto y los términos están en regla (cláusula II).',
    'The request was admitted on AT: the customer, the contract, the contact and the terms are in order (clause II).',
  ],
  [
    decide('acknowledged', { number: 1042, channel: 'email' }),
    'Se confirmó la recepción de la solicitud #1042 por correo electrónico (cláusula V.a).',
    'The receipt of request #1042 was acknowledged by e-mail (clause V.a).',
  ],
  [
    decide('acknowledgement-not-mailed', { reason: 'sender-often' }),
    'El acuse de recibo quedó en el portal y no se envió por correo, porque acababan de enviarse otros a la misma dirección (cláusula V.a).',
    'The acknowledgement stands in the portal and was not mailed, because others had just been sent to the same address (clause V.a).',
  ],
  [
    decide('impact-asked', { missing: 'both' }),
    'El acuse de recibo pidió indicar el impacto en el negocio y la prioridad sugerida (cláusula IV.d).',
    'The acknowledgement asked for the impact on the business and the suggested priority (clause IV.d).',
  ],
  [
    decide('suggestion-read', {
      origin: 'request',
      priority: 'p2',
      priorityReadIn: 'label',
      priorityWords: 'Prioridad: alta',
      impact: 'la tienda no cobra',
      impactReadIn: 'phrase',
    }),
    'Se entendió del correo del cliente: impacto en el negocio, «la tienda no cobra» (en una frase); prioridad sugerida, prioridad 2 (Alta), por «Prioridad: alta» (en una línea con su nombre) (cláusula IV.d).',
    "Understood from the customer's mail: impact on the business, “la tienda no cobra” (in a phrase); suggested priority, priority 2 (High), from “Prioridad: alta” (in a line of that name) (clause IV.d).",
  ],
  [
    decide('suggestion-read', {
      origin: 'answer',
      priority: 'p2',
      priorityReadIn: 'header',
      priorityWords: 'Importance: high',
      impact: null,
      impactReadIn: null,
    }),
    'Se entendió del mensaje del cliente: prioridad sugerida, prioridad 2 (Alta), por «Importance: high» (en la marca de importancia del correo) (cláusula IV.d).',
    "Understood from the customer's message: suggested priority, priority 2 (High), from “Importance: high” (in the importance mark of the mail) (clause IV.d).",
  ],
  [
    decide('priority-suggested-later', { from: 'p3', to: 'p1' }),
    'La prioridad pasa de prioridad 3 (Media) a prioridad 1 (Crítica), la que sugirió el cliente, hasta que se verifique; cuenta desde el registro (cláusula IV.d).',
    'The priority goes from priority 3 (Medium) to priority 1 (Critical), which the customer suggested, until it is verified; it counts from registration (clause IV.d).',
  ],
  [
    decide('terms-accepted', { termsVersion: 1, acceptedAt: at }),
    'El solicitante aceptó los términos, versión 1, el AT (cláusula T7).',
    'The requester accepted the terms, version 1, on AT (clause T7).',
  ],
  [
    decide('routed', { team: 'Mesa', by: 'mailbox' }),
    'Se asignó al equipo Mesa, el de este buzón (cláusula III).',
    'Assigned to team Mesa, that of this mailbox (clause III).',
  ],
  [
    decide('priority-set', { priority: 'p1', source: 'suggestion', from: 'message' }),
    'Comienza con prioridad 1 (Crítica): la sugirió el cliente en su mensaje (cláusula IV.d).',
    'It starts with priority 1 (Critical): the customer suggested it by message (clause IV.d).',
  ],
  [
    decide('priority-verified', { from: 'p3', to: 'p1', reason: 'No pueden facturar' }),
    'Se verificó la prioridad: pasa de prioridad 3 (Media) a prioridad 1 (Crítica); motivo: «No pueden facturar» (cláusula V.b).',
    'The priority was verified: it goes from priority 3 (Medium) to priority 1 (Critical); reason: “No pueden facturar” (clause V.b).',
  ],
  [
    decide('priority-verified', { from: 'p3', to: 'p3', reason: '' }),
    'Se verificó la prioridad y queda confirmada: prioridad 3 (Media) (cláusula V.b).',
    'The priority was verified and stays confirmed: priority 3 (Medium) (clause V.b).',
  ],
  [
    decide('clock-started', {
      clock: 'firstResponse',
      dueAt: at,
      priority: 'p1',
      targetMinutes: 240,
      hours: 'calendar',
    }),
    'Comenzó el tiempo de atención: 4 h en horas corridas por prioridad 1 (Crítica), hasta el AT (cláusula VII).',
    'The first response time started: 4 h around the clock for priority 1 (Critical), until AT (clause VII).',
  ],
  [
    decide('clock-not-started', { clock: 'resolution' }),
    'El tiempo de resolución no corre: la prioridad es convenida y su resolución, una responsabilidad compartida (cláusula VI.e).',
    'The resolution time does not run: the priority is agreed and its resolution a shared responsibility (clause VI.e).',
  ],
  [
    decide('date-agreed', { agreedFor: at }),
    'Se convino con el cliente una fecha: AT (cláusula VI.e).',
    'A date was agreed with the customer: AT (clause VI.e).',
  ],
  [
    decide('clock-paused', {
      clock: 'resolution',
      cause: 'waiting',
      remainingMinutes: 75,
      until: null,
    }),
    'El tiempo de resolución está en pausa mientras se espera la respuesta del cliente; tiempo restante: 1 h 15 min (cláusula VII).',
    "The resolution time is paused while the customer's answer is awaited; time left: 1 h 15 min (clause VII).",
  ],
  [
    decide('clock-paused', {
      clock: 'resolution',
      cause: 'appointment',
      remainingMinutes: 0,
      until: at,
    }),
    'El tiempo de resolución está en pausa hasta la actividad pautada del AT; ya estaba vencido (cláusula VII).',
    'The resolution time is paused until the appointment of AT; it was already overdue (clause VII).',
  ],
  [
    decide('clock-resumed', { clock: 'resolution', cause: 'reopened', dueAt: at }),
    'El tiempo de resolución sigue corriendo desde la reapertura, sin contar el tiempo en que estuvo resuelta; vence el AT (cláusula VIII.c).',
    'The resolution time runs again since the reopening, without the time it was resolved; it is due on AT (clause VIII.c).',
  ],
  [
    decide('clock-retargeted', {
      clock: 'resolution',
      cause: 'priority-changed',
      dueAt: at,
      priority: 'p2',
      targetMinutes: 2880,
    }),
    'El tiempo de resolución pasa a 48 h por prioridad 2 (Alta), contado desde el registro, al cambiar la prioridad; vence el AT (cláusula VII).',
    'The resolution time becomes 48 h for priority 2 (High), counted from registration, because the priority changed; it is due on AT (clause VII).',
  ],
  [
    decide('clock-retargeted', {
      clock: 'resolution',
      cause: 'calendar-changed',
      dueAt: null,
      priority: 'p2',
      targetMinutes: 2880,
    }),
    'El tiempo de resolución pasa a 48 h por prioridad 2 (Alta), contado desde el registro, al cambiar el calendario de servicio; ahora está en pausa (cláusula VII).',
    'The resolution time becomes 48 h for priority 2 (High), counted from registration, because the service calendar changed; it is paused now (clause VII).',
  ],
  [
    decide('clock-retargeted', {
      clock: 'resolution',
      cause: 'date-agreed',
      dueAt: at,
      priority: 'agreed',
      targetMinutes: null,
    }),
    'El tiempo de resolución es el convenido, al convenirse una fecha con el cliente; vence el AT (cláusula VI.e).',
    'The resolution time is the agreed one, because a date was agreed with the customer; it is due on AT (clause VI.e).',
  ],
  [
    decide('clock-met', {
      clock: 'firstResponse',
      elapsedMinutes: 12,
      targetMinutes: 240,
      onTime: true,
    }),
    'Se cumplió el tiempo de atención: 12 min de 4 h (cláusula VII).',
    'The first response time was met: 12 min of 4 h (clause VII).',
  ],
  [
    decide('clock-met', {
      clock: 'resolution',
      elapsedMinutes: 1500,
      targetMinutes: 1440,
      onTime: false,
    }),
    'Se completó fuera de plazo el tiempo de resolución: 25 h de 24 h (cláusula V.d).',
    'The resolution time was completed late: 25 h of 24 h (clause V.d).',
  ],
  [
    decide('clock-warned', {
      clock: 'resolution',
      step: 'last-hour',
      remainingMinutes: 60,
      dueAt: at,
    }),
    'Aviso: el tiempo de resolución vence el AT; tiempo restante: 1 h (cláusula V.d).',
    'Warning: the resolution time is due on AT; time left: 1 h (clause V.d).',
  ],
  [
    decide('clock-breached', {
      clock: 'resolution',
      dueAt: at,
      breachedAt: at,
      targetMinutes: 1440,
      cause: 'time-passed',
    }),
    'Se superó el tiempo de resolución de 24 h el AT (cláusula V.d).',
    'The resolution time of 24 h was exceeded on AT (clause V.d).',
  ],
  [
    decide('clock-breach-cleared', {
      clock: 'resolution',
      cause: 'priority-changed',
      dueAt: at,
    }),
    'El tiempo de resolución ya no está superado, al cambiar la prioridad; vence el AT (cláusula V.b).',
    'The resolution time is no longer exceeded, because the priority changed; it is due on AT (clause V.b).',
  ],
  [
    decide('clock-breach-cleared', {
      clock: 'resolution',
      cause: 'calendar-changed',
      dueAt: null,
    }),
    'El tiempo de resolución ya no está superado, al cambiar el calendario de servicio (cláusula VII).',
    'The resolution time is no longer exceeded, because the service calendar changed (clause VII).',
  ],
  [
    decide('clock-breached', {
      clock: 'firstResponse',
      dueAt: at,
      breachedAt: at,
      targetMinutes: 240,
      cause: 'priority-changed',
    }),
    'Se superó el tiempo de atención de 4 h el AT, al cambiar la prioridad (cláusula V.d).',
    'The first response time of 4 h was exceeded on AT, because the priority changed (clause V.d).',
  ],
  [
    decide('clock-paused', {
      clock: 'resolution',
      cause: 'no-show',
      remainingMinutes: null,
      until: null,
    }),
    'El tiempo de resolución está en pausa hasta que el cliente acuerde una nueva fecha, tras su ausencia (cláusula T6).',
    'The resolution time is paused until the customer agrees on a new date, after being absent (clause T6).',
  ],
  [
    decide('clock-escalated', {
      clock: 'resolution',
      step: 'escalation-1',
      overdueMinutes: 60,
      dueAt: at,
    }),
    'Se escaló: el tiempo de resolución lleva 1 h vencido (cláusula V.d).',
    'Escalated: the resolution time is 1 h overdue (clause V.d).',
  ],
  [
    decide('clock-cancelled', { clock: 'resolution', ending: 'referred' }),
    'El tiempo de resolución dejó de contar: la solicitud fue canalizada a servicios profesionales (cláusula VII).',
    'The resolution time no longer counts: the request was referred to professional services (clause VII).',
  ],
  [
    decide('unit-held', { units: 1, availableUnits: 4 }),
    'Se retuvo 1 unidad de crédito: es el mínimo por solicitud; saldo disponible: 4 (cláusula T3).',
    '1 credit unit was put on hold: it is the minimum per request; available balance: 4 (clause T3).',
  ],
  [
    decide('hold-grown', { units: 1, heldUnits: 2, billableMinutes: 70, availableUnits: 3 }),
    'La retención aumentó en 1 unidad de crédito: van 1 h 10 min de trabajo y cada hora comenzada es una unidad; la solicitud retiene 2, saldo disponible: 3 (cláusula T4).',
    'The hold grew by 1 credit unit: the work is at 1 h 10 min and every started hour is one unit; the request holds 2, available balance: 3 (clause T4).',
  ],
  [
    decide('hold-shrunk', { units: 1, heldUnits: 1, billableMinutes: 60, availableUnits: 4 }),
    'La retención bajó en 1 unidad de crédito: el trabajo se corrigió a 1 h; la solicitud retiene 1, saldo disponible: 4 (cláusula T4).',
    'The hold shrank by 1 credit unit: the work was corrected to 1 h; the request holds 1, available balance: 4 (clause T4).',
  ],
  [
    decide('units-charged', {
      units: 2,
      billableMinutes: 70,
      minimumApplied: false,
      availableUnits: 3,
    }),
    'Se cobraron 2 unidades de crédito por 1 h 10 min de trabajo: cada hora comenzada es una unidad; saldo disponible: 3 (cláusula T4).',
    '2 credit units were charged for 1 h 10 min of work: every started hour is one unit; available balance: 3 (clause T4).',
  ],
  [
    decide('charge-objected', { sequence: 7, units: 2, dueAt: at, clause: 'T4' }),
    'El cliente objetó el cobro de 2 unidades de crédito (línea 7 del estado de cuenta); se decide a más tardar el AT (cláusula T4).',
    'The customer objected to the charge of 2 credit units (line 7 of the statement); it is decided by AT (clause T4).',
  ],
  [
    decide('objection-decided', {
      sequence: 7,
      outcome: 'rejected',
      answer: 'son dos horas comenzadas',
      clause: 'T3',
    }),
    'No se aceptó la objeción al cobro de la línea 7: son dos horas comenzadas (cláusula T3).',
    'The objection to the charge of line 7 was not accepted: son dos horas comenzadas (clause T3).',
  ],
  [
    decide('objection-warned', { sequence: 7, units: 2, dueAt: at, clause: 'T4' }),
    'Falta decidir la objeción al cobro de 2 unidades de crédito (línea 7 del estado de cuenta), y pasaron tres cuartas partes de su plazo: se decide a más tardar el AT (cláusula T4).',
    'The objection to the charge of 2 credit units (line 7 of the statement) is still to be decided, and three quarters of its time have passed: it is decided by AT (clause T4).',
  ],
  [
    decide('objection-overdue', { sequence: 7, units: 1, dueAt: at, clause: 'T3' }),
    'La objeción al cobro de 1 unidad de crédito (línea 7 del estado de cuenta) está vencida: debía decidirse a más tardar el AT (cláusula T3). Nada se decide solo: el cobro sigue en discusión hasta que facturación responda.',
    'The objection to the charge of 1 credit unit (line 7 of the statement) is overdue: it was to be decided by AT (clause T3). Nothing decides itself: the charge stays in dispute until billing answers.',
  ],
  [
    decide('objection-withdrawn', { sequence: 7, units: 2, clause: 'T6' }),
    'El cliente retiró su objeción al cobro de 2 unidades de crédito (línea 7 del estado de cuenta): el cobro queda como está (cláusula T6).',
    'The customer withdrew its objection to the charge of 2 credit units (line 7 of the statement): the charge stands (clause T6).',
  ],
  [
    decide('no-show-charged', { units: 1, appointmentAt: at, availableUnits: 3 }),
    'Se cobró 1 unidad de crédito: el cliente no estuvo disponible para la actividad pautada del AT; saldo disponible: 3 (cláusula T6).',
    '1 credit unit was charged: the customer was not available for the appointment of AT; available balance: 3 (clause T6).',
  ],
  [
    decide('surcharge-accepted', { units: 2, appointmentAt: at }),
    'El cliente aceptó el cargo adicional de 2 unidades de crédito por la visita en sitio del AT (cláusula T5).',
    'The customer accepted the additional charge of 2 credit units for the on-site visit of AT (clause T5).',
  ],
  [
    decide('late-cancellation-charged', {
      units: 1,
      appointmentAt: at,
      noticeMinutes: 240,
      availableUnits: 3,
    }),
    'Se cobró 1 unidad de crédito: el cliente canceló la actividad pautada del AT con menos de 4 h de aviso; saldo disponible: 3 (cláusula T6).',
    '1 credit unit was charged: the customer cancelled the appointment of AT with less than 4 h of notice; available balance: 3 (clause T6).',
  ],
  [
    decide('surcharge-held', { units: 2, appointmentAt: at, availableUnits: 3 }),
    'Se retuvieron 2 unidades de crédito por la visita en sitio del AT, que se cobran al cerrar la solicitud; saldo disponible: 3 (cláusula T5).',
    '2 credit units were put on hold for the on-site visit of AT, charged when the request closes; available balance: 3 (clause T5).',
  ],
  [
    decide('surcharge-charged', { units: 2, availableUnits: 3 }),
    'Se cobraron 2 unidades de crédito por la atención en sitio, el cargo adicional que el cliente aceptó; saldo disponible: 3 (cláusula T5).',
    '2 credit units were charged for the work on site, the additional charge that the customer accepted; available balance: 3 (clause T5).',
  ],
  [
    decide('appointment-accepted', { appointmentAt: at, absenceUnits: 1, freeUntil: at }),
    'El cliente aceptó la actividad pautada del AT y que su ausencia cuesta 1 unidad de crédito; se puede cancelar sin costo hasta el AT (cláusula T6).',
    'The customer accepted the appointment of AT, and that being absent costs 1 credit unit; it can be cancelled without cost until AT (clause T6).',
  ],
  [
    decide('appointment-proposed', { firstAt: at, others: 2, agreedAt: null }),
    'El cliente propuso otra hora para la actividad: AT (y 2 más); queda por aceptar (cláusula T6).',
    'The customer proposed another time for the activity: AT (and 2 more); it waits to be accepted (clause T6).',
  ],
  [
    decide('appointment-proposed', { firstAt: at, others: 0, agreedAt: at }),
    'El cliente propuso otra hora para la actividad: AT; mientras no se acepte sigue pautada la del AT (cláusula T6).',
    'The customer proposed another time for the activity: AT; until it is accepted the one of AT stands (clause T6).',
  ],
  [
    decide('appointment-moved', { from: at, to: at }),
    'De común acuerdo, la actividad pautada pasó del AT al AT, sin cargo (cláusula T6).',
    'By agreement of both, the appointment moved from AT to AT, without charge (clause T6).',
  ],
  [
    decide('appointment-cancelled', { by: 'customer', appointmentAt: at }),
    'La actividad pautada del AT se canceló: así lo pidió el cliente (cláusula T6).',
    'The appointment of AT was cancelled: the customer asked for it (clause T6).',
  ],
  [
    decide('appointment-cancelled', { by: 'agent', appointmentAt: null }),
    'La actividad propuesta no se pautó: por decisión del asesor, sin cargo (cláusula T6).',
    'The activity proposed was not scheduled: by decision of the agent, without charge (clause T6).',
  ],
  [
    decide('appointment-tentative', { appointmentAt: at }),
    'El cliente respondió desde su calendario que quizá asista el AT: nada queda confirmado ni cambia por ello (cláusula T6).',
    'The customer answered from its calendar that it may attend on AT: nothing is confirmed nor changes by that (clause T6).',
  ],
  [
    decide('appointment-tentative', { appointmentAt: null }),
    'El cliente respondió desde su calendario que quizá asista: nada queda confirmado ni cambia por ello (cláusula T6).',
    'The customer answered from its calendar that it may attend: nothing is confirmed nor changes by that (clause T6).',
  ],
  [
    decide('appointment-reminded', { appointmentAt: at, minutesBefore: 1440 }),
    'Se recordó al cliente la actividad pautada del AT, 24 h antes (cláusula T6).',
    'The customer was reminded of the appointment of AT, 24 h before (clause T6).',
  ],
  [
    decide('appointment-done', { appointmentAt: at }),
    'La actividad pautada del AT se realizó; no hay cargo por ausencia (cláusula T6).',
    'The appointment of AT took place; nothing is charged for absence (clause T6).',
  ],
  [
    decide('hold-released', { units: 1, ending: 'withdrawn', availableUnits: 5 }),
    'Se liberó 1 unidad de crédito sin cobro: la solicitud fue retirada por el cliente; saldo disponible: 5 (cláusula T3).',
    '1 credit unit was released without charge: the request was withdrawn by the customer; available balance: 5 (clause T3).',
  ],
  [
    decide('scope-claimed', { reason: 'Es un equipo de la empresa' }),
    'El cliente considera que está dentro del alcance, y un asesor lo revisará; motivo: «Es un equipo de la empresa» (cláusula I).',
    'The customer thinks that it is in scope, and an agent will look at it; reason: “Es un equipo de la empresa” (clause I).',
  ],
  [
    decide('scope-overruled', {
      by: 'Carmen Ríos',
      reason: 'Está registrado',
      serviceEs: 'Puestos de trabajo',
      serviceEn: 'Workstations',
    }),
    'Carmen Ríos decidió que está dentro del alcance, como «Puestos de trabajo»: desde este momento se trata como una solicitud nueva; motivo: «Está registrado» (cláusula I).',
    'Carmen Ríos decided that it is in scope, as “Workstations”: from this moment it is treated as a new request; reason: “Está registrado” (clause I).',
  ],
  [
    decide('scope-upheld', { by: 'Carmen Ríos', reason: 'No está registrado' }),
    'Carmen Ríos revisó el alcance: sigue fuera del catálogo de servicio; motivo: «No está registrado» (cláusula I).',
    'Carmen Ríos looked at the scope: it stays outside the service catalogue; reason: “No está registrado” (clause I).',
  ],
  [
    decide('rejected', {
      cause: 'out-of-scope',
      duplicateOfNumber: null,
      reason: '',
      serviceEs: 'Equipos personales',
      serviceEn: 'Personal devices',
      serviceKind: 'outOfScope',
      answerVersion: 3,
    }),
    'Se rechazó: está fuera del catálogo de servicio; se respondió lo que dice el catálogo de «Equipos personales» (versión 3 de ese texto) (cláusula I).',
    'Rejected: it is outside the service catalogue; the answer given is what the catalogue says of “Personal devices” (version 3 of that text) (clause I).',
  ],
  [
    decide('units-asked', {
      units: 1,
      agreedUnits: 1,
      billableMinutes: 50,
      minutesNotApproved: 0,
      by: 'system',
      note: '',
    }),
    'Se pidió al cliente aprobar 1 unidad de crédito más, porque el trabajo se acerca a lo aprobado: van 50 min y lo aprobado hasta ahora es 1 unidad de crédito; lo que pase de ahí no se cobra sin su aprobación (cláusula T4).',
    'The customer was asked to approve 1 credit unit more, because the work comes near to what was approved: 50 min were worked, and approved so far: 1 credit unit; what goes beyond is not charged without approval (clause T4).',
  ],
  [
    decide('units-asked', {
      units: 1,
      agreedUnits: 1,
      billableMinutes: 70,
      minutesNotApproved: 10,
      by: 'system',
      note: '',
    }),
    'Se pidió al cliente aprobar 1 unidad de crédito más, porque el trabajo pasó de lo aprobado: van 1 h 10 min y lo aprobado hasta ahora es 1 unidad de crédito; lo que pase de ahí no se cobra sin su aprobación (cláusula T4).',
    'The customer was asked to approve 1 credit unit more, because the work went beyond what was approved: 1 h 10 min were worked, and approved so far: 1 credit unit; what goes beyond is not charged without approval (clause T4).',
  ],
  [
    decide('units-approved', { units: 2, agreedUnits: 3, door: 'mail', name: 'Ana Díaz' }),
    'Ana Díaz aprobó 2 unidades de crédito más por el enlace del correo: en total, lo aprobado es 3 unidades de crédito (cláusula T4).',
    'Ana Díaz approved 2 credit units more by the link of the mail: approved in all: 3 credit units (clause T4).',
  ],
  [
    decide('units-declined', { units: 1, agreedUnits: 1, door: 'portal', name: 'Ana Díaz' }),
    'Ana Díaz no aprobó 1 unidad de crédito más en el portal: lo aprobado sigue siendo 1 unidad de crédito, y lo que pase de ahí no se cobra (cláusula T4).',
    'Ana Díaz did not approve 1 credit unit more in the portal: approved so far: 1 credit unit, and what goes beyond is not charged (clause T4).',
  ],
  [
    decide('work-not-charged', { minutes: 20, agreedUnits: 2 }),
    '20 min de trabajo quedan registrados y no se cobran: pasan de lo que el cliente aprobó (2 unidades de crédito) (cláusula T4).',
    '20 min of work stay recorded and are not charged: they go beyond what the customer approved (2 credit units) (clause T4).',
  ],
  [
    decide('information-requested', { attempt: 1, attemptsMin: 2 }),
    'Se pidió información al cliente: intento 1; desde 2 sin respuesta la solicitud puede cerrarse (cláusula VIII.b).',
    'The customer was asked for information: attempt 1; from 2 unanswered on the request may be closed (clause VIII.b).',
  ],
  [
    decide('reminded', { attempt: 2, attemptsMin: 2, abandonmentDueAt: at }),
    'Se recordó al cliente que falta su respuesta: intento 2; sin respuesta, la solicitud se cierra el AT (cláusula VIII.b).',
    'The customer was reminded that an answer is missing: attempt 2; without an answer the request is closed on AT (clause VIII.b).',
  ],
  [
    decide('attempt-discounted', { attemptedAt: at }),
    'El intento del AT no cuenta: el mensaje no pudo entregarse (cláusula VIII.b).',
    'The attempt of AT does not count: the message could not be delivered (clause VIII.b).',
  ],
  [
    decide('attempts-reset', { attempts: 1, answeredAt: at }),
    'El cliente respondió el AT: el intento anterior ya no cuenta (cláusula VIII.b).',
    'The customer answered on AT: the earlier attempt no longer counts (clause VIII.b).',
  ],
  [
    decide('presence-confirmed', { attempts: 2, door: 'mail', nextReminderAt: at, left: 1 }),
    'El cliente avisó por el enlace del recordatorio que sigue pendiente de la solicitud: los 2 intentos anteriores ya no cuentan; el tiempo sigue en pausa hasta que llegue la información, y el próximo recordatorio sale el AT; puede avisarlo 1 vez más por esta pregunta (cláusula VIII.b).',
    'The customer said by the link of the reminder to be still there: the 2 earlier attempts no longer count; the time stays paused until the information comes, and the next reminder goes out on AT; it can be said 1 more time about this question (clause VIII.b).',
  ],
  [
    decide('abandonment-proposed', { attempts: 2, lastAttemptAt: at }),
    'Se propone al asesor cerrar por abandono: 2 intentos sin respuesta, el último el AT (cláusula VIII.b).',
    'Closing as abandoned is proposed to the agent: 2 unanswered attempts, the last on AT (clause VIII.b).',
  ],
  [
    decide('abandoned', { attempts: 2, lastAttemptAt: at }),
    'Se cerró por abandono: 2 intentos sin respuesta, el último el AT (cláusula VIII.b).',
    'Closed as abandoned: 2 unanswered attempts, the last on AT (clause VIII.b).',
  ],
  [
    decide('resolved', { form: 'instructions', closesAt: at }),
    'Se resolvió con instrucciones; sin objeción se cierra el AT (cláusula VIII.a).',
    'Resolved with instructions; without objection it closes on AT (clause VIII.a).',
  ],
  [
    decide('closed', { cause: 'no-objection', reopenableUntil: at }),
    'Se cerró porque nadie objetó la resolución en su plazo; se puede pedir su reapertura hasta el AT (cláusula VIII.a).',
    'Closed because nobody objected to the resolution in time; reopening can be asked for until AT (clause VIII.a).',
  ],
  [
    decide('reopened', { endedAt: at, reason: 'Sigue sin imprimir' }),
    'Se reabrió a petición del cliente; había terminado el AT; motivo: «Sigue sin imprimir» (cláusula VIII.c).',
    "Reopened at the customer's request; it had ended on AT; reason: “Sigue sin imprimir” (clause VIII.c).",
  ],
  [
    decide('reopening-late', { newNumber: 1050, windowEndedAt: at }),
    'El plazo para reabrir terminó el AT: se creó la solicitud #1050, enlazada a esta (cláusula VIII.c).',
    'The time to reopen ended on AT: request #1050 was made, linked to this one (clause VIII.c).',
  ],
  [
    decide('reply-address-expired', { number: 1040, endedAt: at, days: 30, recognised: false }),
    'El correo llegó a la dirección de respuesta de la solicitud #1040, que terminó el AT y cuya dirección vale 30 días más: se recibió como una solicitud nueva, enlazada a aquella (cláusula VIII.c).',
    'The mail came to the reply address of request #1040, which ended on AT and whose address is good for 30 days more: it was taken as a new request, linked to that one (clause VIII.c).',
  ],
  [
    decide('reply-address-expired', { number: 1040, endedAt: at, days: 30, recognised: true }),
    'El correo llegó a la dirección de respuesta de la solicitud #1040, que terminó el AT y cuya dirección vale 30 días más; se reconoció por el correo al que responde (cláusula VIII.c).',
    'The mail came to the reply address of request #1040, which ended on AT and whose address is good for 30 days more; it was recognised by the mail that it answers (clause VIII.c).',
  ],
  [
    decide('split', { newNumber: 1050 }),
    'Una necesidad adicional pasó a ser la solicitud #1050, con sus propios tiempos y unidades (cláusula T2).',
    'An additional need became request #1050, with its own times and units (clause T2).',
  ],
  [
    decide('referred', { cause: 'catalogue', reason: '' }),
    'Se canalizó a servicios profesionales, sin tiempos ni unidades: el servicio pedido es una implementación por proyecto (cláusula I).',
    'Referred to professional services, without times or units: the service asked for is an implementation project (clause I).',
  ],
  [
    decide('rejected', { cause: 'duplicate', duplicateOfNumber: 1001, reason: '' }),
    'Se rechazó: es un duplicado de la #1001 (cláusula I).',
    'Rejected: it is a duplicate of #1001 (clause I).',
  ],
  [
    decide('merged', { intoNumber: 1040, billableMinutes: 70, reason: '' }),
    'Se unió a la solicitud #1040, que pide lo mismo y sigue por las dos; su trabajo, 1 h 10 min, se cobra allí (cláusula I).',
    'It was merged into request #1040, which asks for the same and goes on for both; its work, 1 h 10 min, is charged there (clause I).',
  ],
  [
    decide('absorbed', { number: 1041, billableMinutes: 0 }),
    'Se le unió la solicitud #1041, que pide lo mismo; los tiempos cuentan desde el primer registro de las dos (cláusula I).',
    'Request #1041, which asks for the same, was merged into it; the times count from the earlier registration of both (clause I).',
  ],
  [
    decide('participant-added', { name: 'Luis', by: 'Ana', rule: 'copied' }),
    'Luis sigue la solicitud: Ana escribió con copia a su dirección, y es un contacto autorizado del mismo cliente (cláusula II).',
    'Luis follows the request: Ana wrote with a copy to this address, and it is an authorised contact of the same customer (clause II).',
  ],
  [
    decide('participant-added', { name: 'Luis', by: 'Carmen', rule: 'by-hand' }),
    'Carmen agregó a Luis a la solicitud (cláusula V.c).',
    'Carmen added Luis to the request (clause V.c).',
  ],
  [
    decide('participant-added', { name: 'Luis', by: 'Carmen', rule: 'accepted' }),
    'Carmen aceptó que Luis, a quien un correo copiaba, siga la solicitud (cláusula V.c).',
    'Carmen accepted that Luis, whom a mail copied, follows the request (clause V.c).',
  ],
  [
    decide('participant-proposed', { address: 'eva@orinoco.example', by: 'Ana' }),
    'Ana escribió con copia a eva@orinoco.example, que no se agrega sin que una persona lo acepte (cláusula II).',
    'Ana wrote with a copy to eva@orinoco.example, which is not added unless a person accepts it (clause II).',
  ],
  [
    decide('participant-declined', { address: 'eva@orinoco.example', by: 'Carmen' }),
    'Carmen decidió que eva@orinoco.example no siga la solicitud (cláusula II).',
    'Carmen decided that eva@orinoco.example does not follow the request (clause II).',
  ],
  [
    decide('participant-removed', { name: 'Luis', by: 'Ana' }),
    'Ana retiró a Luis de la solicitud (cláusula V.c).',
    'Ana took Luis out of the request (clause V.c).',
  ],
  [
    decide('participant-removed', { name: 'Luis', by: 'Luis' }),
    'Luis dejó de seguir la solicitud (cláusula V.c).',
    'Luis stopped following the request (clause V.c).',
  ],
  [
    decide('withdrawn', { reason: '' }),
    'El cliente retiró la solicitud (cláusula II).',
    'The customer withdrew the request (clause II).',
  ],
];

const named = sentences.map(([decision, es, en]) => [decision.kind, { decision, es, en }] as const);

describe('decisions in words', () => {
  it.each(named)('%s', (_, { decision, es, en }) => {
    expect(explain(decision, 'es')).toBe(es);
    expect(explain(decision, 'en')).toBe(en);
  });

  it('every kind is in the table above', () => {
    const shown = new Set(sentences.map(([{ kind }]) => kind));
    expect(
      Object.keys(decisionKinds)
        .filter(isDecisionKind)
        .filter((kind) => !shown.has(kind)),
    ).toEqual([]);
  });

  it('every decision cites a clause that its kind may cite', () => {
    for (const [{ kind, clause }] of sentences) {
      expect(decisionKinds[kind].clauses).toContain(clause);
      expect(clauseIds).toContain(clause);
    }
  });

  it('moments are in the zone of the reader', () => {
    const decision = decide('terms-accepted', { termsVersion: 1, acceptedAt: at });
    expect(explainDecision(decision, 'es', 'America/Caracas')).toContain('18:00');
    expect(explainDecision(decision, 'es', 'Europe/Madrid')).toContain('23:00');
    expect(explainDecision(decision, 'en', 'Europe/Madrid')).toContain('GMT+1');
  });
});

describe('which clause a decision cites', () => {
  it.each([
    ['T3 the minimum', decide('units-charged', charged({ minimumApplied: true })), 'T3'],
    ['T4 started hours', decide('units-charged', charged({ minimumApplied: false })), 'T4'],
    ['I units of a referral', decide('hold-released', released('referred')), 'I'],
    ['T3 units of a withdrawn request', decide('hold-released', released('withdrawn')), 'T3'],
    ['IV.b chosen by the customer', decide('priority-set', set('suggestion', 'person')), 'IV.b'],
    ['IV.d read from the mail', decide('priority-set', set('suggestion', 'message')), 'IV.d'],
    ['VI.b default of the service', decide('priority-set', set('service-default', null)), 'VI.b'],
  ] as const)('%s', (_, decision, clause) => {
    expect(decision.clause).toBe(clause);
  });
});

describe('decisions in the store', () => {
  it.each(named)('%s survives the way through JSON', (_, { decision }) => {
    const stored = JSON.parse(JSON.stringify(decision));
    const read = readDecision(stored);
    expect(read).toEqual(decision);
    expect(explain(read, 'es')).toBe(explain(decision, 'es'));
  });

  it('facts are flat: text, numbers, yes or no, nothing', () => {
    for (const [{ facts }] of sentences) {
      for (const fact of Object.values(facts)) {
        expect(fact === null || ['string', 'number', 'boolean'].includes(typeof fact)).toBe(true);
      }
    }
  });

  it.each([
    { kind: 'praised', clause: 'II', facts: {} },
    { kind: 'toString', clause: 'II', facts: {} },
    { kind: 'split', clause: 'T9', facts: { newNumber: 2 } },
  ])('stops on what was never written: $kind $clause', (stored) => {
    expect(() => readDecision(stored)).toThrow('registered');
  });

  it('knows its kinds', () => {
    expect(isDecisionKind('held')).toBe(true);
    expect(isDecisionKind('constructor')).toBe(false);
  });
});

describe('what the customer sees', () => {
  it('everything but the inner life of the desk', () => {
    const kinds = Object.keys(decisionKinds).filter(isDecisionKind);
    expect(kinds.filter((kind) => !isShownToCustomer(kind, {}))).toEqual([
      'refused',
      'routed',
      'clock-warned',
      'clock-escalated',
      'objection-warned',
      'attempt-discounted',
      'abandonment-proposed',
    ]);
  });

  it('nothing of the clock that is only the own goal of the desk', () => {
    expect(isShownToCustomer('clock-met', { clock: 'resolution' })).toBe(true);
    expect(isShownToCustomer('clock-met', { clock: 'nextResponse' })).toBe(false);
  });
});

function explain(decision: Decision, language: 'es' | 'en'): string {
  const moment = wordingFor(language, timeZone).moment(at);
  return explainDecision(decision, language, timeZone).replaceAll(moment, 'AT');
}

function charged(facts: { readonly minimumApplied: boolean }) {
  return { units: 1, billableMinutes: 60, availableUnits: 4, ...facts };
}

function released(ending: 'referred' | 'withdrawn') {
  return { units: 1, ending, availableUnits: 5 };
}

function set(source: 'suggestion' | 'service-default', from: 'person' | 'message' | null) {
  return { priority: 'p2' as const, source, from };
}
