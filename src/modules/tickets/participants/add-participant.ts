import { personActor } from '../../../kernel/actor.ts';
import type { Instant } from '../../../kernel/clock.ts';
import { decline } from '../../../kernel/declined.ts';
import type { Tx } from '../../../platform/database/index.ts';
import { decide } from '../../../policy/decisions.ts';
import { participantsMax } from '../../../policy/participants.ts';
import { mayTransition } from '../../../policy/transitions.ts';
import { isRefusal } from '../../../policy/verdict.ts';
import { findPersonByAddress, type Person, readPerson } from '../../people/index.ts';
import type { Reader, Ticket } from '../model.ts';
import type { NotDone } from '../not-done.ts';
import { announceTicket, logDecision } from '../record.ts';
import type { ParticipantRule } from './model.ts';
import { selectParticipants, upsertParticipant } from './store.ts';

/**
 * V.c: an agent, or whoever asked, adds a contact of the same customer by its address. That of another customer gets the
 * same answer as one that nobody has. Declined: `participant-unknown`, `participant-already`, `participants-too-many`.
 */
export async function addParticipant(
  tx: Tx,
  ticket: Ticket,
  add: { readonly by: Reader; readonly address: string; readonly at: Instant },
): Promise<Ticket | NotDone> {
  const { by, address, at } = add;
  const status = mayTransition(ticket.status, 'add-participant', by.kind);
  if (isRefusal(status)) return status;
  const person = await findPersonByAddress(tx, address);
  if (person?.contact?.organizationId !== ticket.organizationId || person.disabled) {
    return decline('participant-unknown', { address });
  }
  return join(tx, ticket, { person, rule: 'by-hand', byPersonId: by.personId, at });
}

/** The person, who is a contact of the request's customer, follows it from now on. */
export async function join(
  tx: Tx,
  ticket: Ticket,
  joining: {
    readonly person: Person;
    readonly rule: ParticipantRule;
    readonly byPersonId: number;
    readonly at: Instant;
  },
): Promise<Ticket | NotDone> {
  const { person, rule, byPersonId, at } = joining;
  const { personId, name } = person;
  if (personId === ticket.requesterPersonId) return decline('participant-already', { name });
  if ((await selectParticipants(tx, ticket.id)).length >= participantsMax) {
    return decline('participants-too-many', { participantsMax });
  }
  const added = await upsertParticipant(tx, {
    ticketId: ticket.id,
    organizationId: ticket.organizationId,
    personId,
    rule,
    addedByPersonId: byPersonId,
    addedAt: at,
  });
  if (!added) return decline('participant-already', { name });
  const actor = personActor(byPersonId);
  const by = (await readPerson(tx, byPersonId))?.name ?? '';
  await logDecision(tx, ticket, decide('participant-added', { name, by, rule }), at, actor);
  await announceTicket(tx, ticket);
  return ticket;
}
