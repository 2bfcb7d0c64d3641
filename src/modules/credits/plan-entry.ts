import { assert } from '../../kernel/assert.ts';
import type { ClauseId } from '../../policy/clauses.ts';
import { type Refusal, refuse } from '../../policy/verdict.ts';
import {
  type AccountState,
  type Entry,
  type EntryKind,
  type Movement,
  noMovement,
} from './model.ts';
import type { DisputedCharge } from './requests.ts';

/** An entry that may be written: what it moves and which earlier entries it names. */
export interface Plan {
  readonly kind: EntryKind;
  readonly change: Movement;
  readonly holdSequence?: number;
  readonly corrects?: CorrectableEntry;
}

/** The ticket as the ledger knows it while the account is locked. */
export interface TicketState {
  readonly openHold: { readonly holdSequence: number; readonly units: number } | null;
  /** The sum of its charges. What corrections gave back is not charged again when it is reopened. */
  readonly chargedUnits: number;
}

/** An entry that somebody wants to correct, with what its corrections so far moved. */
export interface CorrectableEntry
  extends Pick<
    Entry,
    'sequence' | 'kind' | 'change' | 'correctsSequence' | 'ticketId' | 'clause' | 'agreementVersion'
  > {
  readonly correctedSoFar: Movement;
  /** The open objection that disputes it; null when it is not disputed. */
  readonly disputedBy: Pick<DisputedCharge, 'objectionId' | 'dueAt'> | null;
}

/** Nothing to move: the account already stands as asked. */
export const nothingToDo = 'nothing-to-do';
export type Planned = Plan | Refusal | typeof nothingToDo;

/** Units bought. */
export function planPurchase(units: number): Plan {
  assertUnits(units);
  return { kind: 'purchase', change: { ...noMovement, available: units, issued: units } };
}

/** Units whose day has come; how many that are, the purchases say (`follow-lots.ts`). */
export function planExpiry(units: number): Plan {
  assertUnits(units);
  return { kind: 'expiry', change: { ...noMovement, available: -units, expired: units } };
}

/** Units given back to the customer's money; only what nobody holds or has used. Refusal `units-not-available`. */
export function planRefund(account: AccountState, units: number): Planned {
  assertUnits(units);
  if (account.availableUnits < units) return refuseUnits(account, units, 0);
  return { kind: 'refund', change: { ...noMovement, available: -units, issued: -units } };
}

/**
 * T1, T3: puts units aside for a ticket that is being admitted. T1 counts available units, so two units never admit
 * three requests; and admission alone never takes an account below zero. A ticket that already holds units keeps its
 * one hold. Refusal `credit-insufficient`.
 */
export function planHold(
  account: AccountState,
  ticket: TicketState,
  { units, availableUnitsMin }: { readonly units: number; readonly availableUnitsMin: number },
): Planned {
  assertUnits(units);
  if (ticket.openHold !== null) return nothingToDo;
  const requiredUnits = Math.max(availableUnitsMin, units);
  const { availableUnits } = account;
  if (availableUnits < requiredUnits) {
    return refuse('T1', 'credit-insufficient', { availableUnits, requiredUnits });
  }
  return { kind: 'hold', change: { ...noMovement, available: -units, held: units } };
}

/**
 * T4, money rule 5: lets what the ticket holds and was charged grow to `ticketUnits`, the cost of its work by now.
 * Work done is a fact, so it may take the account below zero, down to its floor. Refusal `overdraft-reached`.
 */
export function planGrowth(
  account: AccountState,
  ticket: TicketState,
  ticketUnits: number,
): Planned {
  const missing = ticketUnits - unitsOf(ticket);
  if (missing <= 0) return nothingToDo;
  if (wouldSink(account, missing)) return refuseOverdraft(account, missing);
  const change = { ...noMovement, available: -missing, held: missing };
  // After a reopening the first hold has been charged: more work opens another one.
  if (ticket.openHold === null) return { kind: 'hold', change };
  return { kind: 'hold_more', change, holdSequence: ticket.openHold.holdSequence };
}

/**
 * T4: work was taken back, so the ticket's hold shrinks to what `ticketUnits` still needs; a hold that nothing needs
 * ends. Never refused.
 */
export function planShrinking(ticket: TicketState, ticketUnits: number): Planned {
  if (ticket.openHold === null) return nothingToDo;
  const { holdSequence, units } = ticket.openHold;
  const surplus = unitsOf(ticket) - ticketUnits;
  if (surplus <= 0) return nothingToDo;
  if (surplus >= units) return planRelease(ticket);
  return {
    kind: 'hold_more',
    change: { ...noMovement, available: surplus, held: -surplus },
    holdSequence,
  };
}

/**
 * T3, T4: the ticket ends and costs `ticketUnits` in all: what was not charged yet is taken from its hold, the rest of
 * the hold is given back, an excess is taken from the available units. Asked again it finds nothing left to charge:
 * charging twice for the same work is impossible whatever is retried. Refusal `overdraft-reached`.
 */
export function planCharge(
  account: AccountState,
  ticket: TicketState,
  ticketUnits: number,
): Planned {
  assertUnits(ticketUnits);
  const due = ticketUnits - ticket.chargedUnits;
  if (due <= 0) return planRelease(ticket);
  const held = ticket.openHold?.units ?? 0;
  if (wouldSink(account, due - held)) return refuseOverdraft(account, due - held);
  return {
    kind: 'charge',
    change: { ...noMovement, available: held - due, held: 0 - held, consumed: due },
    ...(ticket.openHold === null ? {} : { holdSequence: ticket.openHold.holdSequence }),
  };
}

/**
 * T5, T6: something beside its work costs the ticket exactly `units`, now. `ticketUnits` is what the whole ticket comes
 * to with it: when its hold is not needed for that any more (an absence before any work, whose minimum was held), the
 * units are taken from the hold, else from the available ones. Refusal `overdraft-reached`.
 */
export function planChargeApart(
  account: AccountState,
  ticket: TicketState,
  { units, ticketUnits }: { readonly units: number; readonly ticketUnits: number },
): Planned {
  assertUnits(units);
  const { openHold, chargedUnits } = ticket;
  const holdEnds = openHold !== null && ticketUnits <= chargedUnits + units;
  const held = holdEnds ? openHold.units : 0;
  if (wouldSink(account, units - held)) return refuseOverdraft(account, units - held);
  return {
    kind: 'charge',
    change: { ...noMovement, available: held - units, held: 0 - held, consumed: units },
    ...(holdEnds ? { holdSequence: openHold.holdSequence } : {}),
  };
}

/** I, T3: the ticket ends without costing more than was charged: its hold is given back whole. */
export function planRelease(ticket: TicketState): Planned {
  if (ticket.openHold === null) return nothingToDo;
  const { holdSequence, units } = ticket.openHold;
  return {
    kind: 'release',
    change: { ...noMovement, available: units, held: -units },
    holdSequence,
  };
}

/**
 * Puts right what was recorded wrong: a new entry, never a change. Above zero units the customer gets units, below zero
 * it gives some. A correction names the entry it corrects and cannot turn it into its opposite; correcting a charge
 * moves units between consumed and available, so that what the ticket cost stays true. A disputed charge is corrected by
 * the decision on its objection, `acceptsObjectionId`, and by nothing else. Refusals: `entry-not-correctable`,
 * `charge-disputed`, `correction-too-large`, `units-not-available`.
 */
export function planAdjustment(
  account: AccountState,
  units: number,
  corrects: CorrectableEntry | 'unknown' | null,
  acceptsObjectionId: number | null = null,
): Planned {
  assert(Number.isSafeInteger(units) && units !== 0, 'an adjustment moves whole units, not zero');
  const refusal = corrects === null ? null : refuseCorrection(units, corrects, acceptsObjectionId);
  if (refusal !== null) return refusal;
  if (wouldSink(account, -units)) return refuseUnits(account, -units, account.availableUnitsMin);
  if (corrects === null || corrects === 'unknown') {
    return { kind: 'adjustment', change: { ...noMovement, available: units, issued: units } };
  }
  const change =
    corrects.kind === 'charge'
      ? { ...noMovement, available: units, consumed: 0 - units }
      : { ...noMovement, available: units, issued: units };
  return { kind: 'adjustment', change, corrects };
}

function refuseCorrection(
  units: number,
  corrects: CorrectableEntry | 'unknown',
  acceptsObjectionId: number | null,
): Refusal | null {
  if (corrects === 'unknown') return refuse('T1', 'entry-not-correctable', { kind: null });
  const { kind, correctsSequence, sequence } = corrects;
  const correctable = ['purchase', 'refund', 'charge', 'adjustment'].includes(kind);
  if (!correctable || correctsSequence !== null) {
    return refuse('T1', 'entry-not-correctable', { kind, sequence });
  }
  const disputed = refuseDisputed(corrects);
  if (disputed !== null && corrects.disputedBy?.objectionId !== acceptsObjectionId) return disputed;
  // Seen from the customer: a purchase brought units, a charge took them.
  const brought = (moved: Movement) => (kind === 'charge' ? -moved.consumed : moved.issued);
  const unitsLeft = brought(corrects.change) + brought(corrects.correctedSoFar);
  const direction = Math.sign(brought(corrects.change));
  if (direction * (unitsLeft + units) < 0) {
    return refuse('T1', 'correction-too-large', { sequence, units, unitsLeft });
  }
  return null;
}

/** T3, T4, T6: until its objection ends, a disputed charge stands as it is. Refusal `charge-disputed`. */
export function refuseDisputed(
  entry: Pick<CorrectableEntry, 'sequence' | 'clause' | 'disputedBy'>,
): Refusal | null {
  const { sequence, disputedBy } = entry;
  if (disputedBy === null) return null;
  // A charge has a clause (money rule 4).
  const clause = (entry.clause ?? 'T4') as ClauseId;
  return refuse(clause, 'charge-disputed', { sequence, ...disputedBy });
}

const unitsOf = (ticket: TicketState): number =>
  ticket.chargedUnits + (ticket.openHold?.units ?? 0);

/** Giving units to an account is always allowed, however deep it stands. */
const wouldSink = (account: AccountState, unitsTaken: number): boolean =>
  unitsTaken > 0 && account.availableUnits - unitsTaken < account.availableUnitsMin;

function refuseOverdraft(account: AccountState, unitsTaken: number): Refusal {
  const { availableUnits, availableUnitsMin: floorUnits } = account;
  const availableUnitsAfter = availableUnits - unitsTaken;
  return refuse('T4', 'overdraft-reached', {
    availableUnits,
    availableUnitsAfter,
    floorUnits,
    unitsNeeded: floorUnits - availableUnitsAfter,
  });
}

const refuseUnits = (account: AccountState, units: number, floorUnits: number): Refusal =>
  refuse('T1', 'units-not-available', {
    units,
    availableUnits: account.availableUnits,
    floorUnits,
  });

function assertUnits(units: number): void {
  assert(Number.isSafeInteger(units) && units > 0, 'units are a whole number above zero');
}
