import type { Words } from '../kernel/language.ts';
import type { ClauseId } from './clauses.ts';

/** VI: the five levels. `agreed` is the priority whose resolution both sides answer for (VI.e). */
export const priorities = ['p1', 'p2', 'p3', 'p4', 'agreed'] as const;
export type Priority = (typeof priorities)[number];

/** V.a, VII: what is promised for one priority. Null where the agreement promises nothing (VI.e). */
export interface Target {
  readonly firstResponseMinutes: number | null;
  readonly resolutionMinutes: number | null;
  /** Whether these minutes run around the clock or only inside the service calendar. */
  readonly hours: 'calendar' | 'service';
}

/** V.d: whom a clock tells: who attends the request, everybody of its team, everybody who supervises the desk. */
export const audiences = ['assignee', 'team', 'supervisors'] as const;
export type Audience = (typeof audiences)[number];

/**
 * A moment of a clock at which somebody is told: a share of the target, or minutes around the due moment. Nobody but
 * the request's own log, where `tells` is empty. A step with `everyMinutes` comes back after so much service time for
 * as long as the clock is overdue.
 */
export type ClockStep = { readonly key: string; readonly tells: readonly Audience[] } & (
  | { readonly atTargetPercent: number }
  | { readonly minutesBeforeDue: number }
  | { readonly minutesAfterDue: number; readonly everyMinutes?: number }
);

/** The numbers of the agreement. They live here and nowhere else; rules take them as an argument. */
export interface Terms {
  readonly targets: Readonly<Record<Priority, Target>>;
  /** VII: the level of a request whose service has none and whose customer suggested none. */
  readonly priorityUnsuggested: Priority;
  /** V.d: warnings before the due moment and escalation after it, the same for both clocks. */
  readonly clockSteps: readonly ClockStep[];
  /** V.d: whom the breach itself tells. */
  readonly clockBreachTells: readonly Audience[];
  readonly credits: {
    /** T1 */
    readonly availableUnitsMin: number;
    /** T3 */
    readonly unitsPerTicketMin: number;
    /** T4: a started span of this length bills one unit. */
    readonly minutesPerUnit: number;
    /** T4: whether units beyond the minimum are charged as they are worked, or only once the customer approved them. */
    readonly furtherUnits: 'charge' | 'approve';
    /** T4: how many minutes before the approved units are worked the desk asks for more by itself; zero: never. */
    readonly approvalLeadMinutes: number;
    /** How far below zero work already done may take an account. */
    readonly overdraftUnitsMax: number;
    /** An adjustment of more units than this needs a second person. */
    readonly adjustmentUnitsAloneMax: number;
    /** Below so many available units a customer is warned, unless the account says otherwise. */
    readonly lowBalanceUnits: number;
    /** T1: so many days before units expire the customer is warned, the longest first. */
    readonly expiryWarningDays: readonly number[];
    /** In how many hours an objection to a charge is to be decided. */
    readonly objectionHours: number;
  };
  readonly closing: {
    /** VIII.b */
    readonly attemptsMin: number;
    readonly attemptSpacingHours: number;
    readonly graceHours: number;
    /** How many times "I am still here" starts the attempts over, for one question. */
    readonly presencesMax: number;
    readonly abandonment: 'close' | 'propose';
    /** VIII.c */
    readonly reopeningDays: number;
    readonly automaticCloseDays: number;
  };
  readonly appointments: {
    /** T6: cancelling an agreed activity costs nothing with at least this much notice. */
    readonly noticeMinutes: number;
    /** T6: how long the desk waits at an agreed activity before it is an absence. */
    readonly waitMinutes: number;
    /** How long before it starts the customer is reminded, the longest first. */
    readonly reminderMinutes: readonly number[];
    /** How many times one side may propose at once. */
    readonly slotsMax: number;
  };
}

export interface ClauseText {
  readonly title: Words;
  /** `{firm}` and `{mailbox}` stand for the firm's name and its service mailbox (III). */
  readonly text: Words;
  /** On the first clause of a section: the section's heading, and what stands between both. */
  readonly opens?: { readonly heading: Words; readonly introduction: Words | null };
}

/** One version of the agreement: a ticket is bound for life to the one in force when it was registered. */
export interface Agreement {
  readonly version: number;
  readonly terms: Terms;
  readonly clauses: Readonly<Record<ClauseId, ClauseText>>;
}
