import { type Actor, systemActor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/clock.ts';
import { announce } from '../../platform/changes.ts';
import type { Tx } from '../../platform/database/index.ts';
import type { Decision } from '../../policy/decisions.ts';
import { recordDecision, recordDecisions } from '../agreements/index.ts';
import type { Visibility } from '../correspondence/index.ts';
import { isTold, tellFollowers } from './following/tell-followers.ts';
import type { Ticket, TicketEventType } from './model.ts';
import { insertTicketEvents } from './store.ts';

/** V.c: a line of a ticket's log. */
export interface TicketLine {
  readonly type: TicketEventType;
  readonly actor: Actor;
  readonly visibility?: Visibility;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly at: Instant;
}

/** V.c: writes a line of the ticket's log. */
export const logEvent = (tx: Tx, ticket: Pick<Ticket, 'id'>, line: TicketLine): Promise<void> =>
  logEvents(tx, ticket, [line]);

/** Several lines at once, in their order. */
export const logEvents = async (
  tx: Tx,
  ticket: Pick<Ticket, 'id'>,
  lines: readonly TicketLine[],
): Promise<void> => {
  const written = await insertTicketEvents(
    tx,
    lines.map(({ type, actor, visibility = 'public', data = {}, at }) => ({
      ticketId: ticket.id,
      type,
      visibility,
      actorPersonId: personOf(actor),
      data,
      at,
    })),
  );
  for (const [index, { type, actor }] of lines.entries()) {
    const eventId = written[index];
    if (eventId === undefined || !isTold(type)) continue;
    await tellFollowers(tx, ticket, { about: { eventId }, byPersonId: personOf(actor) });
  }
};

const personOf = (actor: Actor): number | null => (actor.kind === 'person' ? actor.personId : null);

/** Writes what was decided, by which clause of the ticket's own agreement, on which facts; answers its id. */
export const logDecision = (
  tx: Tx,
  ticket: DecidedTicket,
  decision: Decision,
  at: Instant,
  actor: Actor = systemActor,
): Promise<number> => recordDecision(tx, decisionOf(ticket, decision, at, actor));

/** Several that were taken together, in their order. */
export const logDecisions = (
  tx: Tx,
  ticket: DecidedTicket,
  decisions: readonly Decision[],
  at: Instant,
): Promise<readonly number[]> =>
  recordDecisions(
    tx,
    decisions.map((decision) => decisionOf(ticket, decision, at, systemActor)),
  );

type DecidedTicket = Pick<Ticket, 'id' | 'organizationId' | 'agreementVersion'>;

const decisionOf = (ticket: DecidedTicket, decision: Decision, at: Instant, actor: Actor) => ({
  ticketId: ticket.id,
  organizationId: ticket.organizationId,
  agreementVersion: ticket.agreementVersion,
  kind: decision.kind,
  clause: decision.clause,
  facts: decision.facts,
  actor,
  at,
});

/** Tells the screens that show this ticket; they fetch what they may see. */
export const announceTicket = (
  tx: Tx,
  ticket: Pick<Ticket, 'number' | 'organizationId' | 'requesterPersonId'>,
  visibility: Visibility = 'public',
): Promise<void> =>
  announce(tx, {
    ticketNumber: ticket.number,
    organizationId: ticket.organizationId,
    requesterPersonId: ticket.requesterPersonId,
    queue: true,
    visibility,
  });
