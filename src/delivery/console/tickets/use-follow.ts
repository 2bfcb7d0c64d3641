import * as m from '../../ui/words/generated/messages.js';
import type { Ticket } from '../../web/contract.ts';
import { say, sayProblem } from '../parts/toast.tsx';
import { useSession } from '../session/session.tsx';
import { useTicketWrite } from './use-ticket-write.ts';

/** Whether one is told of what happens in a request, changed by the same key and button in both directions. */
export function useFollow(ticket: Ticket): { readonly toggle: () => void } {
  const { me } = useSession();
  const { number } = ticket;
  const follow = useTicketWrite(
    'followTicket',
    number,
    () => say(m.console_followed()),
    sayProblem,
  );
  const leave = useTicketWrite(
    'unfollowTicket',
    number,
    () => say(m.console_unfollowed()),
    sayProblem,
  );
  const follows = ticket.followers.some(({ personId }) => personId === me.personId);
  const toggle = () => (follows ? leave : follow).send({ params: { number } });
  return { toggle };
}
