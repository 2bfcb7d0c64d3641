import { type Selectable, sql } from 'kysely';
import { assert } from '../../kernel/assert.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { DB, Db, Tx } from '../../platform/database/index.ts';
import type { Agreement } from '../../policy/terms.ts';
import type { Facts } from '../../policy/verdict.ts';
import type { Acting } from '../people/index.ts';
import type {
  AcceptedTerms,
  AgreementDraft,
  AgreementVersion,
  Firm,
  NewDecision,
  PublishedAgreement,
  RecordedDecision,
  TermsAcceptance,
} from './model.ts';

export async function insertAgreement(
  tx: Tx,
  {
    agreement,
    effectiveFrom,
    publishedAt,
    publishedByPersonId,
  }: PublishedAgreement & {
    readonly publishedByPersonId: number | null;
  },
): Promise<void> {
  await tx
    .insertInto('agreement')
    .values({
      version: agreement.version,
      terms: JSON.stringify(agreement.terms),
      clauses: JSON.stringify(agreement.clauses),
      effective_from: new Date(effectiveFrom),
      published_by_person_id: publishedByPersonId,
      published_at: new Date(publishedAt),
    })
    .onConflict((conflict) => conflict.column('version').doNothing())
    .execute();
}

/** The newest version in effect; before the first one took effect, the first one. Null when nothing was published. */
export async function selectVersionInForce(db: Db, at: Instant): Promise<number | null> {
  const { rows } = await sql<{ version: number | null }>`
    select coalesce((select max(version) from agreement where effective_from <= ${new Date(at)}),
                    (select min(version) from agreement)) as version`.execute(db);
  return rows[0]?.version ?? null;
}

export async function selectAgreement(db: Db, version: number): Promise<PublishedAgreement | null> {
  const row = await db
    .selectFrom('agreement')
    .selectAll()
    .where('version', '=', version)
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    agreement: {
      version: row.version,
      // Written from these types by `insertAgreement`, and never changed: the reader looks that nothing is missing.
      terms: row.terms as unknown as Agreement['terms'],
      clauses: row.clauses as unknown as Agreement['clauses'],
    },
    effectiveFrom: row.effective_from.getTime(),
    publishedAt: row.published_at.getTime(),
  };
}

/** Newest first. */
export async function selectVersions(db: Db): Promise<AgreementVersion[]> {
  const rows = await db
    .selectFrom('agreement')
    .select(['version', 'effective_from', 'published_at', 'published_by_person_id'])
    .orderBy('version', 'desc')
    .execute();
  return rows.map((row) => ({
    version: row.version,
    effectiveFrom: row.effective_from.getTime(),
    publishedAt: row.published_at.getTime(),
    publishedByPersonId: row.published_by_person_id,
  }));
}

export async function selectNewestVersion(db: Db): Promise<number> {
  const { version } = await db
    .selectFrom('agreement')
    .select((eb) => eb.fn.max('version').as('version'))
    .executeTakeFirstOrThrow();
  return version;
}

// The draft of the next version

export const selectDraft = async (db: Db): Promise<AgreementDraft | null> =>
  draftOf(await db.selectFrom('agreement_draft').selectAll().executeTakeFirst());

export const lockDraft = async (tx: Tx): Promise<AgreementDraft | null> =>
  draftOf(await tx.selectFrom('agreement_draft').selectAll().forUpdate().executeTakeFirst());

/** False when there is one already. */
export async function insertDraft(
  tx: Tx,
  draft: Pick<AgreementDraft, 'basedOn' | 'terms' | 'clauses'>,
  { actor, at }: Pick<Acting, 'actor' | 'at'>,
): Promise<boolean> {
  const inserted = await tx
    .insertInto('agreement_draft')
    .values({
      based_on_version: draft.basedOn,
      terms: JSON.stringify(draft.terms),
      clauses: JSON.stringify(draft.clauses),
      changed_by_person_id: actor.kind === 'person' ? actor.personId : null,
      changed_at: new Date(at),
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return inserted.numInsertedOrUpdatedRows === 1n;
}

export async function updateDraft(
  tx: Tx,
  draft: Pick<AgreementDraft, 'terms' | 'clauses'>,
  { actor, at }: Pick<Acting, 'actor' | 'at'>,
): Promise<void> {
  await tx
    .updateTable('agreement_draft')
    .set((eb) => ({
      terms: JSON.stringify(draft.terms),
      clauses: JSON.stringify(draft.clauses),
      revision: eb('revision', '+', 1),
      changed_by_person_id: actor.kind === 'person' ? actor.personId : null,
      changed_at: new Date(at),
    }))
    .execute();
}

export async function deleteDraft(tx: Tx): Promise<void> {
  await tx.deleteFrom('agreement_draft').execute();
}

const draftOf = (row: Selectable<DB['agreement_draft']> | undefined): AgreementDraft | null =>
  row === undefined
    ? null
    : {
        basedOn: row.based_on_version,
        revision: row.revision,
        // Written from these types by the functions above.
        terms: row.terms as unknown as Agreement['terms'],
        clauses: row.clauses as unknown as Agreement['clauses'],
        changedByPersonId: row.changed_by_person_id,
        changedAt: row.changed_at.getTime(),
      };

// Decisions

/** What was decided about a request, as far as a replay of it asks. */
export interface PastDecisions {
  /** T1: what the account had when it was admitted, before its hold; null where that was not asked. */
  readonly unitsAtAdmission: number | null;
  /** VIII.b: when its closing as abandoned was proposed to an agent. */
  readonly abandonmentProposedAt: readonly Instant[];
  /** II: when it was held first, whatever for; null when never. */
  readonly heldAt: Instant | null;
  /** II: for how long it was held while its customer was suspended, in milliseconds. */
  readonly suspendedMs: number;
}

const nothingDecided: PastDecisions = {
  unitsAtAdmission: null,
  abandonmentProposedAt: [],
  heldAt: null,
  suspendedMs: 0,
};

/** Of these tickets; one about which nothing of this was decided is not in the map. */
export async function selectPastDecisions(
  db: Db,
  ticketIds: readonly number[],
): Promise<ReadonlyMap<number, PastDecisions>> {
  if (ticketIds.length === 0) return new Map();
  const { rows } = await sql<{
    ticket_id: number;
    kind: 'admitted' | 'abandonment-proposed' | 'held' | 'standing-restored';
    at: Date;
    units: number | null;
    suspended: boolean;
    good_since: number | null;
  }>`
    select ticket_id, kind, at, (facts ->> 'availableUnits')::bigint as units,
           kind = 'held' and facts ->> 'reason' = 'standing-suspended' as suspended,
           (facts ->> 'goodSince')::bigint as good_since
      from decision
     where ticket_id = any(${[...ticketIds]}::bigint[])
       and kind in ('admitted', 'abandonment-proposed', 'held', 'standing-restored')
     order by id`.execute(db);
  const decisions = new Map<number, PastDecisions>();
  /** Since when the decisions of a ticket say that it is held for its customer's standing. */
  const suspendedSince = new Map<number, Instant>();
  for (const { ticket_id, kind, at, units, suspended, good_since } of rows) {
    const known = decisions.get(ticket_id) ?? nothingDecided;
    const since = suspendedSince.get(ticket_id);
    if (suspended && since === undefined) suspendedSince.set(ticket_id, at.getTime());
    const over = !suspended && kind !== 'abandonment-proposed' && since !== undefined;
    if (over) suspendedSince.delete(ticket_id);
    decisions.set(ticket_id, {
      unitsAtAdmission: known.unitsAtAdmission ?? (kind === 'admitted' ? units : null),
      abandonmentProposedAt:
        kind === 'abandonment-proposed'
          ? [...known.abandonmentProposedAt, at.getTime()]
          : known.abandonmentProposedAt,
      heldAt: known.heldAt ?? (kind === 'held' ? at.getTime() : null),
      // Before the end of a suspension was a decision of its own, it ended with the next one.
      suspendedMs: known.suspendedMs + (over ? (good_since ?? at.getTime()) - since : 0),
    });
  }
  return decisions;
}

/** V.c: writes down what was decided, in this order; answers their ids. One statement. */
export async function insertDecisions(
  tx: Tx,
  decisions: readonly NewDecision[],
): Promise<readonly number[]> {
  if (decisions.length === 0) return [];
  const rows = await tx
    .insertInto('decision')
    .values(
      decisions.map(({ actor, ...decision }) => ({
        ticket_id: decision.ticketId,
        organization_id: decision.organizationId,
        kind: decision.kind,
        clause: decision.clause,
        agreement_version: decision.agreementVersion,
        facts: JSON.stringify(decision.facts),
        actor_person_id: actor.kind === 'person' ? actor.personId : null,
        at: new Date(decision.at),
      })),
    )
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** V.c: the same for one decision. */
export async function insertDecision(tx: Tx, decision: NewDecision): Promise<number> {
  const [id] = await insertDecisions(tx, [decision]);
  assert(id !== undefined, 'a decision that was written has an id');
  return id;
}

/** V.c: the decisions of one ticket in the order in which they were taken. */
export async function selectDecisions(db: Db, ticketId: number): Promise<RecordedDecision[]> {
  const rows = await db
    .selectFrom('decision')
    .selectAll()
    .where('ticket_id', '=', ticketId)
    .orderBy('id')
    .execute();
  return rows.map(decisionOf);
}

const decisionOf = (row: Selectable<DB['decision']>): RecordedDecision => ({
  id: row.id,
  ticketId: row.ticket_id,
  organizationId: row.organization_id,
  kind: row.kind,
  clause: row.clause,
  agreementVersion: row.agreement_version,
  // Written from Facts by `insertDecision`; the table is append-only.
  facts: row.facts as unknown as Facts,
  actor:
    row.actor_person_id === null
      ? { kind: 'system' }
      : { kind: 'person', personId: row.actor_person_id },
  at: row.at.getTime(),
});

/** True when this is the first acceptance of the version; false when it was accepted before, or does not exist. */
export async function insertAcceptance(tx: Tx, acceptance: TermsAcceptance): Promise<boolean> {
  const { rows } = await sql<{ person_id: number }>`
    insert into terms_acceptance (person_id, agreement_version, accepted_at, channel, ip_address)
    select ${acceptance.personId}::bigint, version, ${new Date(acceptance.at)}::timestamptz,
           ${acceptance.channel}::channel, ${acceptance.ipAddress}
      from agreement
     where version = ${acceptance.version}
        on conflict do nothing
    returning person_id`.execute(tx);
  return rows.length === 1;
}

/** T7: what each of these people accepted, when and by which door, the newest version first; who accepted none is not in the map. */
export async function selectAcceptances(
  db: Db,
  personIds: readonly number[],
): Promise<ReadonlyMap<number, readonly AcceptedTerms[]>> {
  if (personIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('terms_acceptance')
    .select(['person_id', 'agreement_version', 'accepted_at', 'channel'])
    .where('person_id', 'in', [...personIds])
    .orderBy('agreement_version', 'desc')
    .execute();
  const accepted = new Map<number, AcceptedTerms[]>();
  for (const { person_id, agreement_version: version, accepted_at, channel } of rows) {
    const known = accepted.get(person_id) ?? [];
    accepted.set(person_id, [...known, { version, at: accepted_at.getTime(), channel }]);
  }
  return accepted;
}

/** T7: when this person first accepted this version; null when not. */
export async function selectAcceptedAt(
  db: Db,
  personId: number,
  version: number,
): Promise<Instant | null> {
  const row = await db
    .selectFrom('terms_acceptance')
    .select('accepted_at')
    .where('person_id', '=', personId)
    .where('agreement_version', '=', version)
    .executeTakeFirst();
  return row === undefined ? null : row.accepted_at.getTime();
}

/** T7: the newest version that this person accepted; null when none. */
export async function selectVersionAccepted(db: Db, personId: number): Promise<number | null> {
  const row = await db
    .selectFrom('terms_acceptance')
    .select('agreement_version')
    .where('person_id', '=', personId)
    .orderBy('agreement_version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.agreement_version ?? null;
}

export async function selectFirm(db: Db): Promise<Firm | null> {
  const row = await db.selectFrom('firm').selectAll().where('id', '=', 1).executeTakeFirst();
  if (row === undefined) return null;
  return {
    name: row.name,
    language: row.language,
    timeZone: row.time_zone,
    // The check constraint of the column allows just these.
    unverifiedMail: row.unverified_mail as Firm['unverifiedMail'],
    replyAddressDays: row.reply_address_days,
  };
}

export async function upsertFirm(tx: Tx, firm: Firm): Promise<void> {
  const values = {
    name: firm.name,
    language: firm.language,
    time_zone: firm.timeZone,
    unverified_mail: firm.unverifiedMail,
    reply_address_days: firm.replyAddressDays,
  };
  await tx
    .insertInto('firm')
    .values({ id: 1, ...values })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
    .execute();
}
