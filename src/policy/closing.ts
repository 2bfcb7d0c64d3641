import type { Instant } from '../kernel/clock.ts';
import { dayMs, hourMs } from '../kernel/duration.ts';
import type { Terms } from './terms.ts';
import { type Refusal, refuse } from './verdict.ts';

/** VIII.a: the forms that a resolution takes. */
export const resolutionForms = ['solution', 'instructions', 'accompaniment'] as const;
export type ResolutionForm = (typeof resolutionForms)[number];

/** VIII.a: the customer receives a text, whatever its form. Refusal reason: `resolution-text-missing`. */
export function mayResolve(resolution: {
  readonly form: ResolutionForm;
  readonly text: string;
}): { readonly form: ResolutionForm; readonly text: string } | Refusal {
  const text = resolution.text.trim();
  if (text === '') return refuse('VIII.a', 'resolution-text-missing', { form: resolution.form });
  return { form: resolution.form, text };
}

/** VIII.b: one message that asked the customer for information, first request or reminder. */
export interface Attempt {
  readonly at: Instant;
  /** It reached the customer. A bounced mail is not a question left unanswered. */
  readonly delivered: boolean;
}

/** VIII.b: the question that stands open: every attempt made, and the customer's newest answer. */
export interface Inquiry {
  /** In the order made. */
  readonly attempts: readonly Attempt[];
  /** Any message by a person of the customer; never an automatic one. */
  readonly lastAnswerAt: Instant | null;
  /** Each time the contact said "I am still here" without giving what was asked, in order. */
  readonly presences: readonly Instant[];
}

/**
 * VIII.b: the attempts that count towards abandonment: delivered, made after the newest answer
 * (which resets the count) and after "I am still here", and at least the agreed spacing after the previous one that counts.
 */
export function countedAttempts(terms: Terms, inquiry: Inquiry): readonly Attempt[] {
  const spacing = terms.closing.attemptSpacingHours * hourMs;
  const counted: Attempt[] = [];
  for (const attempt of unanswered(inquiry)) {
    const previous = counted.at(-1);
    const apart = previous === undefined || attempt.at >= previous.at + spacing;
    if (attempt.delivered && apart) counted.push(attempt);
  }
  return counted;
}

/**
 * VIII.b: when the next reminder goes out: the agreed spacing after the newest attempt, whatever
 * came of it, or after the contact said to be still there. Null when nothing is asked, or when
 * enough attempts count already.
 */
export function nextReminderAt(terms: Terms, inquiry: Inquiry): Instant | null {
  const from = unanswered(inquiry).at(-1)?.at ?? openPresence(inquiry);
  if (from === null) return null;
  if (countedAttempts(terms, inquiry).length >= terms.closing.attemptsMin) return null;
  return from + terms.closing.attemptSpacingHours * hourMs;
}

/**
 * VIII.b: when the request is abandoned: the grace time after the newest delivered attempt, once
 * enough of them count, so that nobody has less than the grace time to answer what was asked last.
 */
export function abandonmentDueAt(terms: Terms, inquiry: Inquiry): Instant | null {
  if (countedAttempts(terms, inquiry).length < terms.closing.attemptsMin) return null;
  const newest = unanswered(inquiry).findLast((attempt) => attempt.delivered);
  return newest === undefined ? null : newest.at + terms.closing.graceHours * hourMs;
}

/** VIII.b: what an abandonment would rest on. */
export interface Abandonment {
  /** Whether the desk closes it, or proposes to the agent to close it. */
  readonly act: 'close' | 'propose';
  readonly attempts: number;
  readonly lastAttemptAt: Instant;
  readonly dueAt: Instant;
}

/** VIII.b: Refusal reasons: `attempts-too-few`, `grace-not-over`. Due at the very moment. */
export function mayAbandon(terms: Terms, inquiry: Inquiry, now: Instant): Abandonment | Refusal {
  const counted = countedAttempts(terms, inquiry);
  const last = counted.at(-1);
  const dueAt = abandonmentDueAt(terms, inquiry);
  const attempts = counted.length;
  if (dueAt === null || last === undefined) {
    const { attemptsMin } = terms.closing;
    return refuse('VIII.b', 'attempts-too-few', { attempts, attemptsMin });
  }
  if (now < dueAt) return refuse('VIII.b', 'grace-not-over', { attempts, dueAt });
  return { act: terms.closing.abandonment, attempts, lastAttemptAt: last.at, dueAt };
}

/** VIII.b: what saying "I am still here" does. */
export interface Presence {
  /** The attempts that no longer count. */
  readonly attempts: number;
  /** How many more times it may be said about this question. */
  readonly left: number;
  readonly nextReminderAt: Instant;
}

/**
 * VIII.b: the contact did not leave, but has not given what was asked: the attempts start over, and
 * with them the grace time, while the clock stays paused for want of the information (VII). Only so
 * many times for one question, so that it keeps no request open for ever. Refusal reasons:
 * `nothing-asked`, `presence-known` (nothing was asked since it was last said), `presences-used-up`.
 */
export function mayConfirmPresence(
  terms: Terms,
  inquiry: Inquiry,
  now: Instant,
): Presence | Refusal {
  const { presencesMax, attemptSpacingHours } = terms.closing;
  const attempts = unanswered(inquiry).length;
  if (attempts === 0) {
    const known = openPresence(inquiry) !== null;
    return refuse('VIII.b', known ? 'presence-known' : 'nothing-asked');
  }
  const left = presencesLeft(terms, inquiry);
  if (left === 0) return refuse('VIII.b', 'presences-used-up', { presencesMax });
  return { attempts, left: left - 1, nextReminderAt: now + attemptSpacingHours * hourMs };
}

/** VIII.b: how many more times the contact may say "I am still here" about this question. */
export const presencesLeft = (terms: Terms, inquiry: Inquiry): number =>
  Math.max(0, terms.closing.presencesMax - presencesSince(inquiry).length);

/** VIII.b: a link in a reminder works for as long as the question can stand after it. */
export const presenceLinkEndsAt = (terms: Terms, attemptedAt: Instant): Instant => {
  const { attemptsMin, attemptSpacingHours, graceHours } = terms.closing;
  return attemptedAt + (attemptsMin * attemptSpacingHours + graceHours) * hourMs;
};

/** VIII: when a resolved request closes by itself, if the customer raised no objection. */
export const automaticCloseDueAt = (terms: Terms, resolvedAt: Instant): Instant =>
  resolvedAt + terms.closing.automaticCloseDays * dayMs;

/** VIII.c: the last moment at which asking reopens the request itself. */
export const reopeningEndsAt = (terms: Terms, endedAt: Instant): Instant =>
  endedAt + terms.closing.reopeningDays * dayMs;

export type Reopening =
  | { readonly outcome: 'reopen'; readonly reason: string }
  | { readonly outcome: 'new-linked-request'; readonly reason: string };

/**
 * VIII.c: inside the window the request reopens and its clock goes on; after it a new request is
 * made, linked to it. `endedAt` is when it was resolved, or closed as abandoned. Refusal reason:
 * `reopening-reason-missing`.
 */
export function mayReopen(
  terms: Terms,
  request: { readonly endedAt: Instant; readonly reason: string },
  now: Instant,
): Reopening | Refusal {
  const reason = request.reason.trim();
  if (reason === '') return refuse('VIII.c', 'reopening-reason-missing');
  const inside = now <= reopeningEndsAt(terms, request.endedAt);
  return { outcome: inside ? 'reopen' : 'new-linked-request', reason };
}

/**
 * T2: an additional need becomes a request of its own: received when its message arrived, then
 * admitted, timed and charged by itself. Refusal reasons: `split-internal-note`, `split-already`.
 */
export function maySplit(message: {
  readonly visibility: 'public' | 'internal';
  readonly arrivedAt: Instant;
  /** The number of the request already split out of this message, null when none. */
  readonly splitInto: number | null;
}): { readonly receivedAt: Instant } | Refusal {
  if (message.visibility === 'internal') return refuse('T2', 'split-internal-note');
  if (message.splitInto !== null) {
    return refuse('T2', 'split-already', { number: message.splitInto });
  }
  return { receivedAt: message.arrivedAt };
}

/** The attempts since the contact was last heard; what comes in the same millisecond answers them. */
function unanswered(inquiry: Inquiry): readonly Attempt[] {
  const heardAt = openPresence(inquiry) ?? inquiry.lastAnswerAt;
  return inquiry.attempts.filter((attempt) => heardAt === null || attempt.at > heardAt);
}

/** The newest time that the contact said to be still there, with the question open since. */
const openPresence = (inquiry: Inquiry): Instant | null => presencesSince(inquiry).at(-1) ?? null;

const presencesSince = ({ presences, lastAnswerAt }: Inquiry): readonly Instant[] =>
  presences.filter((at) => lastAnswerAt === null || at > lastAnswerAt);
