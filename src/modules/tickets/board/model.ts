import type { Instant } from '../../../kernel/clock.ts';
import type { ConditionKey } from '../../../policy/admission.ts';
import type { ClockKind } from '../../../policy/clocks/reading.ts';
import type { Priority } from '../../../policy/terms.ts';
import type { OpenClock } from '../../clocks/index.ts';

/** A request under way, as far as the board looks at it. */
export interface BoardRequest {
  readonly id: number;
  readonly status: 'open' | 'waiting';
  readonly priority: Priority;
  /** V.b: a person confirmed it, or changed it. */
  readonly isVerified: boolean;
  /** V.b: a person gave it another priority than the customer suggested. */
  readonly isReprioritised: boolean;
  readonly teamId: number | null;
  readonly assigneePersonId: number | null;
  readonly nextDueAt: Instant | null;
  /** VIII.b: null while it waits: its closing was proposed, and nothing more happens by itself. */
  readonly nextClosingAt: Instant | null;
  /** VIII.b: asked often enough to be abandoned, if the grace time passes without an answer. */
  readonly askedEnough: boolean;
  /** Those that run or are paused. */
  readonly clocks: readonly OpenClock[];
}

/** A request that was not admitted, by the conditions that fail. */
export interface HeldRequest {
  readonly receivedAt: Instant;
  readonly conditions: readonly ConditionKey[];
}

/** What the desk has now, each part read up to its bound. */
export interface Desk {
  readonly at: Instant;
  /** The nearest due moment first. */
  readonly active: readonly BoardRequest[];
  /** Oldest first. */
  readonly held: readonly HeldRequest[];
  /** I: rejections that an agent owes a second look. */
  readonly scopeClaims: number;
  /** False when there is more than is counted. */
  readonly isComplete: boolean;
}

export interface ClockCell {
  readonly kind: ClockKind;
  readonly priority: Priority;
  readonly breached: number;
  readonly soon: number;
  readonly running: number;
  readonly paused: number;
}

/** What one agent or team has under way. */
export interface Load {
  readonly byPriority: Readonly<Record<Priority, number>>;
  readonly total: number;
  readonly waiting: number;
  readonly breached: number;
  readonly soon: number;
  readonly nextDueAt: Instant | null;
}

export interface Board {
  readonly at: Instant;
  readonly isComplete: boolean;
  readonly active: number;
  readonly waiting: number;
  readonly unassigned: Load;
  /** Only those that are not empty. */
  readonly clocks: readonly ClockCell[];
  readonly marks: Readonly<Record<Mark, number>>;
  readonly held: {
    readonly total: number;
    readonly oldestReceivedAt: Instant | null;
    /** One request may fail several. */
    readonly byCondition: Readonly<Record<ConditionKey, number>>;
  };
  readonly scopeClaims: number;
  readonly agents: ReadonlyMap<number, Load>;
  readonly teams: ReadonlyMap<number, Load>;
}

/** What somebody who looks after the desk looks for among the requests under way; the queue can be narrowed to each. */
export const marks = [
  'breached',
  'soon',
  'unverified',
  'reprioritised',
  'reopened',
  'grace',
  'abandonment-proposed',
] as const;
export type Mark = (typeof marks)[number];
