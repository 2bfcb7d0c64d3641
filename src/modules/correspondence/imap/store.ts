import { type Selectable, sql } from 'kysely';
import type { Instant } from '../../../kernel/clock.ts';
import type { Db, Tx } from '../../../platform/database/index.ts';
import type { ImapSource as ImapSourceRow } from '../../../platform/database/schema.gen.ts';
import type { ImapLease, ImapProgress, ImapSource, ImapState } from './model.ts';

const instant = (date: Date | null): Instant | null => (date === null ? null : date.getTime());

export async function selectImapSource(db: Db, mailboxId: number): Promise<ImapSource | undefined> {
  const row = await db
    .selectFrom('imap_source')
    .selectAll()
    .where('mailbox_id', '=', mailboxId)
    .executeTakeFirst();
  return row && toSource(row);
}

export async function selectImapSources(db: Db): Promise<(ImapSource & ImapState)[]> {
  const rows = await db.selectFrom('imap_source').selectAll().orderBy('mailbox_id').execute();
  return rows.map((row) => ({ ...toSource(row), ...toState(row) }));
}

/**
 * Writes what a person set. Another server, account or folder has other UIDs: then reading begins anew, while what was
 * taken before is known by its contents.
 */
export async function upsertImapSource(tx: Tx, source: Omit<ImapSource, 'version'>): Promise<void> {
  const values = {
    host: source.host,
    port: source.port,
    security: source.security,
    user_name: source.user,
    sign_in: source.signIn,
    secret_sealed: source.sealedSecret,
    oauth_tenant: source.oauthTenant,
    oauth_client_id: source.oauthClientId,
    oauth_client_secret_sealed: source.sealedClientSecret,
    folder: source.folder,
    done_folder: source.doneFolder,
    since: source.since === null ? null : new Date(source.since),
  };
  const same = sql<boolean>`imap_source.host = excluded.host and imap_source.port = excluded.port
    and imap_source.user_name = excluded.user_name and imap_source.folder = excluded.folder`;
  await tx
    .insertInto('imap_source')
    .values({ mailbox_id: source.mailboxId, ...values })
    .onConflict((conflict) =>
      conflict.column('mailbox_id').doUpdateSet({
        ...values,
        version: sql`imap_source.version + 1`,
        uid_validity: sql`case when ${same} then imap_source.uid_validity end`,
        last_uid: sql`case when ${same} then imap_source.last_uid else 0 end`,
        // Who reads it now stops at the next look; the next one need not wait for the end of its time.
        held_by: null,
        held_until: null,
        state: 'new',
        state_since: null,
        failure: null,
        failure_words: null,
      }),
    )
    .execute();
  // Keys of another server say nothing about this one.
  await tx
    .deleteFrom('imap_message')
    .where('mailbox_id', '=', source.mailboxId)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('imap_source')
            .select('imap_source.mailbox_id')
            .whereRef('imap_source.mailbox_id', '=', 'imap_message.mailbox_id')
            .whereRef('imap_source.uid_validity', '=', 'imap_message.uid_validity'),
        ),
      ),
    )
    .execute();
}

export async function deleteImapSource(tx: Tx, mailboxId: number): Promise<void> {
  await tx.deleteFrom('imap_source').where('mailbox_id', '=', mailboxId).execute();
}

/** Takes every mailbox that nobody reads and keeps those that this process reads; answers all that are its own now. */
export async function claimImapSources(
  db: Db,
  holder: string,
  leaseSeconds: number,
): Promise<ImapLease[]> {
  return db
    .updateTable('imap_source')
    .from('mailbox')
    .set({
      held_by: holder,
      held_until: sql`now() + make_interval(secs => ${leaseSeconds})`,
    })
    .whereRef('mailbox.id', '=', 'imap_source.mailbox_id')
    .where('mailbox.active', '=', true)
    .where(({ eb, or }) =>
      or([
        eb('held_by', '=', holder),
        eb('held_until', 'is', null),
        eb('held_until', '<', sql<Date>`now()`),
      ]),
    )
    .returning(['imap_source.mailbox_id as mailboxId', 'imap_source.version'])
    .execute();
}

export async function releaseImapSources(db: Db, holder: string): Promise<void> {
  await db
    .updateTable('imap_source')
    .set({ held_by: null, held_until: null })
    .where('held_by', '=', holder)
    .execute();
}

/** Begins to read the folder as it is now; undefined when this process no longer holds the mailbox. */
export async function beginImapRound(
  tx: Tx,
  lease: ImapLease & { readonly holder: string },
  uidValidity: string,
): Promise<ImapProgress | undefined> {
  const row = await lockHeld(tx, lease);
  if (row === undefined) return undefined;
  const fresh = row.uid_validity !== uidValidity;
  if (!fresh) return { lastUid: row.last_uid, fresh };
  await tx
    .updateTable('imap_source')
    .set({ uid_validity: uidValidity, last_uid: 0 })
    .where('mailbox_id', '=', lease.mailboxId)
    .execute();
  return { lastUid: 0, fresh };
}

/** True when the message is written as fetched; false when this process no longer holds the mailbox. */
export async function insertImapMessage(
  tx: Tx,
  lease: ImapLease & { readonly holder: string },
  message: {
    readonly uidValidity: string;
    readonly uid: number;
    readonly inboundMailId: number;
    readonly settled: boolean;
    readonly at: Instant;
  },
): Promise<boolean> {
  const held = await lockHeld(tx, lease);
  if (held === undefined || held.uid_validity !== message.uidValidity) return false;
  await tx
    .insertInto('imap_message')
    .values({
      mailbox_id: lease.mailboxId,
      uid_validity: message.uidValidity,
      uid: message.uid,
      inbound_mail_id: message.inboundMailId,
      settled_at: message.settled ? new Date(message.at) : null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await tx
    .updateTable('imap_source')
    .set({ last_uid: message.uid, last_mail_at: new Date(message.at) })
    .where('mailbox_id', '=', lease.mailboxId)
    .where('last_uid', '<', message.uid)
    .execute();
  return true;
}

export async function selectUnsettledUids(
  db: Db,
  mailboxId: number,
  uidValidity: string,
  limit: number,
): Promise<number[]> {
  const rows = await db
    .selectFrom('imap_message')
    .select('uid')
    .where('mailbox_id', '=', mailboxId)
    .where('uid_validity', '=', uidValidity)
    .where('settled_at', 'is', null)
    .orderBy('uid')
    .limit(limit)
    .execute();
  return rows.map(({ uid }) => uid);
}

export async function settleImapMessages(
  db: Db,
  mailboxId: number,
  uidValidity: string,
  uids: readonly number[],
  at: Instant,
): Promise<void> {
  await db
    .updateTable('imap_message')
    .set({ settled_at: new Date(at) })
    .where('mailbox_id', '=', mailboxId)
    .where('uid_validity', '=', uidValidity)
    .where('uid', 'in', [...uids])
    .execute();
}

/** Answers whether people see something else now. */
export async function updateImapState(
  tx: Tx,
  lease: ImapLease & { readonly holder: string },
  state: {
    readonly state: 'connected' | 'failing';
    readonly failure: string | null;
    readonly failureWords: string | null;
    readonly at: Instant;
  },
): Promise<boolean> {
  const rows = await tx
    .updateTable('imap_source')
    .set({
      state: state.state,
      failure: state.failure,
      failure_words: state.failureWords,
      // "Does not connect since": the first failure, whatever the later ones are.
      state_since: sql`case when state = ${state.state} then state_since else ${new Date(state.at)} end`,
    })
    .where('mailbox_id', '=', lease.mailboxId)
    .where('held_by', '=', lease.holder)
    .where('version', '=', lease.version)
    .where(
      sql<boolean>`(state, coalesce(failure, ''), coalesce(failure_words, ''))
        is distinct from (${state.state}, ${state.failure ?? ''}, ${state.failureWords ?? ''})`,
    )
    .returning('mailbox_id')
    .execute();
  return rows.length > 0;
}

/** The provider replaced the refresh token: the earlier one may not work again. */
export async function updateImapSecret(
  tx: Tx,
  lease: ImapLease,
  sealedSecret: string,
): Promise<void> {
  await tx
    .updateTable('imap_source')
    .set({ secret_sealed: sealedSecret })
    .where('mailbox_id', '=', lease.mailboxId)
    .where('version', '=', lease.version)
    .execute();
}

/** The row, locked, when this process still may read the mailbox: who was frozen for a while may not (fencing). */
const lockHeld = (tx: Tx, { mailboxId, version, holder }: ImapLease & { holder: string }) =>
  tx
    .selectFrom('imap_source')
    .select(['uid_validity', 'last_uid'])
    .where('mailbox_id', '=', mailboxId)
    .where('version', '=', version)
    .where('held_by', '=', holder)
    .where('held_until', '>', sql<Date>`now()`)
    .forUpdate()
    .executeTakeFirst();

// The check constraints of the columns allow just these.
const toSource = (row: Selectable<ImapSourceRow>): ImapSource => ({
  mailboxId: row.mailbox_id,
  host: row.host,
  port: row.port,
  security: row.security as ImapSource['security'],
  user: row.user_name,
  signIn: row.sign_in as ImapSource['signIn'],
  sealedSecret: row.secret_sealed,
  oauthTenant: row.oauth_tenant,
  oauthClientId: row.oauth_client_id,
  sealedClientSecret: row.oauth_client_secret_sealed,
  folder: row.folder,
  doneFolder: row.done_folder,
  since: instant(row.since),
  version: row.version,
});

const toState = (row: Selectable<ImapSourceRow>): ImapState => ({
  mailboxId: row.mailbox_id,
  state: row.state as ImapState['state'],
  stateSince: instant(row.state_since),
  failure: row.failure,
  failureWords: row.failure_words,
  lastMailAt: instant(row.last_mail_at),
});
