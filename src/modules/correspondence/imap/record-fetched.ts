import type { Instant } from '../../../kernel/clock.ts';
import { announce } from '../../../platform/changes.ts';
import type { Tx } from '../../../platform/database/index.ts';
import { type ImapLease, ImapLeaseLost, type ImapProgress } from './model.ts';
import { beginImapRound, insertImapMessage, updateImapState } from './store.ts';

type Held = ImapLease & { readonly holder: string };

/** How far this folder was read. Throws ImapLeaseLost when the mailbox is no longer ours. */
export async function beginReading(
  tx: Tx,
  lease: Held,
  uidValidity: string,
): Promise<ImapProgress> {
  const progress = await beginImapRound(tx, lease, uidValidity);
  if (progress === undefined) throw new ImapLeaseLost();
  return progress;
}

/**
 * Writes, in the transaction that takes a mail, where it was fetched: the next round begins above it, and it is moved
 * only after this is committed. Throws ImapLeaseLost, which undoes the taking: the one who holds the mailbox takes it.
 */
export async function recordFetched(
  tx: Tx,
  lease: Held,
  message: {
    readonly uidValidity: string;
    readonly uid: number;
    readonly inboundMailId: number;
    /** It stays where it is: nothing is left to do on the server. */
    readonly settled: boolean;
    readonly at: Instant;
  },
): Promise<void> {
  if (!(await insertImapMessage(tx, lease, message))) throw new ImapLeaseLost();
}

/** What a person is told of the mailbox; says so to the screens when it is something new. */
export async function recordImapState(
  tx: Tx,
  lease: Held,
  state: Parameters<typeof updateImapState>[2],
): Promise<boolean> {
  const changed = await updateImapState(tx, lease, state);
  if (changed) await tellOfMailboxes(tx);
  return changed;
}

/** The screens that show the mailboxes look again; after a burst of mail once, not for each. */
export const tellOfMailboxes = (tx: Tx): Promise<void> =>
  announce(tx, { mailboxes: true, visibility: 'internal' });
