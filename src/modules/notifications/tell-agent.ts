import { dayMs } from '../../kernel/duration.ts';
import type { Tx } from '../../platform/database/index.ts';
import { listUndelivered, readOutgoingMail } from '../correspondence/index.ts';
import { listAgents, readPerson } from '../people/index.ts';
import { findTicketById, namesOfTickets } from '../tickets/index.ts';
import type { Post } from './post.ts';
import { postPersonalLetter, recipientOf, writeLetter } from './post-letter.ts';

/**
 * Tells the agent who attends a request that a mail of it did not arrive. Only mail about a request is told of: a
 * notice that itself does not arrive ends there.
 */
export async function tellOfUndelivered(tx: Tx, post: Post, mailId: number): Promise<void> {
  const mail = await readOutgoingMail(tx, mailId);
  // Sent again meanwhile: what was told of is over.
  if (mail === undefined || mail.ticketId === null || mail.undeliveredReason === null) return;
  const ticket = await findTicketById(tx, mail.ticketId);
  const assignee = ticket?.assigneePersonId ?? null;
  const person = assignee === null ? null : await readPerson(tx, assignee);
  if (ticket === undefined || person === null || person.disabled) return;
  const recipient = recipientOf(person);
  const letter = {
    kind: 'undelivered',
    ticket: { number: ticket.number, subject: ticket.subject, priority: ticket.priority },
    address: mail.toAddress,
    reason: mail.undeliveredReason,
    status: mail.undeliveredStatus,
    reply: mail.lastReply,
  } as const;
  await postPersonalLetter(tx, post, {
    key: `undelivered.${mail.id}.${mail.undeliveredAt ?? 0}`,
    purpose: 'undelivered',
    written: await writeLetter(tx, post, { letter, recipient }),
    sensitive: false,
  });
}

const digestMax = 50;
/** More than a digest shows, counted no further. */
const digestCountMax = 1000;

/**
 * Once a day, what did not arrive in the last 24 hours, to supervisors and administrators; nothing when all of it did.
 * The day is part of the letter's key: run twice, it is sent once.
 */
export async function sendUndeliveredDigest(tx: Tx, post: Post): Promise<void> {
  const now = post.now();
  const window = { since: now - dayMs, until: now, limit: digestCountMax };
  const undelivered = await listUndelivered(tx, window);
  if (undelivered.length === 0) return;
  const shown = undelivered.slice(0, digestMax);
  const names = await namesOfTickets(
    tx,
    shown.flatMap(({ ticketId }) => ticketId ?? []),
  );
  const letter = {
    kind: 'undelivered-digest',
    count: undelivered.length,
    mails: shown.map((mail) => ({
      ticketNumber: names.get(mail.ticketId ?? 0)?.number ?? null,
      address: mail.toAddress,
      reason: mail.undeliveredReason,
      status: mail.undeliveredStatus,
    })),
  } as const;
  const day = new Date(now).toISOString().slice(0, 10);
  for (const agent of await listAgents(tx, now)) {
    const looksAfter = agent.roles.some(
      (role) => role === 'supervisor' || role === 'administrator',
    );
    const person = looksAfter && !agent.disabled ? await readPerson(tx, agent.personId) : null;
    if (person === null) continue;
    const recipient = recipientOf(person);
    await postPersonalLetter(tx, post, {
      key: `undelivered-digest.${day}`,
      purpose: 'undelivered-digest',
      written: await writeLetter(tx, post, { letter, recipient }),
      sensitive: false,
    });
  }
}
