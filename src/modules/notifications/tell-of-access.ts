import type { Tx } from '../../platform/database/index.ts';
import { readPerson } from '../people/index.ts';
import type { AccessNews } from './model.ts';
import type { Post } from './post.ts';
import { postPersonalLetter, recipientOf, writeLetter } from './post-letter.ts';

/** Whatever is changed about how somebody comes in does not stay unseen by that person. */
export async function tellOfAccess(
  tx: Tx,
  post: Post,
  { personId, ...news }: AccessNews & { readonly personId: number },
): Promise<void> {
  const person = await readPerson(tx, personId);
  if (person === null || person.disabled) return;
  const { change, at } = news;
  await postPersonalLetter(tx, post, {
    key: `access.${change}.${personId}.${at}`,
    purpose: change,
    written: await writeLetter(tx, post, {
      letter: { kind: 'access-changed', ...news },
      recipient: recipientOf(person),
    }),
    sensitive: false,
  });
}
