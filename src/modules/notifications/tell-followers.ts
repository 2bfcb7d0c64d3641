import { announce } from '../../platform/changes.ts';
import type { Tx } from '../../platform/database/index.ts';
import { readPerson } from '../people/index.ts';
import { followersOf, mentionedIn, type TicketNews } from '../tickets/index.ts';
import type { Post } from './post.ts';
import { insertNotice } from './store.ts';

/**
 * Tells the agents who follow a request of what happened in it, and those whom a note names of the note: in the console
 * alone, each once, and never whoever did it.
 */
export async function tellOfNews(
  tx: Tx,
  post: Pick<Post, 'now'>,
  { ticketId, about, byPersonId }: Omit<TicketNews, 'type'>,
): Promise<void> {
  const named = 'messageId' in about ? await mentionedIn(tx, about.messageId) : [];
  // What is told because a note names somebody is told to nobody else: notes themselves are no news.
  const personIds = named.length > 0 ? named : await followersOf(tx, ticketId);
  let told = false;
  for (const personId of personIds) {
    if (personId === byPersonId) continue;
    const person = await readPerson(tx, personId);
    if (person === null || person.disabled) continue;
    const isNew = await insertNotice(tx, { personId, about, ticketId, at: post.now() });
    told ||= isNew;
  }
  if (told) await announce(tx, { notices: true, visibility: 'internal' });
}
