import type { Tx } from '../../platform/database/index.ts';
import { issueInvitation, issueSignInLink, readPerson } from '../people/index.ts';
import type { Post } from './post.ts';
import { postPersonalLetter, recipientOf, writeLetter } from './post-letter.ts';

/** An invitation, whose token is made while its letter is written and stands nowhere else. */
export async function sendInvitation(tx: Tx, post: Post, invitationId: number): Promise<void> {
  const issued = await issueInvitation(tx, invitationId, post.now());
  if (issued === null) return;
  const person = await readPerson(tx, issued.personId);
  if (person === null || person.disabled) return;
  const { token, expiresAt } = issued;
  const recipient = recipientOf(person);
  await postPersonalLetter(tx, post, {
    // A job that runs twice makes a second token and a second letter; the newer one works.
    key: `invitation.${invitationId}.${post.now()}`,
    purpose: 'invitation',
    written: await writeLetter(tx, post, {
      letter: { kind: 'invitation', token, expiresAt },
      recipient,
    }),
    sensitive: true,
  });
}

/** A sign-in link, when the address belongs to somebody who may come in; else nothing, and nobody is told which. */
export async function sendSignInLink(
  tx: Tx,
  post: Post,
  request: { readonly address: string; readonly next: string },
): Promise<void> {
  const issued = await issueSignInLink(tx, { ...request, at: post.now() });
  if (issued === null) return;
  const { token, expiresAt } = issued;
  const recipient = recipientOf(issued.person);
  await postPersonalLetter(tx, post, {
    key: `sign-in.${recipient.personId}.${post.now()}`,
    purpose: 'sign-in-link',
    written: await writeLetter(tx, post, {
      letter: { kind: 'sign-in-link', token, expiresAt },
      recipient,
    }),
    sensitive: true,
  });
}
