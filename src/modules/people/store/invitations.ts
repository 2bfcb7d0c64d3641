import type { Instant } from '../../../kernel/clock.ts';
import type { Language } from '../../../kernel/language.ts';
import type { Tx } from '../../../platform/database/index.ts';

/** Opens an invitation of this person and revokes the ones before; its token comes with its letter. */
export async function replaceInvitation(
  tx: Tx,
  invitation: {
    readonly personId: number;
    readonly invitedByPersonId: number | null;
    readonly at: Instant;
    readonly expiresAt: Instant;
  },
): Promise<number> {
  await revokeInvitations(tx, invitation.personId, invitation.at);
  const row = await tx
    .insertInto('invitation')
    .values({
      person_id: invitation.personId,
      invited_by_person_id: invitation.invitedByPersonId,
      created_at: new Date(invitation.at),
      expires_at: new Date(invitation.expiresAt),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

export async function revokeInvitations(tx: Tx, personId: number, at: Instant): Promise<void> {
  await tx
    .updateTable('invitation')
    .set({ revoked_at: new Date(at) })
    .where('person_id', '=', personId)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .execute();
}

export interface OpenInvitation {
  readonly personId: number;
  readonly name: string;
  readonly email: string;
  readonly language: Language;
  readonly invitedByPersonId: number | null;
  readonly expiresAt: Instant;
}

/** Gives an open invitation its token, in place of an earlier one; null when it is not open any more. */
export async function setInvitationToken(
  tx: Tx,
  invitation: {
    readonly invitationId: number;
    readonly tokenSha256: Buffer;
    readonly at: Instant;
  },
): Promise<OpenInvitation | null> {
  const row = await tx
    .updateTable('invitation')
    .from('person')
    .set({ token_sha256: invitation.tokenSha256 })
    .whereRef('person.id', '=', 'invitation.person_id')
    .where('invitation.id', '=', invitation.invitationId)
    .where('invitation.accepted_at', 'is', null)
    .where('invitation.revoked_at', 'is', null)
    .where('invitation.expires_at', '>', new Date(invitation.at))
    .where('person.disabled_at', 'is', null)
    .returning([
      'person.id',
      'person.name',
      'person.email',
      'person.language',
      'invitation.invited_by_person_id',
      'invitation.expires_at',
    ])
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    personId: row.id,
    name: row.name,
    email: row.email,
    language: row.language,
    invitedByPersonId: row.invited_by_person_id,
    expiresAt: row.expires_at.getTime(),
  };
}

/** Marks it accepted; null when there is none with this token that is open. Of two at once, one gets it. */
export async function takeInvitation(
  tx: Tx,
  tokenSha256: Buffer,
  at: Instant,
): Promise<{ readonly personId: number } | null> {
  const row = await tx
    .updateTable('invitation')
    .from('person')
    .set({ accepted_at: new Date(at) })
    .whereRef('person.id', '=', 'invitation.person_id')
    .where('invitation.token_sha256', '=', tokenSha256)
    .where('invitation.accepted_at', 'is', null)
    .where('invitation.revoked_at', 'is', null)
    .where('invitation.expires_at', '>', new Date(at))
    .where('person.disabled_at', 'is', null)
    .returning('invitation.person_id')
    .executeTakeFirst();
  return row === undefined ? null : { personId: row.person_id };
}
