import type { Actor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { ClauseId } from '../../policy/clauses.ts';

export const entryKinds = [
  'purchase',
  'refund',
  'hold',
  'hold_more',
  'charge',
  'release',
  'adjustment',
  'expiry',
] as const;
export type EntryKind = (typeof entryKinds)[number];

/** By how much an entry moves each pot of an account, in units. The first four always add up to `issued`. */
export interface Movement {
  readonly available: number;
  readonly held: number;
  readonly consumed: number;
  readonly expired: number;
  /** Bought less given back: the source of every unit. */
  readonly issued: number;
}

/** One line of the ledger without its free text: exactly what the hash covers, and the two hashes. */
export interface Entry {
  readonly organizationId: number;
  /** 1, 2, 3 ... without a gap within one organization. */
  readonly sequence: number;
  readonly kind: EntryKind;
  readonly change: Movement;
  readonly availableAfter: number;
  readonly heldAfter: number;
  readonly ticketId: number | null;
  /** The hold that this entry grows, shrinks, charges or releases. */
  readonly holdSequence: number | null;
  readonly correctsSequence: number | null;
  readonly clause: string | null;
  readonly agreementVersion: number | null;
  /** T4: the work of the ticket that this entry covers, in minutes. */
  readonly workMinutes: number | null;
  readonly idempotencyKey: string;
  /** SHA-256 of what was asked for, in hex: tells a repetition from another request under the same key. */
  readonly requestSha256: string;
  readonly actorPersonId: number | null;
  readonly secondPersonId: number | null;
  readonly expiresAt: Instant | null;
  readonly at: Instant;
  /** The hash of the entry before, in hex; `00` for the first one. */
  readonly previousHash: string;
  readonly hash: string;
}

/** The free text of an entry: outside the hash, so that a person can be forgotten and the chain still holds. */
export interface EntryText {
  /** A purchase's invoice or receipt. */
  readonly reference: string | null;
  readonly reason: string | null;
}

/** The pots of one account as they stand, in units. */
export interface AccountState {
  readonly organizationId: number;
  /** Balance less holds: what T1 looks at. Below zero when work took the account into overdraft. */
  readonly availableUnits: number;
  readonly heldUnits: number;
  readonly consumedUnits: number;
  readonly expiredUnits: number;
  readonly issuedUnits: number;
  /** The floor under `availableUnits`: zero, or as far below as work may take it. */
  readonly availableUnitsMin: number;
  /** Below how many available units the customer is warned; null: what the agreement says. */
  readonly lowBalanceUnits: number | null;
  /** The customer's administrators are sent its statement when a month is over. */
  readonly statementByMail: boolean;
  /** The number of entries, and the sequence of the last one. */
  readonly sequence: number;
  readonly lastAt: Instant | null;
  readonly lastHash: string;
}

export interface Account extends AccountState {
  /** The sum of all entries: available and held. */
  readonly balanceUnits: number;
  /** The open holds, oldest ticket first. */
  readonly holds: readonly Hold[];
}

/** The units that one ticket keeps from being spent elsewhere. */
export interface Hold {
  readonly ticketId: number;
  readonly holdSequence: number;
  readonly units: number;
}

/** What one ticket holds and has cost so far, in units. */
export interface TicketUnits {
  readonly heldUnits: number;
  /** What it has cost in the end: its charges, less what corrections gave back. */
  readonly chargedUnits: number;
  /** Its hold and its charges as they were made: what `ticketUnits` of the commands is measured against. */
  readonly coveredUnits: number;
}

/** The account after a command, and what the command's entry moved. */
export interface Recorded {
  /** Null when there was nothing to move: the account already stood as asked. */
  readonly sequence: number | null;
  readonly availableUnits: number;
  readonly balanceUnits: number;
  readonly change: Movement;
  /** True when the key had been used for the same request before: nothing was written now. */
  readonly repeated: boolean;
}

/** What every command names. */
export interface Command {
  readonly organizationId: number;
  /** Idempotency key, `[A-Za-z0-9:._-]{1,120}`: the same command under it happens once. */
  readonly key: string;
  readonly actor: Actor;
  readonly at: Instant;
}

/** A command about a ticket: money rule 4. */
export interface TicketCommand extends Command {
  readonly ticketId: number;
  readonly clause: ClauseId;
  readonly agreementVersion: number;
}

export const noMovement: Movement = { available: 0, held: 0, consumed: 0, expired: 0, issued: 0 };

/** A line of a statement: what was moved, what stood after it, and why. */
export interface StatementLine extends Entry, EntryText {
  readonly balanceChange: number;
  readonly balanceAfter: number;
}

export interface StatementPage {
  /** The balance before the first and after the last entry of the whole span, not of the page. Units. */
  readonly openingBalanceUnits: number;
  readonly closingBalanceUnits: number;
  /** Newest first. */
  readonly lines: readonly StatementLine[];
  /** Hand back as `beforeSequence` for the page that follows; null at the end. */
  readonly nextBeforeSequence: number | null;
}

/** What a reader looks for in a statement. The balances at its ends and after each line stay those of the whole account. */
export interface LineFilter {
  readonly kind?: LineKind | undefined;
  /** Of these requests alone. */
  readonly ticketIds?: readonly number[] | undefined;
  /** Beside those of `ticketIds`: purchases and corrections whose own reference or reason has these words. */
  readonly words?: string | undefined;
}

/** The kinds of movement as people tell them apart; the entries of each. An objection is no entry: it is about some. */
export const lineKinds = {
  purchase: ['purchase', 'refund'],
  hold: ['hold', 'hold_more'],
  charge: ['charge'],
  release: ['release'],
  expiry: ['expiry'],
  adjustment: ['adjustment'],
  objection: [],
} as const satisfies Readonly<Record<string, readonly EntryKind[]>>;
export type LineKind = keyof typeof lineKinds;

/** What an account had at an instant. */
export interface BalanceAt {
  readonly at: Instant;
  readonly availableUnits: number;
  readonly balanceUnits: number;
}

export const statementFormats = ['csv', 'json', 'pdf'] as const;
export type StatementFormat = (typeof statementFormats)[number];

/** Where an account stood after one of its entries; sequence 0 and hash `00` before the first one. */
export interface LedgerPoint {
  readonly sequence: number;
  readonly hash: string;
  readonly availableUnits: number;
  readonly heldUnits: number;
}

/** A statement that was handed out: the entries after `opening` up to and with `closing`. */
export interface IssuedStatement {
  readonly organizationId: number;
  /** 20 characters of `kernel/verification-code.ts`. */
  readonly code: string;
  readonly format: StatementFormat;
  readonly opening: LedgerPoint;
  readonly closing: LedgerPoint;
  readonly issuedAt: Instant;
}

/** A hash of a ledger that was written down outside the database. */
export interface Anchor {
  readonly organizationId: number;
  readonly sequence: number;
  readonly hash: string;
}

/** What a proof of a ledger found. */
export interface LedgerProof {
  readonly sound: boolean;
  readonly entries: number;
  /** Hex. To be anchored outside the database: in statements and backups. */
  readonly lastHash: string;
  /** The first faults found, in order. Sequence 0: the account itself. */
  readonly problems: readonly LedgerProblem[];
}

export interface LedgerProblem {
  readonly sequence: number;
  readonly problem: ProblemKey;
}

export const problemKeys = [
  'sequence-gap',
  'chain-broken',
  'hash-wrong',
  'time-backwards',
  'not-conserved',
  'running-balance-wrong',
  'hold-unknown',
  'hold-of-other-ticket',
  'hold-ended-already',
  'hold-overdrawn',
  'hold-not-emptied',
  'ticket-held-twice',
  'correction-of-nothing',
  'key-used-twice',
  'expiry-not-due',
  'anchored-hash-differs',
  'anchored-entry-missing',
  'account-differs',
  'last-hash-differs',
  'holds-differ',
  'dispute-differs',
] as const;
export type ProblemKey = (typeof problemKeys)[number];
