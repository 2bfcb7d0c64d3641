import { personActor } from '../../../kernel/actor.ts';
import { decline, isDeclined } from '../../../kernel/declined.ts';
import type { Tx } from '../../../platform/database/index.ts';
import { decide } from '../../../policy/decisions.ts';
import { participantsMax } from '../../../policy/participants.ts';
import { type Acting, addContactFromMail, readPerson } from '../../people/index.ts';
import type { Ticket } from '../model.ts';
import type { NotDone } from '../not-done.ts';
import { announceTicket, logDecision } from '../record.ts';
import { join } from './add-participant.ts';
import { selectParticipants, selectProposals, settleProposal } from './store.ts';

/**
 * II: an agent, or who administers the customer, decides about an address that a mail copied. Accepted, whoever has it
 * becomes a contact of the customer, who may follow this request and not ask for support (II keeps that for an act of
 * its own). Declined: `proposal-unknown`, `address-in-use`, and those of adding by hand.
 */
export async function decideProposal(
  tx: Tx,
  ticket: Ticket,
  decision: {
    readonly proposalId: number;
    readonly outcome: 'accepted' | 'declined';
    readonly byPersonId: number;
    readonly acting: Acting;
  },
): Promise<Ticket | NotDone> {
  const { proposalId, outcome, byPersonId, acting } = decision;
  const { at } = acting;
  // The request is locked by the caller: nobody else decides meanwhile.
  const proposal = (await selectProposals(tx, ticket.id)).find(({ id }) => id === proposalId);
  if (proposal === undefined) return decline('proposal-unknown');
  const { address } = proposal;
  const settled = { proposalId, outcome, byPersonId, at };
  if (outcome === 'declined') {
    await settleProposal(tx, settled);
    const by = (await readPerson(tx, byPersonId))?.name ?? '';
    const declined = decide('participant-declined', { address, by });
    await logDecision(tx, ticket, declined, at, personActor(byPersonId));
    await announceTicket(tx, ticket);
    return ticket;
  }
  if ((await selectParticipants(tx, ticket.id)).length >= participantsMax) {
    return decline('participants-too-many', { participantsMax });
  }
  const personId = await addContactFromMail(
    { db: tx },
    {
      organizationId: ticket.organizationId,
      name: proposal.name === '' ? address : proposal.name,
      address,
      authorised: false,
    },
    acting,
  );
  if (isDeclined(personId)) return personId;
  const person = personId === null ? null : await readPerson(tx, personId);
  if (person === null || person.disabled) return decline('participant-unknown', { address });
  await settleProposal(tx, settled);
  return join(tx, ticket, { person, rule: 'accepted', byPersonId, at });
}
