import type { Instant } from '../../../kernel/clock.ts';

/** What the doctor looks at, in this order. */
export const checkSteps = [
  'incoming',
  'mx',
  'spf',
  'dmarc',
  'relay',
  'round-trip',
  'dkim',
] as const;
export type CheckStep = (typeof checkSteps)[number];

/** One thing that was found: a stable key, how it is, what was known, and the line to write in the zone, if one is missing. */
export interface CheckFinding {
  readonly step: CheckStep;
  readonly key: string;
  readonly verdict: 'ok' | 'warning' | 'broken';
  readonly facts: Readonly<Record<string, string | number>>;
  readonly record: string | null;
}

export interface MailboxCheck {
  readonly id: number;
  readonly mailboxId: number;
  readonly sendTo: string;
  /** In the Message-ID of the test mail: it is recognised by it when it arrives, once. */
  readonly probeMark: string;
  /** The test mail, when it came in. */
  readonly probeMailId: number | null;
  readonly startedAt: Instant;
  readonly step: CheckStep | null;
  readonly findings: readonly CheckFinding[];
  readonly finishedAt: Instant | null;
}
