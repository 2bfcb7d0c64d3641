import type { Instant } from '../../../kernel/clock.ts';
import type { Db, Tx } from '../../../platform/database/index.ts';
import type { Participant, ParticipantProposal, ParticipantRule } from './model.ts';

/** Who follows the request now, in the order in which they were added. */
export async function selectParticipants(db: Db, ticketId: number): Promise<Participant[]> {
  const rows = await db
    .selectFrom('participant')
    .selectAll()
    .where('ticket_id', '=', ticketId)
    .where('removed_at', 'is', null)
    .orderBy('added_at')
    .orderBy('person_id')
    .limit(100)
    .execute();
  return rows.map((row) => ({
    ticketId: row.ticket_id,
    personId: row.person_id,
    // The check of the column allows just these.
    rule: row.rule as ParticipantRule,
    addedByPersonId: row.added_by_person_id,
    addedAt: row.added_at.getTime(),
  }));
}

/** `removed`: somebody took this person out, and nobody added it again. */
export async function selectStanding(
  db: Db,
  ticketId: number,
  personId: number,
): Promise<'participant' | 'removed' | 'none'> {
  const row = await db
    .selectFrom('participant')
    .select('removed_at')
    .where('ticket_id', '=', ticketId)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  if (row === undefined) return 'none';
  return row.removed_at === null ? 'participant' : 'removed';
}

/** Adds, or adds again; false when this person follows it already. */
export async function upsertParticipant(
  tx: Tx,
  participant: Participant & { readonly organizationId: number },
): Promise<boolean> {
  const added = {
    rule: participant.rule,
    added_by_person_id: participant.addedByPersonId,
    added_at: new Date(participant.addedAt),
  };
  const row = await tx
    .insertInto('participant')
    .values({
      ...added,
      ticket_id: participant.ticketId,
      person_id: participant.personId,
      organization_id: participant.organizationId,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['ticket_id', 'person_id'])
        .doUpdateSet({ ...added, removed_at: null, removed_by_person_id: null })
        .where('participant.removed_at', 'is not', null),
    )
    .returning('person_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** False when this person does not follow it. */
export async function endParticipation(
  tx: Tx,
  end: {
    readonly ticketId: number;
    readonly personId: number;
    readonly byPersonId: number;
    readonly at: Instant;
  },
): Promise<boolean> {
  const row = await tx
    .updateTable('participant')
    .set({ removed_at: new Date(end.at), removed_by_person_id: end.byPersonId })
    .where('ticket_id', '=', end.ticketId)
    .where('person_id', '=', end.personId)
    .where('removed_at', 'is', null)
    .returning('person_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** I: who followed what was absorbed follows what goes on, except where somebody took that person out. */
export async function carryParticipants(
  tx: Tx,
  {
    from,
    to,
  }: {
    readonly from: number;
    readonly to: { readonly id: number; readonly requesterPersonId: number };
  },
): Promise<void> {
  await tx
    .insertInto('participant')
    .columns([
      'ticket_id',
      'person_id',
      'organization_id',
      'rule',
      'added_by_person_id',
      'added_at',
    ])
    .expression((eb) =>
      eb
        .selectFrom('participant')
        .select((select) => [
          select.val(to.id).as('ticket_id'),
          'person_id',
          'organization_id',
          'rule',
          'added_by_person_id',
          'added_at',
        ])
        .where('ticket_id', '=', from)
        .where('removed_at', 'is', null)
        .where('person_id', '<>', to.requesterPersonId),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function selectProposals(db: Db, ticketId: number): Promise<ParticipantProposal[]> {
  const rows = await db
    .selectFrom('participant_proposal')
    .selectAll()
    .where('ticket_id', '=', ticketId)
    .where('outcome', 'is', null)
    .orderBy('id')
    .limit(100)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    ticketId: row.ticket_id,
    address: row.address,
    name: row.name,
    proposedByPersonId: row.proposed_by_person_id,
    proposedAt: row.proposed_at.getTime(),
  }));
}

/** Whether this address was proposed before, whatever became of it. */
export async function wasProposed(db: Db, ticketId: number, address: string): Promise<boolean> {
  const row = await db
    .selectFrom('participant_proposal')
    .select('id')
    .where('ticket_id', '=', ticketId)
    .where('address', '=', address)
    .executeTakeFirst();
  return row !== undefined;
}

export async function insertProposal(
  tx: Tx,
  proposal: Omit<ParticipantProposal, 'id'>,
): Promise<void> {
  await tx
    .insertInto('participant_proposal')
    .values({
      ticket_id: proposal.ticketId,
      address: proposal.address,
      name: proposal.name,
      proposed_by_person_id: proposal.proposedByPersonId,
      proposed_at: new Date(proposal.proposedAt),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function settleProposal(
  tx: Tx,
  decision: {
    readonly proposalId: number;
    readonly outcome: 'accepted' | 'declined';
    readonly byPersonId: number;
    readonly at: Instant;
  },
): Promise<void> {
  await tx
    .updateTable('participant_proposal')
    .set({
      outcome: decision.outcome,
      decided_by_person_id: decision.byPersonId,
      decided_at: new Date(decision.at),
    })
    .where('id', '=', decision.proposalId)
    .where('outcome', 'is', null)
    .execute();
}
