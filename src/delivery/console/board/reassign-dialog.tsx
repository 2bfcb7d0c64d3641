import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { iconInbox, iconUserPlus } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { PersonName, TicketSummary } from '../../web/contract.ts';
import { Button } from '../parts/button.tsx';
import { Dialog, DialogBody } from '../parts/dialog.tsx';
import { Fetching, MoreButton } from '../parts/fetched.tsx';
import { PriorityMark } from '../parts/marks.tsx';
import { Empty } from '../parts/notice.tsx';
import { ticketsQuery } from '../server/queries.ts';
import { AssignPicker } from '../tickets/assign-picker.tsx';
import { NextClock } from '../tickets/next-clock.tsx';
import { queueOfAgent } from './board-links.ts';

/** Whose requests are given away; null: what nobody has. */
export interface Holder {
  readonly agent: PersonName | null;
}

/** What one agent has under way, what falls due first first; each can be given to somebody else. */
export function ReassignDialog({ holder, onClose }: { holder: Holder; onClose: () => void }) {
  const { agent } = holder;
  const [chosen, setChosen] = useState<TicketSummary | null>(null);
  const found = useInfiniteQuery(
    ticketsQuery(agent === null ? { view: 'unassigned' } : queueOfAgent(agent.name)),
  );
  // A name may be that of two: only what this very person has is listed.
  const items = (found.data?.pages.flatMap((page) => page.items) ?? []).filter(
    ({ assignee }) => assignee?.personId === agent?.personId,
  );
  // One question at a time: to whom it goes takes the place of the list, which then comes back.
  if (chosen !== null) return <AssignPicker ticket={chosen} onClose={() => setChosen(null)} />;
  return (
    <Dialog
      open
      onClose={onClose}
      size="large"
      title={
        agent === null ? m.board_reassign_unassigned() : m.board_reassign_of({ name: agent.name })
      }
      description={m.board_reassign_detail()}
    >
      <DialogBody>
        <Fetching of={found} />
        {found.data !== undefined && items.length === 0 && (
          <Empty icon={iconInbox} title={m.board_reassign_empty()} />
        )}
        <ul>
          {items.map((ticket) => (
            <li
              key={ticket.number}
              className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line py-2 last:border-b-0"
            >
              <PriorityMark priority={ticket.priority} verified={ticket.priorityVerified} />
              <span className="min-w-0 grow basis-60">
                <Link
                  to="/tickets/$number"
                  params={{ number: ticket.number }}
                  search={{}}
                  className="font-medium break-words hover:underline"
                >
                  #{ticket.number} {ticket.subject}
                </Link>
                <span className="block text-xs text-soft">{ticket.organization.name}</span>
              </span>
              <NextClock ticket={ticket} brief />
              <Button
                icon={iconUserPlus}
                aria-label={m.board_reassign_one({ number: String(ticket.number) })}
                onClick={() => setChosen(ticket)}
              >
                {m.console_key_assign()}
              </Button>
            </li>
          ))}
        </ul>
        <MoreButton of={found} />
      </DialogBody>
    </Dialog>
  );
}
