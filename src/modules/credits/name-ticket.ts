import type { TicketCommand } from './model.ts';
import type { LedgerCommand } from './record-entry.ts';

/** The part that all commands about a ticket share: what its entry names, and what makes it that request. */
export function nameTicket(
  ticketCommand: TicketCommand,
  command: string,
  parameters: Readonly<Record<string, number>>,
): Omit<LedgerCommand, 'plan'> {
  const { organizationId, key, actor, at, ticketId, clause, agreementVersion } = ticketCommand;
  return {
    organizationId,
    key,
    actor,
    at,
    command,
    parameters: { ...parameters, ticketId, clause, agreementVersion },
    names: {
      ticketId,
      clause,
      agreementVersion,
      workMinutes: parameters['workMinutes'] ?? null,
    },
  };
}
