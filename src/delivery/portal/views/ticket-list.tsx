import { formatAgo } from '../../ui/format.ts';
import { iconChevronRight } from '../../ui/icons.gen.ts';
import { paths } from '../../ui/paths.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { TicketSummary } from '../../web/contract.ts';
import type { PageContext } from '../page-context.ts';
import { When } from './elements.tsx';
import { Icon } from './icon.tsx';
import { nextStep, placeOf, priorityName, statusOf } from './ticket-words.ts';

interface TicketListProps {
  readonly context: PageContext;
  readonly tickets: readonly TicketSummary[];
}

export const TicketList = ({ context, tickets }: TicketListProps) => (
  <ul class="tickets">
    {tickets.map((ticket) => (
      <li key={ticket.number}>
        <TicketCard context={context} ticket={ticket} />
      </li>
    ))}
  </ul>
);

const TicketCard = ({ context, ticket }: { context: PageContext; ticket: TicketSummary }) => {
  const { say, now, me } = context;
  const late = isLate(ticket, now);
  return (
    <article class={`ticket ${placeOf(ticket)}${late ? ' late' : ''}`}>
      <p class="ticket-meta">
        <span class="number">#{ticket.number}</span>
        <span class={`status ${ticket.status}`}>{statusOf(ticket, context)}</span>
        <span class={`priority ${ticket.priority}`}>{priorityName(ticket.priority, context)}</span>
      </p>
      <h3>
        <a href={paths.ticket(ticket.number)}>{ticket.subject}</a>
      </h3>
      <p class="ticket-next">{nextStep(ticket, context)}</p>
      <p class="ticket-more">
        {ticket.assignee === null ? null : (
          <span>{m.portal_ticket_with({ name: ticket.assignee.name }, say)}</span>
        )}
        {ticket.requester.personId === me?.personId ? null : (
          <span>{m.portal_ticket_from({ name: ticket.requester.name }, say)}</span>
        )}
        <When context={context} at={ticket.lastMessageAt}>
          {m.portal_ticket_moved({ ago: formatAgo(ticket.lastMessageAt, now, context) }, say)}
        </When>
      </p>
      <Icon shape={iconChevronRight} />
    </article>
  );
};

const isLate = ({ nextClock, status }: TicketSummary, now: number): boolean =>
  status === 'open' &&
  nextClock !== null &&
  (nextClock.breached || (nextClock.dueAt !== null && Date.parse(nextClock.dueAt) <= now));
