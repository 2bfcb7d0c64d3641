import { announce } from '../../platform/changes.ts';
import type { Tx } from '../../platform/database/index.ts';
import type { ClockKind } from '../../policy/clocks/reading.ts';
import { type DeskPeople, peopleToTell, toldBy } from '../../policy/escalation.ts';
import { agreementByVersion, readDecisions } from '../agreements/index.ts';
import { type ClockFellDue, readClocks } from '../clocks/index.ts';
import { listAgents, readPerson, readTeam } from '../people/index.ts';
import { findTicketById, type Ticket } from '../tickets/index.ts';
import type { DecisionLetter } from './model.ts';
import type { Post } from './post.ts';
import { postPersonalLetter, recipientOf, writeLetter } from './post-letter.ts';
import { insertNotice } from './store.ts';
import { summary } from './tell-customer.ts';

/**
 * V.d: a clock comes near its due moment, or is past it: the people whom the terms name for this step are told in the
 * console and by mail, each once. Nobody is told of what stopped or paused before the letter could go.
 */
export async function tellOfClock(
  tx: Tx,
  post: Post,
  fell: Omit<ClockFellDue, 'type'>,
): Promise<void> {
  const ticket = await findTicketById(tx, fell.ticketId);
  if (ticket === undefined) return;
  const decision = (await readDecisions(tx, ticket.id)).find(({ id }) => id === fell.decisionId);
  if (decision === undefined) return;
  const clocks = (await readClocks(tx, [ticket.id], post.now())).get(ticket.id);
  // Written by the clocks, of one of theirs.
  const reading = clocks?.[decision.facts['clock'] as ClockKind];
  if (reading?.state !== 'running') return;
  const { terms } = await agreementByVersion(tx, reading.promised.agreementVersion);
  for (const personId of peopleToTell(
    toldBy(terms, fell.step),
    await deskPeople(tx, post, ticket),
  )) {
    await tellAgent(tx, post, ticket, {
      personId,
      decision,
      letter: { kind: 'clock', ticket: summary(ticket), decision },
    });
  }
}

export async function deskPeople(tx: Tx, post: Post, ticket: Ticket): Promise<DeskPeople> {
  const agents = await listAgents(tx, post.now());
  const active = new Set(
    agents.filter(({ disabled }) => !disabled).map(({ personId }) => personId),
  );
  const team = ticket.teamId === null ? null : await readTeam(tx, ticket.teamId);
  const { assigneePersonId } = ticket;
  return {
    assigneePersonId:
      assigneePersonId !== null && active.has(assigneePersonId) ? assigneePersonId : null,
    teamPersonIds: (team?.members ?? [])
      .map(({ personId }) => personId)
      .filter((personId) => active.has(personId)),
    supervisorPersonIds: personIdsHaving(agents, 'supervisor'),
    administratorPersonIds: personIdsHaving(agents, 'administrator'),
  };
}

/** Those of them who can sign in and have the role. */
export const personIdsHaving = (
  agents: Awaited<ReturnType<typeof listAgents>>,
  role: 'billing' | 'supervisor' | 'administrator',
): readonly number[] =>
  agents
    .filter(({ roles, disabled }) => roles.includes(role) && !disabled)
    .map(({ personId }) => personId);

type RecordedDecision = Awaited<ReturnType<typeof readDecisions>>[number];

/**
 * A person of the desk is told of a decision, in the console and by mail, once. Nobody who cannot sign in any more is.
 */
export async function tellAgent(
  tx: Tx,
  post: Post,
  ticket: Ticket,
  told: {
    readonly personId: number;
    readonly decision: RecordedDecision;
    readonly letter: DecisionLetter;
  },
): Promise<void> {
  const { personId, decision, letter } = told;
  const person = await readPerson(tx, personId);
  if (person === null || person.disabled) return;
  const isNew = await insertNotice(tx, {
    personId,
    about: { decisionId: decision.id },
    ticketId: ticket.id,
    at: post.now(),
  });
  if (!isNew) return;
  const recipient = recipientOf(person);
  await postPersonalLetter(tx, post, {
    key: `${letter.kind}.${decision.id}`,
    purpose: letter.kind,
    written: await writeLetter(tx, post, { letter, recipient }),
    sensitive: false,
  });
  await announce(tx, { notices: true, visibility: 'internal' });
}
