import type { Instant } from '../kernel/clock.ts';
import type { ServiceKind } from './admission.ts';
import type { QuietReason } from './automatic-answers.ts';
import type { BreachCause, ClockChange, ClockKind, PhaseKind } from './clocks/reading.ts';
import type { ResolutionForm } from './closing.ts';
import type { PrioritySource } from './priority.ts';
import type { MailPlace } from './priority-from-mail.ts';
import type { StandingRestored } from './standing.ts';
import type { Priority, Target } from './terms.ts';
import type { ActingKind } from './transitions.ts';
import type { Ending } from './units.ts';
import type { Facts } from './verdict.ts';

/** One clock with what it promises. */
type ClockFacts = { readonly clock: ClockKind; readonly dueAt: Instant };

/** A charge that is disputed, and by when that is to be decided. */
type DisputeFacts = {
  /** The charge's entry in the ledger. */
  readonly sequence: number;
  readonly units: number;
  readonly dueAt: Instant;
  /** The charge's. */
  readonly clause: string;
};

/** The facts of the refusal itself, beside its reason. */
export type RefusedFacts = Facts & { readonly reason: string };

/**
 * The facts of every failed condition; `reason` is the headline. `otherReasons` names the others as
 * "II contract-ended, T1 credit-insufficient"; empty when there are none.
 */
export type HeldFacts = RefusedFacts & { readonly otherReasons: string };

/**
 * Every kind of automatic decision with the facts it carries, as they are stored: moments in epoch
 * milliseconds, spans in whole minutes, money in units. A kind is never renamed and its facts only
 * grow: stored decisions must stay readable for life.
 */
export type DecisionFacts = {
  readonly admitted: {
    readonly registeredAt: Instant;
    /** Null for a referral, which needs no credit. */
    readonly availableUnits: number | null;
    readonly requiredUnits: number | null;
  };
  readonly held: HeldFacts;
  readonly 'standing-restored': StandingRestored;
  readonly refused: RefusedFacts;
  readonly acknowledged: {
    readonly number: number;
    readonly channel: 'portal' | 'email' | 'phone' | 'visit' | 'api';
  };
  /** V.a: it stands in the portal; no letter went out, and why. */
  readonly 'acknowledgement-not-mailed': { readonly reason: QuietReason };
  readonly 'impact-asked': { readonly missing: 'impact' | 'priority' | 'both' };
  /** IV.d: what a machine understood of a customer's words, so that a person can judge it. Null: not said. */
  readonly 'suggestion-read': {
    /** `request`: in the mail that made it; `answer`: in a later message of the customer. */
    readonly origin: 'request' | 'answer';
    readonly priority: Priority | null;
    readonly priorityReadIn: MailPlace | null;
    /** The words themselves, as the customer wrote them. */
    readonly priorityWords: string | null;
    readonly impact: string | null;
    readonly impactReadIn: MailPlace | null;
  };
  /** IV.d, VII: a suggestion that came after registration, before anybody verified the priority. */
  readonly 'priority-suggested-later': { readonly from: Priority; readonly to: Priority };
  readonly 'terms-accepted': { readonly termsVersion: number; readonly acceptedAt: Instant };
  /** III: which team it goes to, because of the mailbox it came to or the service it asks for. */
  readonly routed: { readonly team: string; readonly by: 'mailbox' | 'service' };
  readonly 'priority-set': {
    readonly priority: Priority;
    readonly source: PrioritySource;
    /** Only for a suggestion: chosen by a person, or read from a message (IV.d). */
    readonly from: 'person' | 'message' | null;
  };
  readonly 'priority-verified': {
    readonly from: Priority;
    readonly to: Priority;
    readonly reason: string;
  };
  readonly 'clock-started': ClockFacts & {
    readonly priority: Priority;
    readonly targetMinutes: number;
    readonly hours: Target['hours'];
  };
  /** VI.e: from the start, or since the priority became the agreed one. */
  readonly 'clock-not-started': { readonly clock: ClockKind };
  /** VI.e: the only promise that an agreed priority can carry. */
  readonly 'date-agreed': { readonly agreedFor: Instant };
  readonly 'clock-paused': {
    readonly clock: ClockKind;
    readonly cause: Extract<PhaseKind, 'waiting' | 'appointment' | 'no-show'>;
    /** Zero or less when it was overdue already; null when a date was agreed instead of a time. */
    readonly remainingMinutes: number | null;
    /** The agreed moment, for an appointment. */
    readonly until: Instant | null;
  };
  readonly 'clock-resumed': ClockFacts & {
    readonly cause: 'answered' | 'appointment' | 'reopened' | 'question-withdrawn';
  };
  /** Judged anew: its due moment is another. Null: paused (`dueAt`), or a date was agreed (`targetMinutes`). */
  readonly 'clock-retargeted': {
    readonly clock: ClockKind;
    readonly cause: ClockChange;
    readonly priority: Priority;
    readonly targetMinutes: number | null;
    readonly dueAt: Instant | null;
  };
  /** Only of a clock that promised something; null: a date was agreed instead of a time. */
  readonly 'clock-met': {
    readonly clock: ClockKind;
    readonly elapsedMinutes: number;
    readonly targetMinutes: number | null;
    readonly onTime: boolean;
  };
  readonly 'clock-warned': ClockFacts & {
    readonly step: string;
    readonly remainingMinutes: number;
  };
  readonly 'clock-breached': ClockFacts & {
    readonly breachedAt: Instant;
    readonly targetMinutes: number | null;
    /** Other than `time-passed`: it was over already by the time that the change brought. */
    readonly cause: BreachCause;
  };
  /** `dueAt` is null when nothing is promised any more, or when it is paused. */
  readonly 'clock-breach-cleared': {
    readonly clock: ClockKind;
    readonly cause: ClockChange;
    readonly dueAt: Instant | null;
  };
  readonly 'clock-escalated': ClockFacts & {
    readonly step: string;
    readonly overdueMinutes: number;
  };
  readonly 'clock-cancelled': { readonly clock: ClockKind; readonly ending: Ending };
  readonly 'unit-held': { readonly units: number; readonly availableUnits: number };
  readonly 'hold-grown': {
    /** How many more units are on hold. */
    readonly units: number;
    readonly heldUnits: number;
    readonly billableMinutes: number;
    readonly availableUnits: number;
  };
  readonly 'hold-shrunk': {
    /** How many units went back. */
    readonly units: number;
    readonly heldUnits: number;
    readonly billableMinutes: number;
    readonly availableUnits: number;
  };
  readonly 'units-charged': {
    readonly units: number;
    readonly billableMinutes: number;
    readonly minimumApplied: boolean;
    readonly availableUnits: number;
  };
  readonly 'charge-objected': DisputeFacts;
  readonly 'objection-decided': {
    readonly sequence: number;
    readonly outcome: 'accepted' | 'rejected';
    readonly answer: string;
    readonly clause: string;
  };
  /** Nobody has decided it: its hour comes near, or is past. */
  readonly 'objection-warned': DisputeFacts;
  readonly 'objection-overdue': DisputeFacts;
  /** The customer took its objection back. */
  readonly 'objection-withdrawn': {
    readonly sequence: number;
    readonly units: number;
    readonly clause: string;
  };
  readonly 'no-show-charged': {
    readonly units: number;
    readonly appointmentAt: Instant;
    readonly availableUnits: number;
  };
  readonly 'late-cancellation-charged': {
    readonly units: number;
    readonly appointmentAt: Instant;
    readonly noticeMinutes: number;
    readonly availableUnits: number;
  };
  readonly 'surcharge-accepted': { readonly units: number; readonly appointmentAt: Instant };
  /** A visit took place: what was agreed for it is on hold. */
  readonly 'surcharge-held': {
    readonly units: number;
    readonly appointmentAt: Instant;
    readonly availableUnits: number;
  };
  readonly 'surcharge-charged': { readonly units: number; readonly availableUnits: number };
  readonly 'appointment-accepted': {
    readonly appointmentAt: Instant;
    /** What an absence costs. */
    readonly absenceUnits: number;
    /** Until when it can be cancelled without cost. */
    readonly freeUntil: Instant;
  };
  /** The customer asks for another time than the one offered or agreed. */
  readonly 'appointment-proposed': {
    /** The first of the times proposed, and how many others. */
    readonly firstAt: Instant;
    readonly others: number;
    /** What stays agreed until one of them is accepted; null when no time had been agreed. */
    readonly agreedAt: Instant | null;
  };
  readonly 'appointment-moved': { readonly from: Instant; readonly to: Instant };
  /** `appointmentAt` is null when no time had been agreed. */
  readonly 'appointment-cancelled': {
    readonly by: ActingKind;
    readonly appointmentAt: Instant | null;
  };
  /** Null: several times are still offered. */
  readonly 'appointment-tentative': { readonly appointmentAt: Instant | null };
  readonly 'appointment-reminded': {
    readonly appointmentAt: Instant;
    readonly minutesBefore: number;
  };
  readonly 'appointment-done': { readonly appointmentAt: Instant };
  readonly 'hold-released': {
    readonly units: number;
    readonly ending: Ending;
    readonly availableUnits: number;
  };
  /** T4: by an agent, or by the desk itself when the work came near the end of what was agreed to. */
  readonly 'units-asked': {
    readonly units: number;
    /** Agreed to so far, the minimum included. */
    readonly agreedUnits: number;
    readonly billableMinutes: number;
    /** Of them, beyond what was agreed to. */
    readonly minutesNotApproved: number;
    readonly by: 'agent' | 'system';
    readonly note: string;
  };
  readonly 'units-approved': {
    readonly units: number;
    readonly agreedUnits: number;
    readonly door: 'mail' | 'portal' | 'reply';
    readonly name: string;
  };
  readonly 'units-declined': {
    readonly units: number;
    readonly agreedUnits: number;
    readonly door: 'mail' | 'portal' | 'reply';
    readonly name: string;
  };
  /** T4: work that nobody approved, when the request was charged. */
  readonly 'work-not-charged': { readonly minutes: number; readonly agreedUnits: number };
  readonly 'information-requested': {
    /** Which attempt this is, counted as VIII.b counts. */
    readonly attempt: number;
    readonly attemptsMin: number;
  };
  readonly reminded: {
    readonly attempt: number;
    readonly attemptsMin: number;
    readonly abandonmentDueAt: Instant | null;
  };
  /** A bounced mail is not a question left unanswered. */
  readonly 'attempt-discounted': { readonly attemptedAt: Instant };
  readonly 'attempts-reset': { readonly attempts: number; readonly answeredAt: Instant };
  /** VIII.b: "I am still here", from the link of a reminder or in the portal. */
  readonly 'presence-confirmed': {
    /** The attempts that no longer count. */
    readonly attempts: number;
    readonly door: 'mail' | 'portal';
    readonly nextReminderAt: Instant;
    /** How many more times it may be said about this question. */
    readonly left: number;
  };
  readonly 'abandonment-proposed': { readonly attempts: number; readonly lastAttemptAt: Instant };
  readonly abandoned: { readonly attempts: number; readonly lastAttemptAt: Instant };
  readonly resolved: { readonly form: ResolutionForm; readonly closesAt: Instant };
  readonly closed: {
    readonly cause: 'no-objection' | 'confirmed' | 'agent';
    readonly reopenableUntil: Instant;
  };
  readonly reopened: { readonly endedAt: Instant; readonly reason: string };
  readonly 'reopening-late': { readonly newNumber: number; readonly windowEndedAt: Instant };
  /** VIII.c: a mail came to the address of a request that had ended long before. */
  readonly 'reply-address-expired': {
    /** The request that the address named. */
    readonly number: number;
    readonly endedAt: Instant;
    readonly days: number;
    /** Whether the mail was recognised by the mails that it answers, all the same. */
    readonly recognised: boolean;
  };
  readonly split: { readonly newNumber: number };
  readonly referred: { readonly cause: 'catalogue' | 'agent'; readonly reason: string };
  readonly rejected: {
    readonly cause: 'out-of-scope' | 'spam' | 'duplicate';
    readonly duplicateOfNumber: number | null;
    readonly reason: string;
    /** The service whose answer the customer was given, and which version of it; 0: the product's own words. */
    readonly serviceEs?: string;
    readonly serviceEn?: string;
    readonly serviceKind?: ServiceKind;
    readonly answerVersion?: number;
  };
  /** I: the customer thinks that what was rejected is in scope. */
  readonly 'scope-claimed': { readonly reason: string };
  /** I: an agent took on what the catalogue rejected, as another service. */
  readonly 'scope-overruled': {
    readonly by: string;
    readonly reason: string;
    readonly serviceEs: string;
    readonly serviceEn: string;
  };
  readonly 'scope-upheld': { readonly by: string; readonly reason: string };
  /** I: it was absorbed: what of it goes on in the other request. */
  readonly merged: {
    readonly intoNumber: number;
    readonly billableMinutes: number;
    readonly reason: string;
  };
  readonly absorbed: { readonly number: number; readonly billableMinutes: number };
  readonly withdrawn: { readonly reason: string };
  /** II, V.c: who follows a request besides whoever asked. People by their names. */
  readonly 'participant-added': {
    readonly name: string;
    readonly by: string;
    /** By a mail that copied a known contact, by hand, or after the copied address was accepted. */
    readonly rule: 'copied' | 'by-hand' | 'accepted';
  };
  /** II: a mail copied somebody whom the rules do not add: a person decides. */
  readonly 'participant-proposed': { readonly address: string; readonly by: string };
  readonly 'participant-declined': { readonly address: string; readonly by: string };
  readonly 'participant-removed': { readonly name: string; readonly by: string };
};

export type DecisionKind = keyof DecisionFacts;
