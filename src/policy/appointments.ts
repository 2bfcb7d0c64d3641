import type { Instant } from '../kernel/clock.ts';
import { minuteMs } from '../kernel/duration.ts';
import { mayConfirmPlace, type PlaceFacts } from './onsite.ts';
import type { Terms } from './terms.ts';
import type { ActingKind } from './transitions.ts';
import { noShowUnits } from './units.ts';
import { isRefusal, type Refusal, refuse } from './verdict.ts';

/** Offered: times are proposed and none is agreed. The last three end it. */
export const appointmentStates = ['offered', 'accepted', 'done', 'no-show', 'cancelled'] as const;
export type AppointmentState = (typeof appointmentStates)[number];

/** T6: may these times be proposed? Refusal reasons: `slots-out-of-range`, `slot-in-the-past`. */
export function mayPropose(
  terms: Terms,
  startsAt: readonly Instant[],
  now: Instant,
): Refusal | null {
  const { slotsMax } = terms.appointments;
  const distinct = new Set(startsAt).size;
  if (distinct < 1 || distinct > slotsMax || distinct < startsAt.length) {
    return refuse('T6', 'slots-out-of-range', { slots: startsAt.length, slotsMax });
  }
  const past = startsAt.find((at) => at <= now);
  return past === undefined ? null : refuse('T6', 'slot-in-the-past', { startsAt: past });
}

/** A proposed time, and who wants to agree to it on which conditions. */
export interface AcceptanceFacts extends PlaceFacts {
  readonly startsAt: Instant;
  readonly proposedBy: 'agent' | 'customer';
  readonly by: 'agent' | 'customer';
  /** T6: the customer knows and accepts what being absent costs. */
  readonly absenceAccepted: boolean;
  /** Of the customer's account. */
  readonly availableUnits: number;
}

/**
 * T5, T6: a time is agreed when the other side accepts it; nothing is confirmed before the customer accepted what an
 * absence costs, and of a visit its additional charge, which the account must be able to bear. Answers what each costs,
 * in units. Refusal reasons: `slot-of-own-side`, `slot-in-the-past`, `absence-terms-not-accepted`,
 * `surcharge-not-agreed`, `surcharge-not-accepted`, `surcharge-units-missing`.
 */
export function mayAccept(
  terms: Terms,
  facts: AcceptanceFacts,
  now: Instant,
): { readonly absenceUnits: number; readonly surchargeUnits: number } | Refusal {
  const { startsAt, availableUnits } = facts;
  const absenceUnits = noShowUnits(terms);
  if (facts.by === facts.proposedBy) return refuse('T6', 'slot-of-own-side');
  if (startsAt <= now) return refuse('T6', 'slot-in-the-past', { startsAt });
  if (!facts.absenceAccepted) return refuse('T6', 'absence-terms-not-accepted', { absenceUnits });
  const place = mayConfirmPlace(facts);
  if (isRefusal(place)) return place;
  const { surchargeUnits } = place;
  if (surchargeUnits > availableUnits) {
    return refuse('T5', 'surcharge-units-missing', { surchargeUnits, availableUnits });
  }
  return { absenceUnits, surchargeUnits };
}

/** T6: the last moment at which the customer cancels without cost. */
export const freeCancellationUntil = (terms: Terms, startsAt: Instant): Instant =>
  startsAt - terms.appointments.noticeMinutes * minuteMs;

/**
 * T6: what cancelling costs, in units. An activity that the customer cancels when it is too late for the desk to use
 * the time otherwise is one for which it is not available: the minimum. What the desk cancels, or what was not agreed,
 * costs nothing; nor does moving it, to which both sides agree.
 */
export function cancellationUnits(
  terms: Terms,
  appointment: { readonly state: AppointmentState; readonly startsAt: Instant | null },
  by: ActingKind,
  now: Instant,
): number {
  const { state, startsAt } = appointment;
  if (by !== 'customer' || state !== 'accepted' || startsAt === null) return 0;
  return now <= freeCancellationUntil(terms, startsAt) ? 0 : noShowUnits(terms);
}

/**
 * T6: told before it is done: a cancellation that costs something needs the customer's word for it. Refusal
 * `cancellation-costs`.
 */
export function mayCancel(
  terms: Terms,
  appointment: { readonly state: AppointmentState; readonly startsAt: Instant | null },
  cancellation: { readonly by: ActingKind; readonly chargeAccepted: boolean },
  now: Instant,
): { readonly units: number } | Refusal {
  const units = cancellationUnits(terms, appointment, cancellation.by, now);
  if (units === 0 || cancellation.chargeAccepted) return { units };
  const { noticeMinutes } = terms.appointments;
  return refuse('T6', 'cancellation-costs', { units, noticeMinutes });
}

export type Outcome = 'done' | 'no-show';

/** From when an outcome can be recorded: an absence after the desk has waited. */
export const outcomeFrom = (terms: Terms, outcome: Outcome, startsAt: Instant): Instant =>
  outcome === 'done' ? startsAt : startsAt + terms.appointments.waitMinutes * minuteMs;

/**
 * T6: what became of an agreed activity, with the evidence for it. Answers what it costs, in units. Refusal reasons:
 * `outcome-too-early`, `outcome-note-missing`.
 */
export function mayRecordOutcome(
  terms: Terms,
  record: { readonly outcome: Outcome; readonly startsAt: Instant; readonly note: string },
  now: Instant,
): { readonly absenceUnits: number } | Refusal {
  const from = outcomeFrom(terms, record.outcome, record.startsAt);
  if (now < from) return refuse('T6', 'outcome-too-early', { from });
  if (record.note.trim() === '') return refuse('T6', 'outcome-note-missing');
  return { absenceUnits: record.outcome === 'no-show' ? noShowUnits(terms) : 0 };
}

/**
 * How many minutes ahead the reminder due at `now` is; null when none is. After a stop of the desk only the nearest of
 * those missed still helps anybody, and none after the start.
 */
export function reminderDue(
  terms: Terms,
  agreed: {
    readonly startsAt: Instant;
    readonly acceptedAt: Instant;
    readonly reminded: readonly number[];
  },
  now: Instant,
): number | null {
  if (now >= agreed.startsAt) return null;
  const passed = reminders(terms, agreed).filter(({ at }) => at <= now);
  const latest = passed.toSorted((a, b) => b.at - a.at)[0];
  if (latest === undefined || agreed.reminded.includes(latest.minutesBefore)) return null;
  return latest.minutesBefore;
}

/** When the desk looks at an agreed activity again: its next reminder, else its start; null once it has started. */
export function nextLookAt(
  terms: Terms,
  agreed: { readonly startsAt: Instant; readonly acceptedAt: Instant },
  now: Instant,
): Instant | null {
  const moments = [...reminders(terms, agreed).map(({ at }) => at), agreed.startsAt];
  const ahead = moments.filter((at) => at > now);
  return ahead.length === 0 ? null : Math.min(...ahead);
}

/** What lay before the acceptance needs no reminder: the customer has just said yes. */
const reminders = (
  terms: Terms,
  { startsAt, acceptedAt }: { readonly startsAt: Instant; readonly acceptedAt: Instant },
) =>
  terms.appointments.reminderMinutes
    .map((minutesBefore) => ({ minutesBefore, at: startsAt - minutesBefore * minuteMs }))
    .filter(({ at }) => at > acceptedAt);
