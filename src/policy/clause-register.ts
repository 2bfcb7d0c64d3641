import { admit, conditionsShownToContact, scope } from './admission.ts';
import {
  cancellationUnits,
  freeCancellationUntil,
  mayAccept,
  mayCancel,
  mayPropose,
  mayRecordOutcome,
  nextLookAt,
  outcomeFrom,
  reminderDue,
} from './appointments.ts';
import { agreementText, clauseText } from './clause-text.ts';
import { type ClauseId, clauseIds } from './clauses.ts';
import { calendarProblems } from './clocks/calendar.ts';
import { foldClocks } from './clocks/fold.ts';
import { clockMoments, momentsNow } from './clocks/moments.ts';
import { proveClock } from './clocks/proof.ts';
import {
  abandonmentDueAt,
  automaticCloseDueAt,
  countedAttempts,
  mayAbandon,
  mayConfirmPresence,
  mayReopen,
  mayResolve,
  maySplit,
  nextReminderAt,
  reopeningEndsAt,
} from './closing.ts';
import type { DecisionKind } from './decision-facts.ts';
import { decisionKinds } from './decision-registry.ts';
import { isDecisionKind } from './decisions.ts';
import { peopleToTell, toldBy } from './escalation.ts';
import { expiryWarningDue } from './expiry-warning.ts';
import { approvedUnitsCarried, mayCarryWork, mayMerge } from './merging.ts';
import { nextObjectionStepAt, objectionStep, toldOfObjection } from './objection-hours.ts';
import { mayConfirmPlace } from './onsite.ts';
import { judgeCopied } from './participants.ts';
import { initialPriority, priorityForImpact, verifyPriority } from './priority.ts';
import { laterSuggestion, missingSuggestion, suggestionFromMail } from './priority-from-mail.ts';
import { projectRunOut } from './projection.ts';
import { readsAsApproval } from './reads-as-approval.ts';
import { readsAsThanks } from './reads-as-thanks.ts';
import { isReplyAddressExpired } from './reply-address.ts';
import { answerAbout, mayClaimScope, mayDecideScope } from './scope-answer.ts';
import { standingAt } from './standing.ts';
import { actsOffered, firstStatus, mayTransition } from './transitions.ts';
import {
  chargeableMinutes,
  costOfFiling,
  holdFor,
  mayAskForUnits,
  mayLogWork,
  minutesNotApproved,
  minutesUntilNextUnit,
  noShowUnits,
  previewCharge,
  settle,
  unitsToAskFor,
  unitsToCharge,
  unitsToHoldAtAdmission,
} from './units.ts';

/** The functions of one file that carry a clause. Real functions: a renamed rule breaks the register. */
export interface Rules {
  /** Path inside src/policy. */
  readonly file: string;
  // Only named and located here, never called: their arguments do not matter.
  readonly functions: Readonly<Record<string, (...args: never[]) => unknown>>;
}

/** Where a clause lives in the product. */
export interface ClauseCarriers {
  /** What the product does because of it, for whoever reads docs/AGREEMENT.md. */
  readonly makes: string;
  readonly rules: readonly Rules[];
  /** Tables, or columns as `table.column`, that keep what the clause asks to be kept. */
  readonly records: readonly string[];
  /** The numbers of the clause, as paths into the terms. */
  readonly terms: readonly string[];
  /** What of the clause the product does not do yet. */
  readonly notYet?: string;
}

/** Every clause with the rules and records that carry it; `decisionsOf` adds the decisions that cite it. */
export const clauseRegister: Readonly<Record<ClauseId, ClauseCarriers>> = {
  P: {
    makes:
      'Customers file and follow their requests in the portal, on a phone as well as at a desk, or by e-mail from an authorised address. Every request has a number, a live status and a log.',
    rules: [rulesOf('transitions.ts', { actsOffered }), rulesOf('clause-text.ts', { clauseText })],
    records: ['ticket.number', 'ticket.channel', 'ticket.status', 'ticket_event'],
    terms: [],
  },
  I: {
    makes:
      'A catalogue of services says what is support, what is a project and what is out of scope. A project becomes a referral: handed to professional services, without clocks or units, and the customer is told. What is out of scope is rejected in the words that the firm wrote for it, shown before anything is sent, told in one letter and kept with the request; who thinks that it is in scope says why, its team is told, and an agent decides: taken on, it is a new request from that moment. A request that asks for the same as another of the same customer is merged into it.',
    rules: [
      rulesOf('admission.ts', { scope }),
      rulesOf('merging.ts', { mayMerge }),
      rulesOf('scope-answer.ts', { answerAbout, mayClaimScope, mayDecideScope }),
      rulesOf('transitions.ts', { firstStatus }),
      rulesOf('units.ts', { settle }),
    ],
    records: [
      'service.kind',
      'service.answer_version',
      'scope_answer',
      'ticket.scope_claimed_at',
      'team.professional_services',
      'ticket.merged_into_ticket_id',
    ],
    terms: [],
  },
  II: {
    makes:
      'Admission: the customer is in good standing, has an active contract, and the person is an authorised contact; else the request is held, visible and acknowledged, and admitted by itself when the cause is cleared. The standing is a history that is never rewritten: a suspension can begin and end at a moment that was set before, by itself, and the customer is told since when, until when and the reason that the firm wrote for it. An agent can register a request for a contact who phoned or came by, under the same conditions. The customer can withdraw a request. Who is in copy of a mail follows the request only when its author is proven and may ask, and only as another authorised contact of the same customer; what is likely the customer’s is proposed to a person.',
    rules: [
      rulesOf('admission.ts', { admit, conditionsShownToContact }),
      rulesOf('standing.ts', { standingAt }),
      rulesOf('participants.ts', { judgeCopied }),
      rulesOf('transitions.ts', { mayTransition }),
    ],
    records: [
      'standing_entry',
      'contract',
      'contact.authorised_at',
      'ticket.held_for',
      'ticket.registered_by_person_id',
      'participant',
      'participant_proposal',
    ],
    terms: [],
  },
  III: {
    makes:
      'Requests come through the portal or to a service mailbox. A mailbox can point at a team or a service. A person writes from any of their registered addresses.',
    rules: [rulesOf('admission.ts', { admit })],
    records: ['mailbox', 'person_address', 'inbound_mail'],
    terms: [],
  },
  'IV.a': {
    makes: 'The form asks for the description and, in a field of its own, for the expected result.',
    rules: [],
    records: ['ticket.subject', 'ticket.expected_result', 'message'],
    terms: [],
  },
  'IV.b': {
    makes:
      'The customer chooses the impact on the business in plain words, which suggests the priority, and a category. The suggestion runs the clocks at once, before any verification.',
    rules: [rulesOf('priority.ts', { priorityForImpact, initialPriority })],
    records: ['ticket.priority_suggested', 'ticket.category_id'],
    terms: ['priorityUnsuggested'],
  },
  'IV.c': {
    makes: 'Attachments, questions of the service, and requests for information by the agent.',
    rules: [],
    records: ['attachment', 'service.questions', 'ticket.answers', 'information_request'],
    terms: [],
  },
  'IV.d': {
    makes:
      'Impact and suggested priority are read from the mail, in Spanish or English: from labelled lines, plain phrases and importance headers, never from quoted text or from what a machine wrote. When they are missing, the acknowledgement asks for them, and the answer by mail or in the portal is read, too: until an agent has verified the priority it becomes the running one, counted from registration. What was understood is kept with the words it was read from, and said to the agent and to the customer.',
    rules: [
      rulesOf('priority-from-mail.ts', { suggestionFromMail, missingSuggestion, laterSuggestion }),
      rulesOf('priority.ts', { initialPriority }),
    ],
    records: ['ticket.priority_suggested', 'ticket.priority_source', 'ticket.answers'],
    terms: [],
  },
  'V.a': {
    makes:
      'Exactly one acknowledgement per request, at once: number, priority, due times, units, and the reason when it is held. It does not count as attention. Anyone who has its code can verify that the desk issued it.',
    rules: [],
    records: ['message.template', 'outgoing_mail', 'acknowledgement'],
    terms: [],
  },
  'V.b': {
    makes:
      'An agent confirms the priority or changes it with a reason. The customer is told; the suggested and the verified value are both kept.',
    rules: [rulesOf('priority.ts', { verifyPriority })],
    records: ['ticket.priority_verified_at', 'ticket.priority_verified_by_person_id'],
    terms: [],
  },
  'V.c': {
    makes:
      'Correspondence, events and decisions are append-only: nothing is edited away. Internal notes never leave the desk.',
    rules: [rulesOf('transitions.ts', { mayTransition })],
    records: ['message', 'ticket_event', 'decision'],
    terms: [],
  },
  'V.d': {
    makes:
      'Agents are warned before a clock is due; a breach is recorded at its exact moment and escalated to the people that the terms name, by mail and in the console. Each step fires once; reminders come back in service hours only.',
    rules: [
      rulesOf('clocks/moments.ts', { clockMoments, momentsNow }),
      rulesOf('escalation.ts', { toldBy, peopleToTell }),
    ],
    records: ['clock.next_at', 'clock_fired', 'notice'],
    terms: ['clockSteps', 'clockBreachTells'],
  },
  'VI.a': {
    makes: 'Priority 1 is offered with this definition and has the shortest times.',
    rules: [rulesOf('priority.ts', { priorityForImpact })],
    records: ['ticket.priority'],
    terms: ['targets.p1'],
  },
  'VI.b': {
    makes: 'Priority 2 is offered with this definition.',
    rules: [rulesOf('priority.ts', { priorityForImpact })],
    records: ['ticket.priority'],
    terms: ['targets.p2'],
  },
  'VI.c': {
    makes:
      'Priority 3 is offered with this definition. A request whose service has no default and whose customer suggested nothing starts here.',
    rules: [rulesOf('priority.ts', { priorityForImpact, initialPriority })],
    records: ['ticket.priority'],
    terms: ['targets.p3', 'priorityUnsuggested'],
  },
  'VI.d': {
    makes: 'Priority 4 is offered with this definition.',
    rules: [rulesOf('priority.ts', { priorityForImpact })],
    records: ['ticket.priority'],
    terms: ['targets.p4'],
  },
  'VI.e': {
    makes:
      'Services under shared responsibility start with the agreed priority: no clock runs unless both sides agree on a date, which is then shown and kept.',
    rules: [rulesOf('priority.ts', { initialPriority }), rulesOf('clocks/fold.ts', { foldClocks })],
    records: ['service.shared_responsibility', 'clock_event'],
    terms: ['targets.agreed'],
  },
  VII: {
    makes:
      'Two clocks, attention and resolution, from the moment admission passes. Attention stops at the first contact by a person and is never paused; resolution stops at the resolution and pauses only while the customer owes an answer or until an agreed appointment. What was promised is copied into the request. Every counted and uncounted interval can be proved.',
    rules: [
      rulesOf('clocks/fold.ts', { foldClocks }),
      rulesOf('clocks/proof.ts', { proveClock }),
      rulesOf('clocks/calendar.ts', { calendarProblems }),
    ],
    records: [
      'ticket.received_at',
      'ticket.registered_at',
      'clock',
      'clock_event',
      'clock_result',
      'calendar_version',
    ],
    terms: ['targets'],
  },
  'VIII.a': {
    makes:
      'Resolving asks for the form (solution, instructions, accompaniment) and a text, which the customer receives. Without objection the request closes by itself.',
    rules: [rulesOf('closing.ts', { mayResolve, automaticCloseDueAt })],
    records: ['ticket.resolution_form', 'ticket.resolved_at', 'ticket.closed_at'],
    terms: ['closing.automaticCloseDays'],
  },
  'VIII.b': {
    makes:
      'Asking for information is an act of its own. Reminders count as attempts; only those delivered, unanswered and far enough apart count. After enough of them and the grace time the request is closed, or proposed to the agent. Any answer resets the count. "I am still here", by one tap from the reminder or in the portal, starts the attempts over without answering: the clock stays paused, and only so many times for one question. The closing notice lists every attempt: when, to whom, and whether it arrived.',
    rules: [
      rulesOf('closing.ts', {
        countedAttempts,
        nextReminderAt,
        mayConfirmPresence,
        abandonmentDueAt,
        mayAbandon,
      }),
    ],
    records: [
      'information_request',
      'information_attempt',
      'information_presence',
      'ticket.next_closing_at',
    ],
    terms: [
      'closing.attemptsMin',
      'closing.attemptSpacingHours',
      'closing.graceHours',
      'closing.presencesMax',
      'closing.abandonment',
    ],
  },
  'VIII.c': {
    makes:
      'The customer asks for reopening with a reason, in the portal or by answering the mail. Inside the window the request reopens and its clock goes on, without the time it was resolved; after it a new linked request is made. A mere "thank you" reopens nothing.',
    rules: [
      rulesOf('reply-address.ts', { isReplyAddressExpired }),
      rulesOf('closing.ts', { mayReopen, reopeningEndsAt }),
      rulesOf('reads-as-thanks.ts', { readsAsThanks }),
    ],
    records: ['clock_result', 'ticket_link'],
    terms: ['closing.reopeningDays'],
  },
  T1: {
    makes:
      'Two units to be processed: a request is admitted when at least two units are available (balance less holds). With fewer it is held, and admitted by itself as soon as units arrive, oldest first. The administrators of the customer are warned once when the units run low, with an estimate of when they run out. Units with a date expire on it, those first that expire first, and never under a hold; the same people are warned of them beforehand, once a purchase and span, as long as some would be lost.',
    rules: [
      rulesOf('admission.ts', { admit }),
      rulesOf('projection.ts', { projectRunOut }),
      rulesOf('expiry-warning.ts', { expiryWarningDue }),
    ],
    records: [
      'credit_account.available_units',
      'ticket.held_for',
      'credit_low_balance',
      'credit_expiry_warning',
    ],
    terms: ['credits.availableUnitsMin', 'credits.lowBalanceUnits', 'credits.expiryWarningDays'],
  },
  T2: {
    makes:
      'An additional need is split out of a message into a new linked request, with its own admission, clocks and units.',
    rules: [rulesOf('closing.ts', { maySplit })],
    records: ['ticket_link', 'ticket.split_from_message_id'],
    terms: [],
  },
  T3: {
    makes:
      'One unit is put on hold at admission, and the charge at close is never below that minimum. A request withdrawn or rejected before any work gives it back.',
    rules: [rulesOf('units.ts', { unitsToHoldAtAdmission, costOfFiling, unitsToCharge, settle })],
    records: ['credit_entry', 'ticket.charged_units'],
    terms: ['credits.unitsPerTicketMin'],
  },
  T4: {
    makes:
      'Every started hour of the whole request is one unit: 1 h 10 min are two. The hold grows with the work logged, so that the available balance is always true. Work may take the account below zero down to the overdraft floor; past it the customer approves or tops up first. Where the agreement asks for it (off at first), the customer approves every unit beyond the minimum, by one tap in the mail or in the portal, or by answering the mail in plain words; what was worked beyond is recorded and not charged. A customer can object to a charge, once. Until billing has decided, or the customer takes it back, the charge and the work that it covers are frozen: its units are neither spendable nor consumed, and nothing else corrects them. Billing gives the units back by a correction, after which they do not expire, or says why not; when three quarters of its hours have passed it is told to hurry, and when they are over so are the supervisors and whoever objected: nothing decides itself.',
    rules: [
      rulesOf('units.ts', {
        unitsToCharge,
        holdFor,
        previewCharge,
        mayLogWork,
        mayAskForUnits,
        unitsToAskFor,
        minutesNotApproved,
        chargeableMinutes,
        minutesUntilNextUnit,
        settle,
      }),
      rulesOf('merging.ts', { mayCarryWork, approvedUnitsCarried }),
      rulesOf('reads-as-approval.ts', { readsAsApproval }),
      rulesOf('objection-hours.ts', { objectionStep, nextObjectionStepAt, toldOfObjection }),
    ],
    records: [
      'work_entry',
      'unit_approval',
      'ticket.billable_minutes',
      'ticket.approved_units',
      'credit_entry',
      'credit_objection',
      'credit_objection_step',
    ],
    terms: [
      'credits.minutesPerUnit',
      'credits.furtherUnits',
      'credits.approvalLeadMinutes',
      'credits.overdraftUnitsMax',
      'credits.objectionHours',
    ],
  },
  T5: {
    makes:
      'A visit is confirmed only when its additional charge was proposed and the customer accepted it, in the portal. Once the visit took place its units are on hold; they are charged when the request closes, as an entry of their own.',
    rules: [rulesOf('onsite.ts', { mayConfirmPlace }), rulesOf('appointments.ts', { mayAccept })],
    records: ['appointment', 'appointment_acceptance', 'ticket.surcharge_units'],
    terms: [],
  },
  T6: {
    makes:
      'Times are proposed by one side and accepted by the other; with the time the customer accepts what being absent costs. What the customer answers, in the portal or from a calendar, is told to whose activity it is and to who attends the request. A customer who is absent from an agreed activity, or cancels it with less notice than the terms ask for, is charged the minimum, once. The resolution clock pauses until the agreed moment, and after an absence until a new time is agreed.',
    rules: [
      rulesOf('appointments.ts', {
        mayPropose,
        mayAccept,
        freeCancellationUntil,
        cancellationUnits,
        mayCancel,
        outcomeFrom,
        mayRecordOutcome,
        reminderDue,
        nextLookAt,
      }),
      rulesOf('units.ts', { noShowUnits, unitsToCharge }),
    ],
    records: [
      'appointment',
      'appointment_slot',
      'appointment_acceptance',
      'appointment_reminder',
      'ticket.absence_units',
    ],
    terms: [
      'credits.unitsPerTicketMin',
      'appointments.noticeMinutes',
      'appointments.waitMinutes',
      'appointments.reminderMinutes',
      'appointments.slotsMax',
    ],
  },
  T7: {
    makes:
      'Each person accepts the terms once per version, and until then their requests are held. By e-mail, the acknowledgement carries the link.',
    rules: [rulesOf('admission.ts', { admit }), rulesOf('clause-text.ts', { agreementText })],
    records: ['terms_acceptance'],
    terms: [],
  },
};

/** The kinds of decision that may cite a clause. A refused act may cite any, so it carries none. */
export const decisionsOf = (clause: ClauseId): readonly DecisionKind[] =>
  Object.keys(decisionKinds)
    .filter(isDecisionKind)
    .filter((kind) => kind !== 'refused' && decisionKinds[kind].clauses.includes(clause));

/** The clauses of a register that nothing carries: neither a rule nor a record of what was done. */
export const clausesNotCarried = (
  register: Readonly<Record<ClauseId, ClauseCarriers>>,
): readonly ClauseId[] =>
  clauseIds.filter(
    (id) =>
      register[id].rules.length === 0 &&
      register[id].records.length === 0 &&
      decisionsOf(id).length === 0,
  );

function rulesOf(file: string, functions: Rules['functions']): Rules {
  return { file, functions };
}
