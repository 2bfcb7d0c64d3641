import { describe, expect, it } from 'vitest';
import type { AccountState, Movement } from './model.ts';
import { noMovement } from './model.ts';
import {
  type CorrectableEntry,
  nothingToDo,
  type Planned,
  planAdjustment,
  planCharge,
  planGrowth,
  planHold,
  planPurchase,
  planRefund,
  planRelease,
  planShrinking,
  type TicketState,
} from './plan-entry.ts';

const account = (availableUnits: number, availableUnitsMin = -5): AccountState => ({
  organizationId: 1,
  availableUnits,
  heldUnits: 0,
  consumedUnits: 0,
  expiredUnits: 0,
  issuedUnits: availableUnits,
  availableUnitsMin,
  lowBalanceUnits: null,
  statementByMail: true,
  sequence: 1,
  lastAt: 0,
  lastHash: '00',
});

const ticket = (held: number | null, chargedUnits = 0): TicketState => ({
  openHold: held === null ? null : { holdSequence: 9, units: held },
  chargedUnits,
});

/** What a plan does, in one line: kind and the units that move. */
function told(planned: Planned): string {
  if (planned === nothingToDo) return 'nothing';
  if ('refused' in planned) return `${planned.clause} ${planned.reason}`;
  const moved = Object.entries(planned.change).filter(([, units]) => units !== 0);
  return [planned.kind, ...moved.map(([pot, units]) => `${pot} ${units}`)].join(', ');
}

describe('purchase and refund', () => {
  it('a purchase adds what was bought', () => {
    expect(told(planPurchase(10))).toBe('purchase, available 10, issued 10');
  });

  it.each([0, -1, 1.5, Number.NaN])('%s units are nothing that one buys', (units) => {
    expect(() => planPurchase(units)).toThrow('whole number above zero');
  });

  it.each([
    [3, 3, 'refund, available -3, issued -3'],
    [2, 3, 'T1 units-not-available'],
    [0, 1, 'T1 units-not-available'],
  ])('%s available, %s refunded: %s', (available, units, expected) => {
    expect(told(planRefund(account(available), units))).toBe(expected);
  });
});

describe('T1 hold at admission', () => {
  it.each([
    [3, 1, 'hold, available -1, held 1'],
    [2, 1, 'hold, available -1, held 1'],
    [1, 1, 'T1 credit-insufficient'],
    [0, 1, 'T1 credit-insufficient'],
    [-3, 1, 'T1 credit-insufficient'],
    [2, 2, 'hold, available -2, held 2'],
    [2, 3, 'T1 credit-insufficient'],
  ])('%s available, minimum 2, %s to hold: %s', (available, units, expected) => {
    const plan = planHold(account(available), ticket(null), { units, availableUnitsMin: 2 });
    expect(told(plan)).toBe(expected);
  });

  it('an agreement without a minimum still never admits into overdraft', () => {
    const plan = planHold(account(0), ticket(null), { units: 1, availableUnitsMin: 0 });
    expect(plan).toMatchObject({ facts: { availableUnits: 0, requiredUnits: 1 } });
  });

  it('a ticket that holds units keeps its one hold, even when nothing else is available', () => {
    const plan = planHold(account(0), ticket(1), { units: 1, availableUnitsMin: 2 });
    expect(told(plan)).toBe('nothing');
  });
});

describe('T4 the hold follows the work', () => {
  it.each([
    ['covered exactly', 4, ticket(2), 2, 'nothing'],
    ['covered with more', 4, ticket(3), 2, 'nothing'],
    ['one hour more', 4, ticket(1), 2, 'hold_more, available -1, held 1'],
    ['down to zero', 1, ticket(1), 2, 'hold_more, available -1, held 1'],
    ['below zero', 0, ticket(1), 2, 'hold_more, available -1, held 1'],
    ['down to the floor', -4, ticket(1), 2, 'hold_more, available -1, held 1'],
    ['past the floor', -5, ticket(1), 2, 'T4 overdraft-reached'],
    ['far past the floor', 0, ticket(1), 7, 'T4 overdraft-reached'],
    ['reopened, charged covers it', 4, ticket(null, 2), 2, 'nothing'],
    ['reopened, an hour more', 4, ticket(null, 2), 3, 'hold, available -1, held 1'],
    ['reopened, a second hour more', 4, ticket(1, 2), 4, 'hold_more, available -1, held 1'],
  ])('grows: %s', (_, available, state, ticketUnits, expected) => {
    expect(told(planGrowth(account(available), state, ticketUnits))).toBe(expected);
  });

  it('says how far past the floor the work would go', () => {
    expect(planGrowth(account(-4), ticket(1), 4)).toEqual({
      refused: true,
      clause: 'T4',
      reason: 'overdraft-reached',
      facts: { availableUnits: -4, availableUnitsAfter: -7, floorUnits: -5, unitsNeeded: 2 },
    });
  });

  it.each([
    ['nothing taken back', ticket(2), 2, 'nothing'],
    ['more needed than held', ticket(1), 2, 'nothing'],
    ['one hour taken back', ticket(3), 2, 'hold_more, available 1, held -1'],
    ['no hold', ticket(null, 2), 1, 'nothing'],
    ['reopened, the extra hour taken back', ticket(1, 2), 2, 'release, available 1, held -1'],
    ['reopened, more taken back than held', ticket(1, 2), 1, 'release, available 1, held -1'],
  ])('shrinks: %s', (_, state, ticketUnits, expected) => {
    expect(told(planShrinking(state, ticketUnits))).toBe(expected);
  });
});

describe('T3, T4 charge', () => {
  it.each([
    ['exactly what is held', 0, ticket(2), 2, 'charge, held -2, consumed 2'],
    ['less: the rest is given back', 0, ticket(3), 1, 'charge, available 2, held -3, consumed 1'],
    ['more: the excess is taken', 2, ticket(1), 3, 'charge, available -2, held -1, consumed 3'],
    ['excess to the floor', -4, ticket(1), 2, 'charge, available -1, held -1, consumed 2'],
    ['excess past the floor', -5, ticket(1), 2, 'T4 overdraft-reached'],
    ['a deep account, nothing more taken', -5, ticket(2), 2, 'charge, held -2, consumed 2'],
    ['charged already', 4, ticket(null, 2), 2, 'nothing'],
    ['charged more already', 4, ticket(null, 3), 2, 'nothing'],
    ['reopened, an hour more', 4, ticket(1, 2), 3, 'charge, held -1, consumed 1'],
    ['reopened, no more work', 4, ticket(1, 2), 2, 'release, available 1, held -1'],
    ['without a hold', 4, ticket(null), 1, 'charge, available -1, consumed 1'],
  ])('%s', (_, available, state, ticketUnits, expected) => {
    expect(told(planCharge(account(available), state, ticketUnits))).toBe(expected);
  });

  it('releases the whole hold, and nothing when there is none', () => {
    expect(told(planRelease(ticket(3)))).toBe('release, available 3, held -3');
    expect(told(planRelease(ticket(null)))).toBe('nothing');
  });
});

describe('adjustments', () => {
  it.each([
    [10, 3, null, 'adjustment, available 3, issued 3'],
    [10, -3, null, 'adjustment, available -3, issued -3'],
    [-2, -3, null, 'adjustment, available -3, issued -3'],
    [-3, -3, null, 'T1 units-not-available'],
    [-9, 1, null, 'adjustment, available 1, issued 1'],
    [10, 1, 'unknown' as const, 'T1 entry-not-correctable'],
    [10, -10, purchase(10), 'adjustment, available -10, issued -10'],
    [20, -11, purchase(10), 'T1 correction-too-large'],
    [20, -8, purchase(10, -3), 'T1 correction-too-large'],
    [20, -7, purchase(10, -3), 'adjustment, available -7, issued -7'],
    [0, 5, purchase(10), 'adjustment, available 5, issued 5'],
    [0, 2, charge(2), 'adjustment, available 2, consumed -2'],
    [0, 3, charge(2), 'T1 correction-too-large'],
    [0, 1, charge(2, -2), 'T1 correction-too-large'],
    [0, -1, charge(2), 'adjustment, available -1, consumed 1'],
    [0, 3, refund(3), 'adjustment, available 3, issued 3'],
    [0, 4, refund(3), 'T1 correction-too-large'],
    [0, 1, { ...charge(2), kind: 'hold' as const }, 'T1 entry-not-correctable'],
    [0, 1, { ...charge(2), kind: 'release' as const }, 'T1 entry-not-correctable'],
    [0, 1, { ...purchase(2), correctsSequence: 1 }, 'T1 entry-not-correctable'],
  ])('%s available, %s units: case %#', (available, units, corrects, expected) => {
    expect(told(planAdjustment(account(available), units, corrects))).toBe(expected);
  });

  it('T4 a disputed charge is corrected by the end of its own objection, and by nothing else', () => {
    const disputed = { ...charge(2), clause: 'T4', disputedBy: { objectionId: 7, dueAt: 99 } };
    expect(planAdjustment(account(5), 1, disputed)).toMatchObject({
      clause: 'T4',
      reason: 'charge-disputed',
      facts: { sequence: 4, objectionId: 7, dueAt: 99 },
    });
    expect(told(planAdjustment(account(5), 1, disputed, 8))).toBe('T4 charge-disputed');
    expect(planAdjustment(account(5), 1, disputed, 7)).toMatchObject({ corrects: { sequence: 4 } });
  });

  it('a correction names the entry it corrects', () => {
    expect(planAdjustment(account(5), 1, charge(2))).toMatchObject({ corrects: { sequence: 4 } });
  });

  it.each([0, 0.5])('%s units adjust nothing', (units) => {
    expect(() => planAdjustment(account(5), units, null)).toThrow('not zero');
  });
});

function correctable(kind: CorrectableEntry['kind'], change: Movement, so: Movement) {
  const names = { ticketId: null, clause: null, agreementVersion: null, disputedBy: null };
  return { sequence: 4, kind, change, correctsSequence: null, correctedSoFar: so, ...names };
}
function purchase(units: number, corrected = 0): CorrectableEntry {
  const moved = (n: number) => ({ ...noMovement, available: n, issued: n });
  return correctable('purchase', moved(units), moved(corrected));
}
function refund(units: number): CorrectableEntry {
  return correctable('refund', { ...noMovement, available: -units, issued: -units }, noMovement);
}
function charge(units: number, corrected = 0): CorrectableEntry {
  return correctable(
    'charge',
    { ...noMovement, held: -units, consumed: units },
    { ...noMovement, available: -corrected, consumed: corrected },
  );
}
