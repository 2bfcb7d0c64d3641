import { personActor } from '../../../kernel/actor.ts';
import type { Instant } from '../../../kernel/clock.ts';
import type { Tx } from '../../../platform/database/index.ts';
import { decide } from '../../../policy/decisions.ts';
import {
  type CopiedAddress,
  type CopyingSender,
  copiedMax,
  isFreemail,
  judgeCopied,
} from '../../../policy/participants.ts';
import {
  customersOfDomain,
  findPersonByAddress,
  type Person,
  readPerson,
} from '../../people/index.ts';
import type { Ticket } from '../model.ts';
import { announceTicket, logDecision } from '../record.ts';
import { join } from './add-participant.ts';
import { insertProposal, selectStanding, wasProposed } from './store.ts';

/** An address that a mail names beside its author, with what the door knows of it. */
export interface Copied {
  readonly address: string;
  readonly name: string;
  readonly isDesk: boolean;
  readonly isMachine: boolean;
}

/** II: what becomes of the people whom a mail copies: they join, are proposed, or are left alone (policy/participants). */
export async function takeCopied(
  tx: Tx,
  ticket: Ticket,
  mail: {
    readonly personId: number;
    readonly isProven: boolean;
    readonly isAutomatic: boolean;
    readonly copied: readonly Copied[];
    readonly at: Instant;
  },
): Promise<void> {
  const { personId, isProven, isAutomatic, at } = mail;
  const others = mail.copied.filter(({ isDesk, isMachine }) => !isDesk && !isMachine);
  if (others.length === 0 || isAutomatic) return;
  const author = await readPerson(tx, personId);
  const sender: CopyingSender = {
    isProven,
    isAutomatic,
    mayAsk:
      author?.contact?.organizationId === ticket.organizationId &&
      author.contact.authorisedAt !== null &&
      !author.disabled,
  };
  if (author === null) return;
  for (const each of others.slice(0, copiedMax)) {
    const address = each.address.toLowerCase();
    const person = await findPersonByAddress(tx, address);
    if (person?.personId === personId) continue;
    const verdict = judgeCopied(sender, await factsOf(tx, ticket, each, person));
    if (verdict === 'join' && person !== null) {
      // A request that is followed by as many as it may be takes nobody more, and says nothing.
      await join(tx, ticket, { person, rule: 'copied', byPersonId: personId, at });
    } else if (verdict !== 'leave') {
      await insertProposal(tx, {
        ticketId: ticket.id,
        address,
        name: each.name.slice(0, 200),
        proposedByPersonId: personId,
        proposedAt: at,
      });
      const proposed = decide('participant-proposed', { address, by: author.name });
      await logDecision(tx, ticket, proposed, at, personActor(personId));
      await announceTicket(tx, ticket);
    }
  }
}

async function factsOf(
  tx: Tx,
  ticket: Ticket,
  { address, isDesk, isMachine }: Copied,
  person: Person | null,
): Promise<CopiedAddress> {
  return {
    isDesk: isDesk || (person !== null && person.roles.length > 0),
    isMachine,
    belongsTo: await ownerOf(tx, ticket, address.toLowerCase(), person),
    standing:
      person?.personId === ticket.requesterPersonId
        ? 'asker'
        : (await wasProposed(tx, ticket.id, address.toLowerCase()))
          ? 'proposed'
          : person === null
            ? 'none'
            : await selectStanding(tx, ticket.id, person.personId),
  };
}

/** A domain is a customer's when its authorised contacts write from it, and those of no other customer. */
async function ownerOf(
  tx: Tx,
  { organizationId }: Ticket,
  address: string,
  person: Person | null,
): Promise<CopiedAddress['belongsTo']> {
  if (person !== null) {
    if (person.disabled || person.contact?.organizationId !== organizationId) return 'elsewhere';
    return person.contact.authorisedAt === null ? 'contact' : 'authorised-contact';
  }
  const domain = address.slice(address.lastIndexOf('@') + 1);
  if (isFreemail(domain)) return 'elsewhere';
  const customers = await customersOfDomain(tx, domain);
  return customers.length === 1 && customers[0] === organizationId
    ? 'customers-domain'
    : 'elsewhere';
}
