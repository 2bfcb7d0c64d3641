import type { Tx } from '../../platform/database/index.ts';
import { peopleToTell } from '../../policy/escalation.ts';
import { readDecisions } from '../agreements/index.ts';
import { readService } from '../catalog/index.ts';
import { readClocks } from '../clocks/index.ts';
import { readAvailableUnits, readTicketUnits } from '../credits/index.ts';
import { readPerson } from '../people/index.ts';
import {
  findTicketById,
  readScopeAnswer,
  type ScopeClaimed,
  type ScopeDecided,
} from '../tickets/index.ts';
import type { Post } from './post.ts';
import { summary, tellByDesk } from './tell-customer.ts';
import { deskPeople, tellAgent } from './tell-desk.ts';

/**
 * I: the customer says why what was rejected is in scope: who attends it, else the team of the service, is told in the
 * console and by mail, each once. Nobody is told of what was looked at before the letter could go.
 */
export async function tellOfScopeClaim(
  tx: Tx,
  post: Post,
  claimed: Omit<ScopeClaimed, 'type'>,
): Promise<void> {
  const ticket = await findTicketById(tx, claimed.ticketId);
  if (ticket === undefined || ticket.scopeClaimedAt === null) return;
  const decision = (await readDecisions(tx, ticket.id)).find(({ id }) => id === claimed.decisionId);
  if (decision === undefined) return;
  const letter = { kind: 'scope-claimed' as const, ticket: summary(ticket), decision };
  for (const personId of peopleToTell(['assignee'], await deskPeople(tx, post, ticket))) {
    await tellAgent(tx, post, ticket, { personId, decision, letter });
  }
}

/**
 * I: the customer is told what an agent decided about the scope, and why: taken on, with what is promised from now on or
 * what holds it (II); or not.
 */
export async function tellOfScope(
  tx: Tx,
  post: Post,
  decided: Omit<ScopeDecided, 'type'>,
): Promise<void> {
  const ticket = await findTicketById(tx, decided.ticketId);
  const told = ticket && (await readScopeAnswer(tx, ticket.id));
  if (!ticket || !told?.decision || told.id !== decided.scopeAnswerId) return;
  const { outcome, personId, reason, serviceId } = told.decision;
  const agent = await readPerson(tx, personId);
  const service = serviceId === null ? null : await readService(tx, serviceId);
  const clocks = (await readClocks(tx, [ticket.id], post.now())).get(ticket.id);
  const units = (await readTicketUnits(tx, [ticket.id])).get(ticket.id);
  await tellByDesk(tx, post, ticket, {
    template: 'scope-decided',
    toAskers: true,
    // A no can become a yes later: each is told once.
    key: `scope.${told.id}.${outcome}`,
    letter: {
      kind: 'scope-decided',
      outcome,
      ticket: summary(ticket),
      author: agent?.name ?? '',
      reason,
      service: service?.name ?? null,
      firstResponseDueAt: clocks?.firstResponse.dueAt ?? null,
      resolutionDueAt: clocks?.resolution.dueAt ?? null,
      heldUnits: units?.heldUnits ?? 0,
      availableUnits: await readAvailableUnits(tx, ticket.organizationId),
      refusals: ticket.heldFor ?? [],
    },
  });
}
