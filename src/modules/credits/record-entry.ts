import { assert } from '../../kernel/assert.ts';
import type { Tx } from '../../platform/database/index.ts';
import { isRefusal, type Refusal } from '../../policy/verdict.ts';
import { agreementInForce } from '../agreements/index.ts';
import { entryHash, requestHash } from './entry-hash.ts';
import type { AccountState, Command, Entry, EntryText, Recorded } from './model.ts';
import { noMovement } from './model.ts';
import { openAccount } from './open-account.ts';
import { nothingToDo, type Plan, type Planned, type TicketState } from './plan-entry.ts';
import { insertEntry, lockAccountFor, type Precedent } from './store.ts';
import { tellOfUnits } from './tell-of-units.ts';

/** A command as the ledger needs it: its parameters for the digest, what its entry names, and its pure decision. */
export interface LedgerCommand extends Command {
  /** Its name in the digest of the request. */
  readonly command: string;
  /** Everything that makes it this request and not another one under the same key. */
  readonly parameters: Readonly<Record<string, string | number | null>>;
  readonly names?: Partial<
    Pick<
      Entry,
      'ticketId' | 'clause' | 'agreementVersion' | 'workMinutes' | 'secondPersonId' | 'expiresAt'
    > &
      EntryText
  >;
  readonly correctsSequence?: number;
  readonly plan: (account: AccountState, precedent: Precedent) => Planned;
}

/** The same key was used before for another request: a bug of the caller, or of the program that calls our API. */
export class KeyReused extends Error {
  override name = 'KeyReused';
}

/**
 * The only way into the ledger. In this order, and never another one:
 * 1. lock the account's row, which lines up the writers of one customer and nobody else;
 * 2. look the key up: the same request answers as it did, another one under the same key is an error;
 * 3. decide on what stands now (the pure plans);
 * 4. move the pots (the checks of the table fire) and append the entry with its hash, in one statement.
 * A refusal writes nothing and is not remembered: the same key may succeed later. Throws KeyReused.
 */
export async function recordEntry(tx: Tx, command: LedgerCommand): Promise<Recorded | Refusal> {
  const { account, precedent } = await lockOrOpenAccount(tx, command);
  const requestSha256 = requestHash(command.command, command.parameters);
  if (precedent.repeated !== null) return repeat(precedent.repeated, requestSha256, command.key);

  const plan = command.plan(account, precedent);
  if (plan === nothingToDo) return unchanged(account);
  if (isRefusal(plan)) return plan;

  const { change } = plan;
  const unhashed = {
    organizationId: command.organizationId,
    sequence: account.sequence + 1,
    kind: plan.kind,
    change,
    availableAfter: account.availableUnits + change.available,
    heldAfter: account.heldUnits + change.held,
    ticketId: null,
    clause: null,
    agreementVersion: null,
    workMinutes: null,
    secondPersonId: null,
    expiresAt: null,
    reference: null,
    reason: null,
    ...command.names,
    ...namesOfCorrected(plan),
    holdSequence: plan.holdSequence ?? null,
    idempotencyKey: command.key,
    requestSha256,
    actorPersonId: command.actor.kind === 'person' ? command.actor.personId : null,
    // Clocks of several machines differ by moments; a ledger never goes back in time.
    at: Math.max(command.at, account.lastAt ?? command.at),
    previousHash: account.lastHash,
  };
  await insertEntry(tx, { ...unhashed, hash: entryHash(unhashed) }, holdAfter(plan, precedent));
  await tellOfUnits(tx, command.organizationId, change);
  return {
    sequence: unhashed.sequence,
    availableUnits: unhashed.availableAfter,
    balanceUnits: unhashed.availableAfter + unhashed.heldAfter,
    change,
    repeated: false,
  };
}

/** An account opens with the first command about its customer, whoever comes first. */
async function lockOrOpenAccount(tx: Tx, command: LedgerCommand) {
  const { organizationId, key, at, correctsSequence = null } = command;
  const about = {
    organizationId,
    key,
    ticketId: command.names?.ticketId ?? null,
    correctsSequence,
  };
  const locked = await lockAccountFor(tx, about);
  if (locked !== null) return locked;
  const { terms } = await agreementInForce(tx, at);
  const { overdraftUnitsMax } = terms.credits;
  await openAccount(tx, { organizationId, overdraftUnitsMax });
  const opened = await lockAccountFor(tx, about);
  assert(opened !== null, 'an account that was just opened can be locked');
  return opened;
}

function repeat(entry: Entry, requestSha256: string, key: string): Recorded {
  if (entry.requestSha256 !== requestSha256) {
    throw new KeyReused(`the ledger key ${key} was used for another request`);
  }
  return {
    sequence: entry.sequence,
    availableUnits: entry.availableAfter,
    balanceUnits: entry.availableAfter + entry.heldAfter,
    change: entry.change,
    repeated: true,
  };
}

const unchanged = (account: AccountState): Recorded => ({
  sequence: null,
  availableUnits: account.availableUnits,
  balanceUnits: account.availableUnits + account.heldUnits,
  change: noMovement,
  repeated: false,
});

/** A correction is about the same ticket and clause as what it corrects. */
function namesOfCorrected({
  corrects,
}: Plan): Pick<Entry, 'correctsSequence'> &
  Partial<Pick<Entry, 'ticketId' | 'clause' | 'agreementVersion'>> {
  if (corrects === undefined) return { correctsSequence: null };
  const { sequence, ticketId, clause, agreementVersion } = corrects;
  return { correctsSequence: sequence, ticketId, clause, agreementVersion };
}

/** What the ticket's open hold becomes: null when the entry ends it or concerns none. */
function holdAfter(plan: Plan, { openHold }: TicketState): number | null {
  if (plan.kind === 'hold') return plan.change.held;
  if (plan.kind === 'hold_more') return (openHold?.units ?? 0) + plan.change.held;
  return null;
}
