import { systemActor } from '../../kernel/actor.ts';
import { assert } from '../../kernel/assert.ts';
import type { Instant } from '../../kernel/clock.ts';
import { announce } from '../../platform/changes.ts';
import { type Database, inTransaction, type Tx } from '../../platform/database/index.ts';
import { emit } from '../../platform/jobs.ts';
import { foldClocks } from '../../policy/clocks/fold.ts';
import { type ClockMoment, clockMoments, momentsNow } from '../../policy/clocks/moments.ts';
import type { ClockKind, ClockReading } from '../../policy/clocks/reading.ts';
import { type Decision, decide } from '../../policy/decisions.ts';
import { agreementByVersion, recordDecision } from '../agreements/index.ts';
import { timelinesFor } from './calendars.ts';
import type { ClockFellDue } from './events.ts';
import { keepClocks } from './record-clock-event.ts';
import {
  insertFired,
  lockDueClocks,
  selectClockEvents,
  selectClockTicket,
  selectFired,
  updateBreachDetected,
} from './store.ts';

const batch = 200;
const minute = 60_000;

/**
 * V.d: fires what has fallen due: warnings before breach, the breach, escalations after it, each once, whatever
 * restarts or processes there are. After a stop of the desk stale warnings are passed over, breaches never. A breach
 * carries its own moment, not that of its discovery. Answers how many clocks it looked at.
 */
export const fireDueClocks = (database: Pick<Database, 'db'>, now: Instant): Promise<number> =>
  inTransaction(database, async (tx) => {
    const due = await lockDueClocks(tx, now, batch);
    const events = await selectClockEvents(
      tx,
      due.map(({ ticketId }) => ticketId),
    );
    const timelines = await timelinesFor(tx, events.values());
    for (const { ticketId, kind } of due) {
      // Read under the lock: what stopped or paused meanwhile has no moment any more.
      const clocks = foldClocks(events.get(ticketId) ?? [], now, timelines);
      const reading = clocks[kind];
      assert(reading !== null, 'a clock that is kept is one of its events');
      const { terms } = await agreementByVersion(tx, reading.promised.agreementVersion);
      const moments = clockMoments(reading, terms.clockSteps, timelines, now);
      const { fire, skip } = momentsNow(moments, (await selectFired(tx, ticketId))[kind], now);
      for (const moment of skip) {
        await insertFired(tx, ticketId, kind, { cycle: reading.cycle, moment, at: now });
      }
      for (const moment of fire) await fireMoment(tx, ticketId, kind, reading, moment, now);
      const fired = await selectFired(tx, ticketId);
      await keepClocks(tx, ticketId, clocks, { fired, timelines, now });
    }
    if (due.length > 0) await announce(tx, { queue: true, visibility: 'internal' });
    return due.length;
  });

async function fireMoment(
  tx: Tx,
  ticketId: number,
  kind: ClockKind,
  reading: ClockReading,
  moment: ClockMoment,
  now: Instant,
): Promise<void> {
  const isNew = await insertFired(tx, ticketId, kind, { cycle: reading.cycle, moment, at: now });
  if (!isNew) return;
  if (moment.kind === 'breach') await updateBreachDetected(tx, ticketId, kind, now);
  const decision = decisionOf(reading, moment);
  const ticket = await selectClockTicket(tx, ticketId);
  if (decision === null || ticket === undefined) return;
  const decisionId = await recordDecision(tx, {
    ticketId,
    organizationId: null,
    agreementVersion: ticket.agreementVersion,
    ...decision,
    actor: systemActor,
    // When it was so, however late the desk found out.
    at: moment.kind === 'breach' ? (reading.breach?.at ?? moment.at) : moment.at,
  });
  await emit<ClockFellDue>(tx, 'clock.fell-due', { ticketId, decisionId, step: moment.step });
}

function decisionOf(reading: ClockReading, moment: ClockMoment): Decision | null {
  const { kind: clock, dueAt, targetMs, breach } = reading;
  if (dueAt === null) return null;
  const { step } = moment;
  switch (moment.kind) {
    case 'warning': {
      const remainingMinutes = Math.max(0, Math.round((dueAt - moment.at) / minute));
      return decide('clock-warned', { clock, dueAt, step, remainingMinutes });
    }
    case 'breach':
      // A breach that a change brought about was decided with the change.
      if (breach === null || breach.cause !== 'time-passed') return null;
      return decide('clock-breached', {
        clock,
        dueAt,
        breachedAt: breach.at,
        targetMinutes: targetMs === null ? null : Math.floor(targetMs / minute),
        cause: breach.cause,
      });
    case 'escalation': {
      const overdueMinutes = Math.max(0, Math.round((moment.at - dueAt) / minute));
      return decide('clock-escalated', { clock, dueAt, step, overdueMinutes });
    }
    case 'resume':
      return null;
  }
}
