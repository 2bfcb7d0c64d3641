import { personActor, systemActor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/database/index.ts';
import { emit } from '../../platform/jobs.ts';
import { decide } from '../../policy/decisions.ts';
import { approvedUnitsCarried, mayCarryWork, mayMerge } from '../../policy/merging.ts';
import type { Terms } from '../../policy/terms.ts';
import { mayTransition } from '../../policy/transitions.ts';
import { isRefusal } from '../../policy/verdict.ts';
import { agreementByVersion } from '../agreements/index.ts';
import { absorbClocks, recordClockEvent } from '../clocks/index.ts';
import { releaseHold } from '../credits/index.ts';
import { askWhenUnitsRunOut } from './ask-for-units.ts';
import { moveDrafts } from './drafts/store.ts';
import type { TicketsMerged } from './events.ts';
import { carryFollowing } from './following/store.ts';
import { moveHold } from './log-work.ts';
import type { Reader, Ticket, WorkEntry } from './model.ts';
import { isNotDone, type NotDone, undoWhenNotDone } from './not-done.ts';
import { carryParticipants } from './participants/store.ts';
import { announceTicket, logDecision, logEvent } from './record.ts';
import { wakeSnoozed } from './snoozes/wake-snoozed.ts';
import {
  endInformationRequest,
  insertTicketLink,
  insertWorkEntry,
  mergeSearchDocuments,
  selectWorkEntries,
  updateMergedInto,
  updateTicket,
} from './store.ts';
import { endUnitApproval } from './unit-approvals-store.ts';

/**
 * I: two requests of one customer for the same thing become one. The absorbed one ends as a duplicate: its hold is
 * given back, its clocks count for nothing, and its work becomes the survivor's, so that every minute is charged once
 * and the minimum once (T3, T4). The survivor keeps its clocks, from the earlier registration and with the earlier
 * contact of both (VII). What the customer approved for either covers the work of both (T4). Both are locked by the
 * caller, the lower id first. Refusals: of `mayMerge`, of `mayCarryWork`, `act-not-from-status`.
 */
export async function mergeTickets(
  tx: Tx,
  tickets: { readonly survivor: Ticket; readonly absorbed: Ticket },
  merge: {
    readonly by: Extract<Reader, { kind: 'agent' }>;
    readonly reason: string;
    readonly at: Instant;
  },
): Promise<Ticket | NotDone> {
  const { survivor, absorbed } = tickets;
  const status = mayTransition(absorbed.status, 'merge', 'agent');
  if (isRefusal(status)) return status;
  const terms = {
    survivor: (await agreementByVersion(tx, survivor.agreementVersion)).terms,
    absorbed: (await agreementByVersion(tx, absorbed.agreementVersion)).terms,
  };
  const refusal =
    mayMerge(survivor, absorbed) ?? mayCarryWork(terms, { ...absorbed, apart: absorbed });
  if (refusal !== null) return refusal;
  // Refused half-way, nothing of it was: the absorbed request keeps its hold and its question.
  const worked = await undoWhenNotDone(tx, (part) => carryWorkOver(part, tickets, terms, merge.at));
  if (isNotDone(worked)) return worked;
  await endAbsorbed(tx, tickets, merge);
  await moveDrafts(tx, { fromTicketId: absorbed.id, toTicketId: survivor.id });
  const merged = await goOn(tx, worked, absorbed, merge);
  if (absorbed.billableMinutes > 0) await askWhenUnitsRunOut(tx, merged, merge.at);
  return merged;
}

/**
 * T4: the work stays a fact, with who did it and when; it only changes the request that it is charged to. The absorbed
 * request's hold is given back first, so that the units of both are never asked for at once.
 */
async function carryWorkOver(
  tx: Tx,
  { survivor, absorbed }: { readonly survivor: Ticket; readonly absorbed: Ticket },
  terms: { readonly survivor: Terms; readonly absorbed: Terms },
  at: Instant,
): Promise<Ticket | NotDone> {
  await giveHoldBack(tx, absorbed, at);
  await endUnitApproval(tx, absorbed.id, at);
  const entries = standing(await selectWorkEntries(tx, absorbed.id));
  const carried = approvedUnitsCarried(terms, { ...absorbed, apart: absorbed });
  const agreed = { ...survivor, approvedUnits: survivor.approvedUnits + carried };
  if (absorbed.billableMinutes > 0) {
    const moved = await moveHold(tx, agreed, absorbed.billableMinutes, at);
    if (isNotDone(moved)) return moved;
  }
  for (const { agentPersonId, minutes, billableMinutes, note, workedAt, id } of entries) {
    const opposite = { minutes: -minutes, billableMinutes: -billableMinutes, reversesId: id };
    const common = { agentPersonId, note, workedAt };
    await insertWorkEntry(tx, { ...common, ...opposite, ticketId: absorbed.id }, at);
    await insertWorkEntry(
      tx,
      { ...common, minutes, billableMinutes, reversesId: null, ticketId: survivor.id },
      at,
    );
  }
  const billableMinutes = survivor.billableMinutes + absorbed.billableMinutes;
  const { approvedUnits } = agreed;
  return updateTicket(tx, survivor, { billableMinutes, approvedUnits }, at);
}

/** Entries that nothing takes back. */
const standing = (entries: readonly WorkEntry[]): readonly WorkEntry[] =>
  entries.filter(
    ({ id, reversesId }) =>
      reversesId === null && !entries.some((other) => other.reversesId === id),
  );

async function giveHoldBack(tx: Tx, absorbed: Ticket, at: Instant): Promise<void> {
  if (absorbed.registeredAt === null) return;
  const released = await releaseHold(tx, {
    organizationId: absorbed.organizationId,
    ticketId: absorbed.id,
    clause: 'T3',
    agreementVersion: absorbed.agreementVersion,
    key: `ticket:${absorbed.id}:end:${absorbed.version}`,
    actor: systemActor,
    at,
  });
  const units = -released.change.held;
  if (units === 0) return;
  const { availableUnits } = released;
  const facts = { units, ending: 'merged', availableUnits } as const;
  await logDecision(tx, absorbed, decide('hold-released', facts), at);
}

async function endAbsorbed(
  tx: Tx,
  { survivor, absorbed }: { readonly survivor: Ticket; readonly absorbed: Ticket },
  { by, reason, at }: { readonly by: Reader; readonly reason: string; readonly at: Instant },
): Promise<void> {
  const actor = personActor(by.personId);
  const { billableMinutes } = absorbed;
  const intoNumber = survivor.number;
  const data = { number: intoNumber, reason };
  await logEvent(tx, absorbed, { type: 'merged', actor, data, at });
  const merged = decide('merged', { intoNumber, billableMinutes, reason });
  await logDecision(tx, absorbed, merged, at, actor);
  await endInformationRequest(tx, absorbed.id, { answered: false, at });
  if (absorbed.registeredAt !== null) {
    const event = { type: 'cancelled', at } as const;
    await recordClockEvent(tx, { ticket: absorbed, event, actor, ending: 'merged' });
  }
  await insertTicketLink(tx, {
    fromTicketId: absorbed.id,
    toTicketId: survivor.id,
    kind: 'duplicate',
    at,
  });
  await mergeSearchDocuments(tx, { from: absorbed.id, to: survivor.id });
  await updateMergedInto(tx, { from: absorbed.id, to: survivor.id });
  await carryParticipants(tx, { from: absorbed.id, to: survivor });
  await carryFollowing(tx, { from: absorbed.id, to: survivor.id });
  await updateTicket(
    tx,
    absorbed,
    {
      status: 'rejected',
      heldFor: null,
      closedAt: at,
      billableMinutes: 0,
      mergedIntoTicketId: survivor.id,
      nextDueAt: null,
      nextClosingAt: null,
    },
    at,
  );
  await announceTicket(tx, absorbed);
  await wakeSnoozed(tx, absorbed);
}

async function goOn(
  tx: Tx,
  survivor: Ticket,
  absorbed: Ticket,
  { by, at }: { readonly by: Reader; readonly at: Instant },
): Promise<Ticket> {
  const actor = personActor(by.personId);
  const { number, billableMinutes } = absorbed;
  await logEvent(tx, survivor, { type: 'absorbed', actor, data: { number }, at });
  await logDecision(tx, survivor, decide('absorbed', { number, billableMinutes }), at, actor);
  const clocks =
    survivor.registeredAt === null
      ? null
      : await absorbClocks(tx, { survivor, absorbed, actor, at });
  await emit<TicketsMerged>(tx, 'ticket.merged', {
    ticketId: absorbed.id,
    intoTicketId: survivor.id,
  });
  await announceTicket(tx, survivor);
  const lastMessageAt = Math.max(survivor.lastMessageAt, absorbed.lastMessageAt);
  return updateTicket(
    tx,
    survivor,
    { lastMessageAt, ...(clocks === null ? {} : { nextDueAt: clocks.nextDueAt }) },
    at,
  );
}
