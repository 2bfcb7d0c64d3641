import type { Instant } from '../../kernel/clock.ts';
import { type Database, inTransaction } from '../../platform/database/index.ts';
import { foldClocks } from '../../policy/clocks/fold.ts';
import type { ClockKind, ClockReading } from '../../policy/clocks/reading.ts';
import { timelinesFor } from './calendars.ts';
import { keptClocks } from './model.ts';
import { keepClocks } from './record-clock-event.ts';
import {
  type KeptClock,
  lockClocks,
  selectClockEvents,
  selectClockSample,
  selectFired,
  selectKeptClocks,
} from './store.ts';

/** A row that does not say what its events say. */
export interface ClockDifference {
  readonly ticketId: number;
  readonly kind: ClockKind;
  /** The columns that differ. */
  readonly differs: readonly string[];
}

/**
 * VII: the events of a clock are the truth and its row only what the queue reads. A sample of rows is folded anew and
 * compared; what differs is our bug: it is told, and the row is written as the events say. `sample` is a number of
 * tickets with an open clock.
 */
export async function recheckClocks(
  database: Pick<Database, 'db'>,
  { sample, now }: { readonly sample: number; readonly now: Instant },
): Promise<{ readonly checked: number; readonly differences: readonly ClockDifference[] }> {
  const ticketIds = await selectClockSample(database.db, sample);
  const differences: ClockDifference[] = [];
  for (const ticketId of await suspects(database, ticketIds, now)) {
    differences.push(...(await mend(database, ticketId, now)));
  }
  return { checked: ticketIds.length, differences };
}

/** Read without a lock: what somebody changes at this moment is looked at again. */
async function suspects(
  { db }: Pick<Database, 'db'>,
  ticketIds: readonly number[],
  now: Instant,
): Promise<readonly number[]> {
  const found: number[] = [];
  for (let from = 0; from < ticketIds.length; from += 500) {
    const some = ticketIds.slice(from, from + 500);
    const rows = await selectKeptClocks(db, some);
    const events = await selectClockEvents(db, some);
    const timelines = await timelinesFor(db, events.values());
    for (const [ticketId, happened] of events) {
      const clocks = foldClocks(happened, now, timelines);
      const isSound = keptClocks.every(
        (kind) => differing(rows.get(ticketId)?.[kind], clocks[kind]).length === 0,
      );
      if (!isSound) found.push(ticketId);
    }
  }
  return found;
}

function mend(
  database: Pick<Database, 'db'>,
  ticketId: number,
  now: Instant,
): Promise<readonly ClockDifference[]> {
  return inTransaction(database, async (tx) => {
    await lockClocks(tx, ticketId);
    const rows = (await selectKeptClocks(tx, [ticketId])).get(ticketId);
    const events = (await selectClockEvents(tx, [ticketId])).get(ticketId) ?? [];
    const timelines = await timelinesFor(tx, [events]);
    const clocks = foldClocks(events, now, timelines);
    const found = keptClocks.flatMap((kind) => {
      // Its next moment has come: the poller is about to write it.
      const row = rows?.[kind];
      if (row !== undefined && row.nextAt !== null && row.nextAt <= now) return [];
      const differs = differing(row, clocks[kind]);
      return differs.length === 0 ? [] : [{ ticketId, kind, differs }];
    });
    if (found.length > 0) {
      const fired = await selectFired(tx, ticketId);
      await keepClocks(tx, ticketId, clocks, { fired, timelines, now });
    }
    return found;
  });
}

function differing(row: KeptClock | undefined, reading: ClockReading | null): readonly string[] {
  if (reading === null) return [];
  // The goal of a reopening (VIII.c) was not always kept: it is from the next event on.
  if (row === undefined) return reading.kind === 'nextResponse' ? [] : ['missing'];
  const said: readonly (readonly [string, unknown, unknown])[] = [
    ['state', row.state, reading.state],
    ['cycle', row.cycle, reading.cycle],
    ['due_at', row.dueAt, reading.dueAt],
    ['breach_at', row.breachAt, reading.breachAt],
    ['met_at', row.metAt, reading.metAt],
    ['met_on_time', row.onTime, reading.onTime],
    ['running_since', row.runningSince, reading.runningSince],
    ['elapsed_ms', row.elapsedMs, Math.round(reading.bankedMs)],
    ['calendar_version', row.calendarVersion, reading.calendar?.version ?? null],
  ];
  return said.filter(([, kept, folded]) => kept !== folded).map(([column]) => column);
}
