import { assert } from '../../kernel/assert.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Entry } from './model.ts';

/** What is left of one purchase. */
export interface Lot {
  /** The entry that brought it. */
  readonly sequence: number;
  /** Units not used yet, those on hold included. */
  readonly units: number;
  /** Null: these units do not expire. */
  readonly expiresAt: Instant | null;
}

export interface LotFollower {
  /** Entries in the order of their sequence. Answers how many units an expiry took that no lot had to lose. */
  take(entry: LotEntry): number;
  /** In the order in which they are drawn: the earliest to expire first, those that do not expire last. */
  lots(): readonly Lot[];
}

export type LotEntry = Pick<
  Entry,
  'sequence' | 'kind' | 'change' | 'correctsSequence' | 'expiresAt' | 'at'
>;

/**
 * Derives from the entries alone which units are left of which purchase. Units are drawn from what expires first. What
 * work took below zero is owed, and the next units that come pay for it before anything else. A correction of a purchase
 * changes that purchase; units that a correction of a charge gives back do not expire: the mistake was ours.
 */
export function followLots(): LotFollower {
  const lots: { sequence: number; units: number; expiresAt: Instant | null }[] = [];
  let owed = 0;

  return { take, lots: () => lots.filter((lot) => lot.units > 0) };

  function take(entry: LotEntry): number {
    const { sequence, change, correctsSequence, at } = entry;
    const { issued, consumed, expired } = change;
    const corrected = lots.find((lot) => lot.sequence === correctsSequence);
    if (issued > 0 && corrected !== undefined) corrected.units += pay(issued);
    else if (issued > 0) add({ sequence, units: pay(issued), expiresAt: entry.expiresAt });
    if (consumed < 0) add({ sequence, units: pay(-consumed), expiresAt: null });
    if (issued < 0) owed += drawFrom(corrected, -issued);
    if (consumed > 0) owed += draw(consumed, () => true);
    return expired > 0 ? draw(expired, ({ expiresAt }) => isPast(expiresAt, at)) : 0;
  }

  function pay(units: number): number {
    const paid = Math.min(owed, units);
    owed -= paid;
    return units - paid;
  }

  function add(lot: (typeof lots)[number]): void {
    const place = lots.findIndex((other) => drawnBefore(lot, other));
    if (place === -1) lots.push(lot);
    else lots.splice(place, 0, lot);
  }

  /** From one lot first, then from the others. Answers what was not there. */
  function drawFrom(lot: (typeof lots)[number] | undefined, units: number): number {
    return draw(lot === undefined ? units : drawOne(lot, units), () => true);
  }

  function draw(units: number, from: (lot: Lot) => boolean): number {
    let left = units;
    for (const lot of lots) if (left > 0 && from(lot)) left = drawOne(lot, left);
    return left;
  }

  function drawOne(lot: (typeof lots)[number], units: number): number {
    const drawn = Math.min(lot.units, units);
    lot.units -= drawn;
    return units - drawn;
  }
}

/**
 * How many units expire by now: what is left of purchases whose day has come, less what is on hold, which is drawn from
 * them first. Units on hold never expire under work; given back later, they expire then. Never more than is available.
 */
export function unitsToExpire(
  lots: readonly Lot[],
  account: { readonly availableUnits: number; readonly heldUnits: number },
  now: Instant,
): number {
  assert(account.heldUnits >= 0, 'holds are never below zero');
  const due = lots
    .filter(({ expiresAt }) => isPast(expiresAt, now))
    .reduce((sum, { units }) => sum + units, 0);
  return Math.max(0, Math.min(due - account.heldUnits, account.availableUnits));
}

/** What one purchase loses on its day, if nobody uses it before. */
export interface ExpiringLot {
  readonly sequence: number;
  /** Units beside those on hold, which stay as long as they are held. Above zero. */
  readonly units: number;
  readonly expiresAt: Instant;
  /** The tickets whose holds keep units of this purchase, and how many. */
  readonly heldBy: readonly { readonly ticketId: number; readonly units: number }[];
}

/**
 * What expires as things stand, the earliest first. Units on hold are drawn from what expires first, so they are counted
 * there, hold by hold in their given order.
 */
export function expiringLots(
  lots: readonly Lot[],
  holds: readonly { readonly ticketId: number; readonly units: number }[],
): readonly ExpiringLot[] {
  const open = holds.map((hold) => ({ ...hold }));
  return lots.flatMap(({ sequence, units, expiresAt }) => {
    if (expiresAt === null) return [];
    let left = units;
    const heldBy = open.flatMap((hold) => {
      const kept = Math.min(hold.units, left);
      hold.units -= kept;
      left -= kept;
      return kept === 0 ? [] : [{ ticketId: hold.ticketId, units: kept }];
    });
    return left === 0 ? [] : [{ sequence, units: left, expiresAt, heldBy }];
  });
}

const isPast = (expiresAt: Instant | null, now: Instant): boolean =>
  expiresAt !== null && expiresAt <= now;

const drawnBefore = (one: Lot, other: Lot): boolean =>
  (one.expiresAt ?? Number.POSITIVE_INFINITY) < (other.expiresAt ?? Number.POSITIVE_INFINITY);
