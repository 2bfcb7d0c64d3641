import { personActor, systemActor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/clock.ts';
import { decline } from '../../kernel/declined.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import { decide } from '../../policy/decisions.ts';
import { mayTransition } from '../../policy/transitions.ts';
import { type ChargePreview, mayLogWork, previewCharge } from '../../policy/units.ts';
import { isRefusal, type Refusal, refuse } from '../../policy/verdict.ts';
import { agreementByVersion } from '../agreements/index.ts';
import {
  growHold,
  lockDisputedCharges,
  type Recorded,
  readAvailableUnits,
  readTicketUnits,
  shrinkHold,
} from '../credits/index.ts';
import { askWhenUnitsRunOut } from './ask-for-units.ts';
import type { Ticket } from './model.ts';
import { isNotDone, type NotDone } from './not-done.ts';
import { announceTicket, logDecision, logEvent } from './record.ts';
import { insertWorkEntry, selectWorkEntries, updateTicket } from './store.ts';

/** T3, T4: what logging so many billable minutes would do, before anybody commits to it. */
export async function previewWork(
  db: Db,
  ticket: Ticket,
  billableMinutes: number,
): Promise<{ readonly preview: ChargePreview; readonly refusal: Refusal | null }> {
  const { terms } = await agreementByVersion(db, ticket.agreementVersion);
  const facts = await workFacts(db, ticket, billableMinutes);
  const allowed = mayLogWork(terms, { ...facts, customerApproved: false });
  return isNotDone(allowed)
    ? { preview: previewCharge(terms, facts), refusal: allowed }
    : { preview: allowed, refusal: null };
}

/**
 * T4: work is a fact with its minutes, all of them or some of them billable. The hold grows with it, so that the
 * customer's available units are always true; past the overdraft floor the work is refused (money rule 5).
 */
export async function logWork(
  tx: Tx,
  ticket: Ticket,
  work: {
    readonly personId: number;
    readonly minutes: number;
    readonly billableMinutes: number;
    readonly note: string;
    readonly workedAt: Instant;
    readonly at: Instant;
  },
): Promise<Ticket | NotDone> {
  const status = mayTransition(ticket.status, 'log-work', 'agent');
  if (isRefusal(status)) return status;
  if (work.billableMinutes > work.minutes) {
    return refuse('T4', 'work-minutes-invalid', {
      billableMinutesBefore: work.minutes,
      billableMinutesAdded: work.billableMinutes,
    });
  }
  const grown = await moveHold(tx, ticket, work.billableMinutes, work.at);
  if (isNotDone(grown)) return grown;
  const entryId = await insertWorkEntry(
    tx,
    {
      ticketId: ticket.id,
      agentPersonId: work.personId,
      minutes: work.minutes,
      billableMinutes: work.billableMinutes,
      note: work.note,
      reversesId: null,
      workedAt: work.workedAt,
    },
    work.at,
  );
  await logEvent(tx, ticket, {
    type: 'work-logged',
    actor: personActor(work.personId),
    data: { entryId, minutes: work.minutes, billableMinutes: work.billableMinutes },
    at: work.at,
  });
  await announceTicket(tx, ticket);
  const { billableMinutesAfter: billableMinutes } = grown;
  const worked = await updateTicket(tx, ticket, { billableMinutes }, work.at);
  await askWhenUnitsRunOut(tx, worked, work.at);
  return worked;
}

/**
 * T4: takes an entry back by its opposite; nothing is edited away. What a disputed charge covers stays as it is until the
 * objection ends. Refusals `work-not-reversible`, `work-disputed`.
 */
export async function reverseWork(
  tx: Tx,
  ticket: Ticket,
  reversal: {
    readonly personId: number;
    readonly workId: number;
    readonly reason: string;
    readonly at: Instant;
  },
): Promise<Ticket | NotDone> {
  const status = mayTransition(ticket.status, 'log-work', 'agent');
  if (isRefusal(status)) return status;
  const entries = await selectWorkEntries(tx, ticket.id);
  const entry = entries.find(({ id }) => id === reversal.workId);
  const reversible =
    entry !== undefined &&
    entry.reversesId === null &&
    !entries.some(({ reversesId }) => reversesId === entry.id);
  if (!reversible) return decline('work-not-reversible', { workId: reversal.workId });

  const { organizationId, id: ticketId } = ticket;
  const charges = await lockDisputedCharges(tx, { organizationId, ticketId });
  const disputed = charges.find(
    ({ chargedAt, workMinutes }) => workMinutes > 0 && entry.loggedAt <= chargedAt,
  );
  if (disputed !== undefined) {
    const { sequence, objectionId, dueAt } = disputed;
    return refuse('T4', 'work-disputed', { sequence, objectionId, dueAt });
  }
  const { at, personId } = reversal;
  const shrunk = await moveHold(tx, ticket, -entry.billableMinutes, at);
  if (isNotDone(shrunk)) return shrunk;
  await insertWorkEntry(
    tx,
    {
      ticketId: ticket.id,
      agentPersonId: personId,
      minutes: -entry.minutes,
      billableMinutes: -entry.billableMinutes,
      note: reversal.reason,
      reversesId: entry.id,
      workedAt: entry.workedAt,
    },
    at,
  );
  await logEvent(tx, ticket, {
    type: 'work-reversed',
    actor: personActor(personId),
    data: { entryId: entry.id, minutes: entry.minutes, reason: reversal.reason },
    at,
  });
  await announceTicket(tx, ticket);
  return updateTicket(tx, ticket, { billableMinutes: shrunk.billableMinutesAfter }, at);
}

/** T4: makes the hold what the work is worth, under the account's lock. */
export async function moveHold(
  tx: Tx,
  ticket: Ticket,
  billableMinutesAdded: number,
  at: Instant,
): Promise<ChargePreview | NotDone> {
  const { terms } = await agreementByVersion(tx, ticket.agreementVersion);
  const facts = await workFacts(tx, ticket, billableMinutesAdded);
  const preview = mayLogWork(terms, { ...facts, customerApproved: false });
  if (isNotDone(preview) || preview.holdChangeUnits === 0) return preview;
  const move = preview.holdChangeUnits > 0 ? growHold : shrinkHold;
  const hold = await move(tx, {
    organizationId: ticket.organizationId,
    ticketId: ticket.id,
    ticketUnits: preview.unitsAfter,
    workMinutes: preview.billableMinutesAfter - preview.minutesNotApproved,
    clause: 'T4',
    agreementVersion: ticket.agreementVersion,
    key: `ticket:${ticket.id}:work:${ticket.version}`,
    actor: systemActor,
    at,
  });
  if (isNotDone(hold)) return hold;
  if (hold.change.held !== 0) await logHoldChange(tx, ticket, preview, hold, at);
  return preview;
}

async function logHoldChange(
  tx: Tx,
  ticket: Ticket,
  preview: ChargePreview,
  hold: Recorded,
  at: Instant,
): Promise<void> {
  const units = (await readTicketUnits(tx, [ticket.id])).get(ticket.id);
  const facts = {
    units: Math.abs(hold.change.held),
    heldUnits: units?.heldUnits ?? 0,
    billableMinutes: preview.billableMinutesAfter - preview.minutesNotApproved,
    availableUnits: hold.availableUnits,
  };
  const decision =
    hold.change.held > 0 ? decide('hold-grown', facts) : decide('hold-shrunk', facts);
  await logDecision(tx, ticket, decision, at);
}

/** What the ticket holds plus what it was charged before a reopening: the work is worth the sum. */
async function workFacts(db: Db, ticket: Ticket, billableMinutesAdded: number) {
  const [availableUnits, units] = [
    await readAvailableUnits(db, ticket.organizationId),
    (await readTicketUnits(db, [ticket.id])).get(ticket.id),
  ];
  return {
    availableUnits,
    // Charges as they were made: what a correction gave back is not charged again.
    heldUnits: units?.coveredUnits ?? 0,
    billableMinutesBefore: ticket.billableMinutes,
    billableMinutesAdded,
    apart: ticket,
  };
}
