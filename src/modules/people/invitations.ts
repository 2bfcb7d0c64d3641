import { assert } from '../../kernel/assert.ts';
import type { Instant } from '../../kernel/clock.ts';
import { type Declined, decline } from '../../kernel/declined.ts';
import { type Database, inTransaction, type Tx } from '../../platform/database/index.ts';
import { emit } from '../../platform/jobs.ts';
import { takeAttempt } from './attempts.ts';
import { setPassword } from './change-password.ts';
import { type Challenge, enter } from './enter.ts';
import type { PersonInvited } from './events.ts';
import type { Acting, OpenedSession } from './model.ts';
import { isCommonPassword } from './password-strength.ts';
import { hashPassword } from './passwords.ts';
import { hashSecret, newSecret } from './secret.ts';
import type { SessionOrigin } from './sessions.ts';
import { tokenLimit } from './sign-in.ts';
import { insertAudit } from './store/audit.ts';
import {
  type OpenInvitation,
  replaceInvitation,
  setInvitationToken,
  takeInvitation,
} from './store/invitations.ts';
import { selectPerson, updatePersonRow } from './store/people.ts';

const invitationLifetimeDays = 14;
const dayMilliseconds = 24 * 60 * 60 * 1000;

/** Invites a person who is known already; the letter follows in a job. Inviting again ends the invitation before. */
export async function invite(tx: Tx, personId: number, by: Acting): Promise<void> {
  const invitedByPersonId = by.actor.kind === 'person' ? by.actor.personId : null;
  const invitationId = await replaceInvitation(tx, {
    personId,
    invitedByPersonId,
    at: by.at,
    expiresAt: by.at + invitationLifetimeDays * dayMilliseconds,
  });
  await emit<PersonInvited>(tx, 'person.invited', { invitationId });
  await insertAudit(tx, by, { action: 'person.invited', subject: `person:${personId}` });
}

/** Again, on request. False when there is no such person; declined (`person-disabled`) for one who may not come in. */
export function resendInvitation(
  database: Pick<Database, 'db'>,
  personId: number,
  by: Acting,
): Promise<boolean | Declined> {
  return inTransaction(database, async (tx) => {
    const person = await selectPerson(tx, personId);
    if (person === null) return false;
    if (person.disabled) return decline('person-disabled');
    await invite(tx, personId, by);
    return true;
  });
}

export interface IssuedInvitation extends OpenInvitation {
  /** Told once, in the letter; what is kept is its hash. */
  readonly token: string;
}

/** Makes the token of the letter, in the transaction that writes it. Null when the invitation is not open any more. */
export async function issueInvitation(
  tx: Tx,
  invitationId: number,
  at: Instant,
): Promise<IssuedInvitation | null> {
  const token = newSecret();
  const tokenSha256 = hashSecret(token);
  assert(tokenSha256 !== null, 'a new secret is not empty');
  const invitation = await setInvitationToken(tx, { invitationId, tokenSha256, at });
  return invitation === null ? null : { ...invitation, token };
}

/** By the letter's token: once, within 14 days (`link-invalid`). May set name and password (`password-common`). */
export async function acceptInvitation(
  database: Pick<Database, 'db'>,
  input: {
    readonly token: string;
    readonly name?: string | undefined;
    readonly password?: string | undefined;
  },
  origin: SessionOrigin,
): Promise<OpenedSession | Challenge | Declined> {
  const { token, name, password } = input;
  const { at, ipAddress } = origin;
  const tooMany = await takeAttempt(database.db, [tokenLimit(origin)], at);
  if (tooMany !== null) return tooMany;
  if (password !== undefined && isCommonPassword(password)) return decline('password-common');
  const tokenSha256 = hashSecret(token);
  if (tokenSha256 === null) return decline('link-invalid');
  const hash = password === undefined ? null : await hashPassword(password);
  return inTransaction(database, async (tx) => {
    const invitation = await takeInvitation(tx, tokenSha256, at);
    if (invitation === null) return decline('link-invalid');
    const { personId } = invitation;
    if (name !== undefined) await updatePersonRow(tx, personId, { name, at });
    if (hash !== null) await setPassword(tx, { personId, hash }, origin);
    await insertAudit(
      tx,
      { actor: { kind: 'person', personId }, at, ipAddress },
      { action: 'invitation.accepted', subject: `person:${personId}` },
    );
    return enter(tx, personId, origin, 'invitation');
  });
}
