import { dayMs } from '../../kernel/duration.ts';
import type { Tx } from '../../platform/database/index.ts';
import { unitsAgreedTo } from '../../policy/units.ts';
import { agreementByVersion, readDecisions } from '../agreements/index.ts';
import { appendMessage } from '../correspondence/index.ts';
import { readAvailableUnits } from '../credits/index.ts';
import { readAgent } from '../people/index.ts';
import {
  announceTicket,
  findTicketById,
  readUnitApproval,
  type UnitApproval,
  type UnitsAnswered,
} from '../tickets/index.ts';
import type { Letter, Recipient } from './model.ts';
import type { Post } from './post.ts';
import { postTicketLetter, writeLetter } from './post-letter.ts';
import { askersOf, isTold, summary } from './tell-customer.ts';
import { deskPeople, tellAgent } from './tell-desk.ts';

/** The question stands in the portal for longer; a link that is found much later opens nothing. */
const linkDays = 14;

/**
 * T4: whoever asked for the request is asked to approve further units. The conversation holds the question without its
 * link, and the mail is emptied once it left: nobody else approves in the customer's name.
 */
export async function tellOfUnitsAsked(tx: Tx, post: Post, approvalId: number): Promise<void> {
  const approval = await readUnitApproval(tx, approvalId);
  const ticket = approval && (await findTicketById(tx, approval.ticketId));
  if (!ticket || approval.state !== 'asked') return;
  const { terms } = await agreementByVersion(tx, ticket.agreementVersion);
  const { askedByPersonId, units, note } = approval;
  const agent = askedByPersonId === null ? null : await readAgent(tx, askedByPersonId, post.now());
  const letter: Extract<Letter, { kind: 'units-asked' }> = {
    kind: 'units-asked',
    ticket: summary(ticket),
    units,
    agreedUnits: unitsAgreedTo(terms, ticket),
    billableMinutes: ticket.billableMinutes,
    minutesPerUnit: terms.credits.minutesPerUnit,
    availableUnits: await readAvailableUnits(tx, ticket.organizationId),
    note,
    author: agent?.name ?? '',
    link: null,
  };
  const { id: ticketId, mailboxId } = ticket;
  const key = `units-asked.${approvalId}`;
  let messageId: number | null = null;
  const recipients = await askersOf(tx, ticket);
  if (await isTold(tx, key, recipients, post)) return;
  for (const recipient of recipients) {
    messageId ??= await appendMessage(tx, {
      ticketId: ticket.id,
      visibility: 'public',
      author: 'desk',
      authorPersonId: null,
      channel: 'portal',
      template: 'units-asked',
      automatic: true,
      bodyText: (await write(letter, recipient)).text,
      at: post.now(),
    });
    await postTicketLetter(tx, post, {
      key,
      purpose: 'units-asked',
      ticket,
      written: await write({ ...letter, link: linkFor(recipient) }, recipient),
      messageId,
      automatic: true,
      sensitive: true,
    });
  }
  await announceTicket(tx, ticket);

  function write(said: Letter, recipient: Recipient) {
    return writeLetter(tx, post, { letter: said, recipient, mailbox: mailboxId });
  }

  function linkFor({ personId }: Recipient) {
    const expiresAt = post.now() + linkDays * dayMs;
    const named = { ticketId, personId, subjectId: approvalId };
    return { token: post.actToken({ act: 'next-unit', ...named, expiresAt }), expiresAt };
  }
}

/** T4: the answer goes to the agent who asked and to whoever attends the request, else to its team; each is told once. */
export async function tellOfUnitsAnswered(
  tx: Tx,
  post: Post,
  { approvalId, decisionId }: Omit<UnitsAnswered, 'type'>,
): Promise<void> {
  const approval = await readUnitApproval(tx, approvalId);
  const ticket = approval && (await findTicketById(tx, approval.ticketId));
  if (!ticket || !isAnswer(approval.state)) return;
  const decision = (await readDecisions(tx, ticket.id)).find(({ id }) => id === decisionId);
  if (decision === undefined) return;
  const { assigneePersonId, teamPersonIds } = await deskPeople(tx, post, ticket);
  const near = [approval.askedByPersonId, assigneePersonId].filter((id) => id !== null);
  const letter = {
    kind: 'units-answered' as const,
    answer: approval.state,
    ticket: summary(ticket),
    units: approval.units,
    decision,
  };
  for (const personId of new Set(near.length > 0 ? near : teamPersonIds)) {
    await tellAgent(tx, post, ticket, { personId, decision, letter });
  }
}

const isAnswer = (state: UnitApproval['state']): state is 'approved' | 'declined' =>
  state === 'approved' || state === 'declined';
