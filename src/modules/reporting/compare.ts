import type { ClockOutcome, Outcome } from '../../policy/replay.ts';
import type { Priority } from '../../policy/terms.ts';
import type { ChangedRequest, ClockCounts, Compared, Totals, WhatIfResult } from './model.ts';

/** One request as it was and as it would have been. */
export interface ComparedRequest {
  readonly number: number;
  readonly organizationId: number;
  readonly priority: Priority;
  readonly month: string;
  readonly before: Outcome;
  readonly after: Outcome;
}

/** How many customers and requests an answer names; the rest is counted. */
const namedMax = 50;

type Count = Record<ClockOutcome, number>;
interface Sum {
  requests: number;
  before: { firstResponse: Count; resolution: Count; units: number; held: number };
  after: { firstResponse: Count; resolution: Count; units: number; held: number };
}

/** Adds requests up, one by one: a hundred thousand of them need no more memory than one. */
export function comparison() {
  const all = nothing();
  const priorities = new Map<Priority, Sum>();
  const months = new Map<string, Sum>();
  const customers = new Map<number, Sum>();
  const changed: ChangedRequest[] = [];
  let requestsChanged = 0;

  return {
    add(request: ComparedRequest): void {
      add(all, request);
      add(sumOf(priorities, request.priority), request);
      add(sumOf(months, request.month), request);
      add(sumOf(customers, request.organizationId), request);
      if (!differs(request)) return;
      requestsChanged += 1;
      changed.push(changedOf(request));
      // The newest stay: requests come oldest first.
      if (changed.length > namedMax) changed.shift();
    },
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
      };
    },
  };
}

const noOutcomes = (): Count => ({ none: 0, met: 0, breached: 0, running: 0, cancelled: 0 });
const noTotals = () => ({
  firstResponse: noOutcomes(),
  resolution: noOutcomes(),
  units: 0,
  held: 0,
});
const nothing = (): Sum => ({ requests: 0, before: noTotals(), after: noTotals() });

function sumOf<Key>(sums: Map<Key, Sum>, key: Key): Sum {
  const known = sums.get(key);
  if (known !== undefined) return known;
  const sum = nothing();
  sums.set(key, sum);
  return sum;
}

function add(sum: Sum, request: ComparedRequest): void {
  sum.requests += 1;
  for (const side of ['before', 'after'] as const) {
    const outcome = request[side];
    sum[side].firstResponse[outcome.firstResponse] += 1;
    sum[side].resolution[outcome.resolution] += 1;
    sum[side].units += outcome.units ?? 0;
    sum[side].held += outcome.admitted ? 0 : 1;
  }
}

const differs = ({ before, after }: ComparedRequest): boolean =>
  before.firstResponse !== after.firstResponse ||
  before.resolution !== after.resolution ||
  before.units !== after.units ||
  before.admitted !== after.admitted;

const changedOf = ({ number, organizationId, before, after }: ComparedRequest): ChangedRequest => ({
  number,
  organizationId,
  firstResponse: [before.firstResponse, after.firstResponse],
  resolution: [before.resolution, after.resolution],
  units: [before.units, after.units],
  held: before.admitted && !after.admitted,
});

/** How much changes for a customer: units, broken promises and held requests, each of them once. */
function weight({ before, after }: Compared): number {
  const gap = (of: (totals: Totals) => number) => Math.abs(of(after) - of(before));
  const counts = (clock: ClockCounts) => clock.breached;
  return (
    gap(({ units }) => units) +
    gap(({ held }) => held) +
    gap(({ firstResponse }) => counts(firstResponse)) +
    gap(({ resolution }) => counts(resolution))
  );
}
