import { personActor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/clock.ts';
import { decline } from '../../kernel/declined.ts';
import type { Tx } from '../../platform/database/index.ts';
import { mayTransition } from '../../policy/transitions.ts';
import { isRefusal } from '../../policy/verdict.ts';
import { isActiveAgent, isTeam } from '../people/index.ts';
import type { Ticket } from './model.ts';
import type { NotDone } from './not-done.ts';
import { announceTicket, logEvent } from './record.ts';
import { deleteSnooze } from './snoozes/store.ts';
import { updateTicket } from './store.ts';

/** V.d: gives the ticket to an agent, a team, or back to nobody. Refusals: `assignee-unknown`, `team-unknown`. */
export async function assignTicket(
  tx: Tx,
  ticket: Ticket,
  assignment: {
    readonly personId: number;
    /** Left out: stays as it is. Null: nobody. */
    readonly assigneePersonId?: number | null;
    readonly teamId?: number | null;
    readonly at: Instant;
  },
): Promise<Ticket | NotDone> {
  const status = mayTransition(ticket.status, 'assign', 'agent');
  if (isRefusal(status)) return status;
  const {
    at,
    personId,
    assigneePersonId = ticket.assigneePersonId,
    teamId = ticket.teamId,
  } = assignment;
  if (assigneePersonId !== null && !(await isActiveAgent(tx, assigneePersonId))) {
    return decline('assignee-unknown', { assigneePersonId });
  }
  if (teamId !== null && !(await isTeam(tx, teamId))) {
    return decline('team-unknown', { teamId });
  }
  if (assigneePersonId === ticket.assigneePersonId && teamId === ticket.teamId) return ticket;
  await logEvent(tx, ticket, {
    type: 'assigned',
    actor: personActor(personId),
    visibility: 'internal',
    data: { assigneePersonId, teamId },
    at,
  });
  await announceTicket(tx, ticket);
  // Put into somebody's hands, it is there to be seen.
  if (assigneePersonId !== null && assigneePersonId !== ticket.assigneePersonId) {
    await deleteSnooze(tx, { personId: assigneePersonId, ticketId: ticket.id });
  }
  return updateTicket(tx, ticket, { assigneePersonId, teamId }, at);
}
