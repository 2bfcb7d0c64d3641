import type { Instant } from '../../kernel/clock.ts';
import { type Declined, decline } from '../../kernel/declined.ts';
import { announce } from '../../platform/changes.ts';
import { type Database, inTransaction, type Tx } from '../../platform/database/index.ts';
import { emit, enqueue } from '../../platform/jobs.ts';
import type { Standing } from '../../policy/standing.ts';
import { type CustomerStandingChanged, standingChanges } from './events.ts';
import type { Acting, StandingHistoryEntry } from './model.ts';
import { insertAudit } from './store/audit.ts';
import { lockOrganization } from './store/organizations.ts';
import { insertStandingEntry, selectStandingHistory } from './store/standing.ts';

export interface StandingChange {
  readonly standing: Standing;
  /** For the firm alone. */
  readonly reason: string;
  /** Of a suspension, what the customer is told. */
  readonly customerReason?:
    | { readonly es?: string | undefined; readonly en?: string | undefined }
    | undefined;
  /** Now, when left out. */
  readonly from?: Instant | undefined;
  /** Of a suspension: then the customer is in good standing by itself. Open, when left out. */
  readonly until?: Instant | undefined;
  /** The planned or running entry that this one corrects. */
  readonly replaces?: number | undefined;
}

/**
 * II: suspends a customer or puts it in good standing, now or from a moment on. False when there is no such customer;
 * `standing-from-past`, `standing-ends-before-start`, `standing-good-open`, `standing-entry-settled`.
 */
export function setStanding(
  database: Pick<Database, 'db'>,
  organizationId: number,
  change: StandingChange,
  by: Acting,
): Promise<boolean | Declined> {
  return inTransaction(database, async (tx) => {
    const history = await lockHistory(tx, organizationId, by.at);
    if (history === null) return false;
    const { standing, reason, customerReason, until = null, replaces = null } = change;
    const recordedAt = momentAfter(history, by.at);
    if (change.from !== undefined && change.from < by.at) {
      return decline('standing-from-past', { from: change.from });
    }
    const from = Math.max(change.from ?? recordedAt, recordedAt);
    if (until !== null && until <= from) {
      return decline('standing-ends-before-start', { from, until });
    }
    if (standing === 'good' && (until !== null || hasText(customerReason))) {
      return decline('standing-good-open');
    }
    if (replaces !== null && !isOpen(history, replaces, ['planned', 'running'])) {
      return decline('standing-entry-settled', { entryId: replaces });
    }
    const entryId = await insertStandingEntry(tx, {
      organizationId,
      standing,
      reason,
      customerReason: {
        es: textOrNull(customerReason?.es),
        en: textOrNull(customerReason?.en),
      },
      from,
      until,
      replaces,
      setByPersonId: personOf(by),
      recordedAt,
    });
    await insertAudit(tx, by, {
      action: 'organization.standing-set',
      subject: `organization:${organizationId}`,
      detail: { entryId, standing, reason, from, until, replaces },
    });
    if (from > recordedAt) await comeBackAt(tx, organizationId, { entryId, at: from });
    if (until !== null) await comeBackAt(tx, organizationId, { entryId, at: until });
    await tell(tx, organizationId, recordedAt);
    return true;
  });
}

/** II: takes back a change before it begins. False when there is no such customer; `standing-entry-settled`. */
export function withdrawStanding(
  database: Pick<Database, 'db'>,
  { organizationId, entryId }: { readonly organizationId: number; readonly entryId: number },
  reason: string,
  by: Acting,
): Promise<boolean | Declined> {
  return inTransaction(database, async (tx) => {
    const history = await lockHistory(tx, organizationId, by.at);
    if (history === null) return false;
    if (!isOpen(history, entryId, ['planned'])) {
      return decline('standing-entry-settled', { entryId });
    }
    const recordedAt = momentAfter(history, by.at);
    await insertStandingEntry(tx, {
      organizationId,
      standing: null,
      reason,
      from: recordedAt,
      replaces: entryId,
      setByPersonId: personOf(by),
      recordedAt,
    });
    await insertAudit(tx, by, {
      action: 'organization.standing-withdrawn',
      subject: `organization:${organizationId}`,
      detail: { entryId, reason },
    });
    await tell(tx, organizationId, recordedAt);
    return true;
  });
}

/** Tells open screens that a customer stands otherwise: when it was said, and when a moment of it has come. */
export const announceStanding = (tx: Tx, organizationId: number): Promise<void> =>
  announce(tx, { account: organizationId, organizationId, visibility: 'public' });

/** Nobody else writes into the history meanwhile. */
async function lockHistory(
  tx: Tx,
  organizationId: number,
  at: Instant,
): Promise<readonly StandingHistoryEntry[] | null> {
  if ((await lockOrganization(tx, organizationId)) === null) return null;
  return selectStandingHistory(tx, organizationId, at);
}

/** Of two that change it at once, what is written later is recorded no earlier: the later one holds. */
const momentAfter = (history: readonly StandingHistoryEntry[], at: Instant): Instant =>
  history.reduce((latest, { recordedAt }) => Math.max(latest, recordedAt), at);

const isOpen = (
  history: readonly StandingHistoryEntry[],
  entryId: number,
  states: readonly StandingHistoryEntry['state'][],
): boolean => history.some(({ id, state }) => id === entryId && states.includes(state));

/** The job of a change that is taken back finds nothing to do. */
const comeBackAt = (
  tx: Tx,
  organizationId: number,
  { entryId, at }: { readonly entryId: number; readonly at: Instant },
): Promise<void> =>
  enqueue(
    tx,
    standingChanges,
    { organizationId, at },
    { runAt: at, key: `standing:${entryId}:${at}` },
  );

/** Also of what only begins later: requests that are held are told until when. */
const tell = (tx: Tx, organizationId: number, at: Instant): Promise<void> =>
  emit<CustomerStandingChanged>(tx, 'customer.standing-changed', { organizationId, at });

const personOf = ({ actor }: Acting): number | null =>
  actor.kind === 'person' ? actor.personId : null;

const textOrNull = (text: string | undefined): string | null =>
  text === undefined || text === '' ? null : text;

const hasText = (reason: StandingChange['customerReason']): boolean =>
  textOrNull(reason?.es) !== null || textOrNull(reason?.en) !== null;
