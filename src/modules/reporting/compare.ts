import { minuteMs } from '../../kernel/duration.ts';
import type { ClockOutcome } from '../../policy/clocks/outcome.ts';
import type { Outcome } from '../../policy/replay.ts';
import type { ClosingActs, Unknown } from '../../policy/replay-closing.ts';
import type { Priority } from '../../policy/terms.ts';
import type { ChangedRequest, ClockCounts, Compared, Totals, WhatIfResult } from './model.ts';
import type { JudgedRequest } from './past-page.ts';

/** How many customers and requests an answer names; the rest is counted. */
const namedMax = 50;

type Count = Record<ClockOutcome, number>;
interface Side {
  firstResponse: Count;
  resolution: Count;
  units: number;
  held: number;
  suspended: number;
  suspendedMinutes: number;
  closing: { -readonly [Act in keyof ClosingActs]: number };
  ended: number;
  requests: number;
}
interface Sum {
  before: Side;
  after: Side;
}

/** What was added up so far, as it can be written down and gone on from. */
export interface Sums {
  readonly all: Sum;
  readonly priorities: [Priority, Sum][];
  readonly months: [string, Sum][];
  readonly customers: [number, Sum][];
  readonly changed: ChangedRequest[];
  readonly requestsChanged: number;
  readonly unknown: Partial<Record<Unknown, number>>;
}

/** Adds requests up, one by one: a hundred thousand of them need no more memory than one. */
export function comparison(earlier: Sums | null = null) {
  const all = earlier?.all ?? nothing();
  const priorities = new Map(earlier?.priorities);
  const months = new Map(earlier?.months);
  const customers = new Map(earlier?.customers);
  const changed = [...(earlier?.changed ?? [])];
  const unknown = { ...earlier?.unknown };
  let requestsChanged = earlier?.requestsChanged ?? 0;

  return {
    add(request: JudgedRequest): void {
      const { organizationId, priority, registeredAt } = request.ticket;
      add(all, request);
      add(sumOf(priorities, priority), request);
      add(sumOf(months, monthOf(registeredAt)), request);
      add(sumOf(customers, organizationId), request);
      for (const what of request.unknown) unknown[what] = (unknown[what] ?? 0) + 1;
      if (!differs(request)) return;
      requestsChanged += 1;
      changed.push(changedOf(request));
      // The newest stay: requests come oldest first.
      if (changed.length > namedMax) changed.shift();
    },
    sums: (): Sums => ({
      all,
      priorities: [...priorities],
      months: [...months],
      customers: [...customers],
      changed,
      requestsChanged,
      unknown,
    }),
    result(): WhatIfResult {
      const affected = [...customers]
        .map(([organizationId, sum]) => ({ organizationId, ...sum }))
        .filter((sum) => weight(sum) > 0)
        .sort((a, b) => weight(b) - weight(a) || a.organizationId - b.organizationId);
      return {
        ...all,
        priorities: [...priorities]
          .map(([priority, sum]) => ({ priority, ...sum }))
          .sort((a, b) => a.priority.localeCompare(b.priority)),
        months: [...months]
          .map(([month, sum]) => ({ month, ...sum }))
          .sort((a, b) => a.month.localeCompare(b.month)),
        customers: affected.slice(0, namedMax),
        customersAffected: affected.length,
        changed: changed.toReversed(),
        requestsChanged,
        unknown,
      };
    },
  };
}

const noOutcomes = (): Count => ({ none: 0, met: 0, breached: 0, running: 0, cancelled: 0 });
const noTotals = (): Side => ({
  firstResponse: noOutcomes(),
  resolution: noOutcomes(),
  units: 0,
  held: 0,
  suspended: 0,
  suspendedMinutes: 0,
  closing: { closedUnasked: 0, abandoned: 0, abandonmentProposed: 0, reopened: 0, askedTooLate: 0 },
  ended: 0,
  requests: 0,
});
const nothing = (): Sum => ({ before: noTotals(), after: noTotals() });

const monthOf = (instant: number): string => new Date(instant).toISOString().slice(0, 7);

function sumOf<Key>(sums: Map<Key, Sum>, key: Key): Sum {
  const known = sums.get(key);
  if (known !== undefined) return known;
  const sum = nothing();
  sums.set(key, sum);
  return sum;
}

function add(sum: Sum, { before, after, successors }: JudgedRequest): void {
  addOutcome(sum.before, before);
  if (after !== null) addOutcome(sum.after, after);
  for (const successor of successors) addOutcome(sum.after, successor);
}

function addOutcome(side: Side, outcome: Outcome): void {
  side.requests += 1;
  side.firstResponse[outcome.firstResponse] += 1;
  side.resolution[outcome.resolution] += 1;
  side.units += outcome.units ?? 0;
  side.held += outcome.admitted ? 0 : 1;
  // What an earlier version of the desk had added up half way knows nothing of it.
  side.suspended = (side.suspended ?? 0) + (outcome.suspendedMs > 0 ? 1 : 0);
  side.suspendedMinutes = (side.suspendedMinutes ?? 0) + Math.floor(outcome.suspendedMs / minuteMs);
  side.ended += outcome.ending === null ? 0 : 1;
  for (const act of closingActs) side.closing[act] += outcome.acts[act];
}

const closingActs = [
  'closedUnasked',
  'abandoned',
  'abandonmentProposed',
  'reopened',
  'askedTooLate',
] as const satisfies readonly (keyof ClosingActs)[];

const differs = ({ before, after, successors }: JudgedRequest): boolean =>
  after === null ||
  successors.length > 0 ||
  before.firstResponse !== after.firstResponse ||
  before.resolution !== after.resolution ||
  before.units !== after.units ||
  before.admitted !== after.admitted ||
  before.suspendedMs !== after.suspendedMs ||
  before.ending !== after.ending ||
  closingActs.some((act) => before.acts[act] !== after.acts[act]);

const changedOf = ({ ticket, before, after, successors }: JudgedRequest): ChangedRequest => ({
  number: ticket.number,
  organizationId: ticket.organizationId,
  firstResponse: [before.firstResponse, after?.firstResponse ?? 'none'],
  resolution: [before.resolution, after?.resolution ?? 'none'],
  units: [before.units, after?.units ?? null],
  ending: [before.ending, after?.ending ?? null],
  held: before.admitted && after?.admitted === false,
  becomes: after === null ? 'part-of-another' : successors.length > 0 ? 'new-request' : null,
});

/** How much changes for a customer: units, broken promises, held requests and closings, each of them once. */
function weight({ before, after }: Compared): number {
  const gap = (of: (totals: Totals) => number) => Math.abs(of(after) - of(before));
  const counts = (clock: ClockCounts) => clock.breached;
  return (
    gap(({ units }) => units) +
    gap(({ held }) => held) +
    gap(({ firstResponse }) => counts(firstResponse)) +
    gap(({ resolution }) => counts(resolution)) +
    closingActs.reduce((sum, act) => sum + gap(({ closing }) => closing[act]), 0)
  );
}
