import { systemActor } from '../../kernel/actor.ts';
import { dayMs } from '../../kernel/duration.ts';
import { type Tx, together } from '../../platform/database/index.ts';
import { type Decision, decide } from '../../policy/decisions.ts';
import { understoodIn } from '../../policy/understood.ts';
import { agreementByVersion, readDecisions, recordDecisions } from '../agreements/index.ts';
import { readClocks } from '../clocks/index.ts';
import {
  appendMessage,
  issueAcknowledgement,
  type Mailbox,
  whyQuiet,
} from '../correspondence/index.ts';
import { readAvailableUnits, readTicketUnits } from '../credits/index.ts';
import {
  announceTicket,
  findTicketById,
  missingSuggestionOf,
  type Ticket,
} from '../tickets/index.ts';
import type { Letter, Recipient } from './model.ts';
import type { Post } from './post.ts';
import { postTicketLetter, requesterOf, writeLetter } from './post-letter.ts';
import { scopeTold } from './scope-told.ts';

/** T7: how long the link to the terms works; after that they are accepted in the portal. */
const termsLinkDays = 30;

/** A request that was received. */
export interface Receipt {
  readonly ticketId: number;
  /** False when the mail it came by must not be answered by a machine. */
  readonly byMail: boolean;
  /** What whoever receives it has at hand, in the same transaction; left out, it is read. */
  readonly known?: {
    readonly ticket: Ticket;
    /** The requester, at the address from which the request came. */
    readonly recipient: Recipient;
    /** The mailbox to which it was written, in use; null: the first of the desk. */
    readonly mailbox: Mailbox | null;
  };
}

/**
 * V.a: acknowledges a request: in the portal always, and by mail. It states number, priority, due times, units, and
 * any reason for being held; by mail without an impact or a priority it asks for them (IV.d). Its code lets anyone who
 * has it ask whether this desk issued it. It is a message of the desk and counts as no attention. Exactly one for every
 * request: a second run finds it written. When too many letters went out already, it is kept to the portal, and the
 * decision says so.
 */
export async function acknowledgeTicket(tx: Tx, post: Post, received: Receipt): Promise<void> {
  const { known } = received;
  const ticket = known?.ticket ?? (await findTicketById(tx, received.ticketId));
  const recipient = known?.recipient ?? (ticket && (await requesterOf(tx, ticket)));
  if (!ticket || !recipient) return;
  const [{ code }, facts] = await together(
    issueAcknowledgement(tx, ticket.id, post.now()),
    acknowledgedFacts(tx, ticket, post.now()),
  );
  const letter: Acknowledgement = { ...facts, code };
  const write = (said: Acknowledgement) =>
    writeLetter(tx, post, {
      letter: said,
      recipient,
      mailbox: known?.mailbox ?? ticket.mailboxId,
    });
  const written = await write(letter);
  const appended = appendMessage(tx, {
    ticketId: ticket.id,
    visibility: 'public',
    author: 'desk',
    authorPersonId: null,
    channel: ticket.channel,
    template: 'acknowledgement',
    automatic: true,
    bodyText: written.text,
    at: post.now(),
  });
  const [messageId, quiet] = await together(
    appended,
    received.byMail ? whyQuiet(tx, recipient.address, post.now()) : Promise.resolve(null),
  );
  if (messageId === null) return;
  const postLetter = async () => {
    if (!received.byMail || quiet !== null) return;
    await postTicketLetter(tx, post, {
      key: `acknowledgement.${ticket.id}`,
      purpose: 'acknowledgement',
      ticket,
      // The conversation is read by colleagues and agents: the link that accepts for this person is in its mail alone.
      written: letter.termsWait
        ? await write({ ...letter, termsLink: termsLinkFor(post, ticket, recipient) })
        : written,
      messageId,
      automatic: true,
      sensitive: letter.termsWait,
    });
  };
  const { number, channel } = ticket;
  const decisions: readonly Decision[] = [
    decide('acknowledged', { number, channel }),
    ...(quiet === null ? [] : [decide('acknowledgement-not-mailed', { reason: quiet })]),
    ...(letter.missing === null ? [] : [decide('impact-asked', { missing: letter.missing })]),
  ];
  const recorded = decisions.map((decision) => ({
    ticketId: ticket.id,
    organizationId: ticket.organizationId,
    agreementVersion: ticket.agreementVersion,
    ...decision,
    actor: systemActor,
    at: post.now(),
  }));
  await together(postLetter(), recordDecisions(tx, recorded));
  await announceTicket(tx, ticket);
}

function termsLinkFor(post: Post, ticket: Ticket, { personId }: Recipient) {
  const expiresAt = post.now() + termsLinkDays * dayMs;
  const named = { ticketId: ticket.id, personId, subjectId: ticket.agreementVersion };
  return { token: post.actToken({ act: 'accept-terms', ...named, expiresAt }), expiresAt };
}

type Acknowledgement = Extract<Letter, { kind: 'acknowledgement' }>;

async function acknowledgedFacts(
  tx: Tx,
  ticket: Ticket,
  now: number,
): Promise<Omit<Acknowledgement, 'code'>> {
  const [{ terms }, allClocks, availableUnits, allUnits, scope, decisions] = await together(
    agreementByVersion(tx, ticket.agreementVersion),
    readClocks(tx, [ticket.id], now),
    readAvailableUnits(tx, ticket.organizationId),
    readTicketUnits(tx, [ticket.id]),
    scopeTold(tx, ticket),
    // Only a mail is read; a form says both in its own fields.
    ticket.channel === 'email' ? readDecisions(tx, ticket.id) : Promise.resolve([]),
  );
  const clocks = allClocks.get(ticket.id);
  const units = allUnits.get(ticket.id);
  const refusals = ticket.heldFor ?? [];
  return {
    kind: 'acknowledgement',
    ticket: { number: ticket.number, subject: ticket.subject, priority: ticket.priority },
    status: statusSaid(ticket.status),
    firstResponseDueAt: clocks?.firstResponse.dueAt ?? null,
    resolutionDueAt: clocks?.resolution.dueAt ?? null,
    heldUnits: units?.heldUnits ?? 0,
    availableUnits,
    minutesPerUnit: terms.credits.minutesPerUnit,
    refusals,
    scope,
    termsWait: refusals.some(({ clause }) => clause === 'T7'),
    termsLink: null,
    // What is out of scope is not attended to, however much it matters.
    missing: ticket.status === 'rejected' ? null : missingSuggestionOf(ticket),
    understood: ticket.channel === 'email' ? understoodIn(decisions) : null,
  };
}

/** By the time the letter is written an agent may have gone on: what was received is what is acknowledged. */
function statusSaid(status: Ticket['status']): Acknowledgement['status'] {
  return status === 'held' || status === 'referred' || status === 'rejected' ? status : 'open';
}
