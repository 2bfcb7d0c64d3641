import { entryHash, genesisHash } from './entry-hash.ts';
import { followLots, unitsToExpire } from './follow-lots.ts';
import {
  type AccountState,
  type Anchor,
  type Entry,
  type Hold,
  type LedgerProblem,
  type LedgerProof,
  type Movement,
  noMovement,
  type ProblemKey,
} from './model.ts';
import type { DisputedCharge } from './requests.ts';

/** A hold as the entries tell it. */
interface ToldHold {
  readonly ticketId: number | null;
  units: number;
  ended: boolean;
}

/** What stands beside the entries and must follow from them. */
export interface AccountBeside {
  readonly account: AccountState;
  readonly holds: readonly Hold[];
  /** The charges under open objections, and for how many units each. */
  readonly disputed: readonly Pick<DisputedCharge, 'sequence' | 'units'>[];
}

export interface LedgerProver {
  /** Entries in the order of their sequence, as many at a time as is convenient. */
  take(entries: readonly Entry[]): void;
  /** Null: only the entries are judged, as by somebody who has nothing else. */
  conclude(beside: AccountBeside | null): LedgerProof;
}

const problemsMax = 100;

/**
 * Proves one account from its entries alone: no gap, no broken chain, no changed field, every unit conserved, every hold
 * grown and ended as it may be; and then that the balance kept beside them says the same, and that each disputed charge
 * still costs what is disputed: nothing corrected it since. That the newest entries were
 * cut off, or all of them written anew, shows only against `anchors`: hashes that were written down elsewhere earlier.
 */
export function proveLedger(organizationId: number, anchors: readonly Anchor[] = []): LedgerProver {
  const problems: LedgerProblem[] = [];
  const anchored = anchorsBySequence(organizationId, anchors);
  const holds = new Map<number, ToldHold>();
  const openHoldOfTicket = new Map<number, number>();
  const keys = new Set<string>();
  const sequences = new Set<number>();
  /** What each charge costs by now, its corrections included. */
  const charged = new Map<number, number>();
  const lots = followLots();
  let sums: Movement = noMovement;
  let last: Entry | null = null;
  let lastSequence = 0;
  let count = 0;

  return {
    take(entries) {
      for (const entry of entries) takeOne(entry);
    },
    conclude(beside) {
      for (const sequence of anchored.keys()) {
        if (sequence > lastSequence) report(sequence, 'anchored-entry-missing');
      }
      if (beside !== null) compare(beside);
      return {
        sound: problems.length === 0,
        entries: count,
        lastHash: last?.hash ?? genesisHash,
        problems,
      };
    },
  };

  function takeOne(entry: Entry): void {
    const { sequence, change } = entry;
    count += 1;
    if (sequence !== lastSequence + 1 || entry.organizationId !== organizationId) {
      report(sequence, 'sequence-gap');
    }
    if (entry.previousHash !== (last?.hash ?? genesisHash)) report(sequence, 'chain-broken');
    if (entry.hash !== entryHash(entry)) report(sequence, 'hash-wrong');
    const hashes = anchored.get(sequence);
    if (hashes !== undefined && [...hashes].some((hash) => hash !== entry.hash)) {
      report(sequence, 'anchored-hash-differs');
    }
    if (last !== null && entry.at < last.at) report(sequence, 'time-backwards');
    if (keys.has(entry.idempotencyKey)) report(sequence, 'key-used-twice');
    const moved = change.available + change.held + change.consumed + change.expired;
    if (moved !== change.issued) report(sequence, 'not-conserved');
    sums = plus(sums, change);
    if (sums.available !== entry.availableAfter || sums.held !== entry.heldAfter) {
      report(sequence, 'running-balance-wrong');
    }
    followExpiry(entry);
    followHold(entry);
    followCharge(entry);
    if (entry.correctsSequence !== null && !sequences.has(entry.correctsSequence)) {
      report(sequence, 'correction-of-nothing');
    }
    keys.add(entry.idempotencyKey);
    sequences.add(sequence);
    lastSequence = sequence;
    last = entry;
  }

  /** What expires was due, and was not on hold. */
  function followExpiry(entry: Entry): void {
    if (entry.kind === 'expiry') {
      const before = {
        availableUnits: entry.availableAfter + entry.change.expired,
        heldUnits: Math.max(0, entry.heldAfter),
      };
      const due = unitsToExpire(lots.lots(), before, entry.at);
      if (entry.change.expired > due) report(entry.sequence, 'expiry-not-due');
    }
    lots.take(entry);
  }

  function followCharge({ sequence, kind, change, correctsSequence }: Entry): void {
    if (kind === 'charge') charged.set(sequence, change.consumed);
    const before = correctsSequence === null ? undefined : charged.get(correctsSequence);
    if (correctsSequence !== null && before !== undefined) {
      charged.set(correctsSequence, before + change.consumed);
    }
  }

  function followHold(entry: Entry): void {
    if (entry.kind === 'hold') openHold(entry);
    else if (entry.holdSequence !== null) changeHold(entry, entry.holdSequence);
    else if (entry.change.held !== 0) report(entry.sequence, 'hold-unknown');
  }

  function openHold({ sequence, ticketId, change }: Entry): void {
    if (ticketId !== null) {
      if (openHoldOfTicket.has(ticketId)) report(sequence, 'ticket-held-twice');
      openHoldOfTicket.set(ticketId, sequence);
    }
    holds.set(sequence, { ticketId, units: change.held, ended: false });
  }

  function changeHold({ sequence, kind, ticketId, change }: Entry, holdSequence: number): void {
    const hold = holds.get(holdSequence);
    if (hold === undefined) {
      report(sequence, 'hold-unknown');
      return;
    }
    if (hold.ticketId !== ticketId) report(sequence, 'hold-of-other-ticket');
    if (hold.ended) report(sequence, 'hold-ended-already');
    hold.units += change.held;
    if (hold.units < 0) report(sequence, 'hold-overdrawn');
    if (kind !== 'charge' && kind !== 'release') return;
    if (hold.units > 0) report(sequence, 'hold-not-emptied');
    hold.ended = true;
    if (hold.ticketId !== null) openHoldOfTicket.delete(hold.ticketId);
  }

  function compare({ account, holds: kept, disputed }: AccountBeside): void {
    const told = [
      sums.available,
      sums.held,
      sums.consumed,
      sums.expired,
      sums.issued,
      lastSequence,
    ];
    const stands = [
      account.availableUnits,
      account.heldUnits,
      account.consumedUnits,
      account.expiredUnits,
      account.issuedUnits,
      account.sequence,
    ];
    if (told.some((units, index) => units !== stands[index])) report(0, 'account-differs');
    if (account.lastHash !== (last?.hash ?? genesisHash)) report(0, 'last-hash-differs');
    const open = [...openHoldOfTicket].map(([ticketId, sequence]) =>
      spell(ticketId, sequence, holds.get(sequence)?.units ?? 0),
    );
    const keptOpen = kept.map((hold) => spell(hold.ticketId, hold.holdSequence, hold.units));
    if (open.sort().join() !== keptOpen.sort().join()) report(0, 'holds-differ');
    for (const { sequence, units } of disputed) {
      if (charged.get(sequence) !== units) report(sequence, 'dispute-differs');
    }
  }

  function report(sequence: number, problem: ProblemKey): void {
    if (problems.length < problemsMax) problems.push({ sequence, problem });
  }
}

function anchorsBySequence(
  organizationId: number,
  anchors: readonly Anchor[],
): ReadonlyMap<number, ReadonlySet<string>> {
  const bySequence = new Map<number, Set<string>>();
  for (const anchor of anchors) {
    if (anchor.organizationId !== organizationId || anchor.sequence === 0) continue;
    const hashes = bySequence.get(anchor.sequence);
    if (hashes === undefined) bySequence.set(anchor.sequence, new Set([anchor.hash]));
    else hashes.add(anchor.hash);
  }
  return bySequence;
}

const spell = (ticketId: number, sequence: number, units: number): string =>
  `${ticketId}:${sequence}:${units}`;

const plus = (sums: Movement, change: Movement): Movement => ({
  available: sums.available + change.available,
  held: sums.held + change.held,
  consumed: sums.consumed + change.consumed,
  expired: sums.expired + change.expired,
  issued: sums.issued + change.issued,
});
