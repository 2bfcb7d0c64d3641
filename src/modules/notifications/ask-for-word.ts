import type { Tx } from '../../platform/database/index.ts';
import { issueConfirmation, readInboundMail, whyQuiet } from '../correspondence/index.ts';
import { findPersonByAddress } from '../people/index.ts';
import type { Post } from './post.ts';
import { postPersonalLetter, recipientOf, writeLetter } from './post-letter.ts';

/**
 * II: asks the owner of the address that a waiting mail names whether it is genuine: one letter a day, to that very
 * address, with nothing of the mail in it, so that a forger can send nobody anything through us.
 */
export async function askForWord(tx: Tx, post: Post, mailId: number): Promise<void> {
  const mail = await readInboundMail(tx, mailId);
  const address = mail?.fromAddress?.toLowerCase();
  if (address === undefined || mail?.quarantineReason !== 'sender-unverified') return;
  if (mail.outcome !== 'quarantined') return;
  const person = await findPersonByAddress(tx, address);
  if (person === null || person.disabled || person.contact === null) return;
  if ((await whyQuiet(tx, address, post.now())) !== null) return;
  const issued = await issueConfirmation(tx, {
    address,
    personId: person.personId,
    at: post.now(),
  });
  if (issued === null) return;
  const recipient = recipientOf(person, address);
  await postPersonalLetter(tx, post, {
    key: `word.${mailId}`,
    purpose: 'mail-confirmation',
    written: await writeLetter(tx, post, {
      letter: { kind: 'mail-confirmation', ...issued },
      recipient,
    }),
    sensitive: true,
  });
}
