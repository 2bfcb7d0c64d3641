import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { iconUserRound, iconUsersRound, iconX } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { TicketSummary } from '../../web/contract.ts';
import { Avatar } from '../parts/avatar.tsx';
import { matches } from '../parts/matches.ts';
import { Picker, type PickerGroup, type PickerItem } from '../parts/picker.tsx';
import { agentsQuery, teamsQuery } from '../server/queries.ts';
import { useSession } from '../session/session.tsx';
import { attends } from './attends.ts';
import { type Assignment, useAssign } from './use-assign.ts';

/** One request, to me, to somebody, to a team, or to nobody. */
export function AssignPicker({
  ticket,
  onClose,
}: {
  ticket: Pick<TicketSummary, 'number' | 'assignee' | 'team'>;
  onClose: () => void;
}) {
  return <AssigneePicker now={ticket} onAssign={useAssign(ticket.number)} onClose={onClose} />;
}

/** The same choice for any number of them. */
export function AssigneePicker({
  now,
  onAssign: assign,
  onClose,
}: {
  /** Whose it is; null for many, which are different people's. */
  now: Pick<TicketSummary, 'assignee' | 'team'> | null;
  onAssign: (assignment: Assignment) => void;
  onClose: () => void;
}) {
  const { me } = useSession();
  const [written, setWritten] = useState('');
  const agents = useQuery(agentsQuery());
  const teams = useQuery(teamsQuery());
  const current = m.console_assign_now();

  const first: readonly PickerItem[] = [
    {
      id: 'me',
      words: m.console_assign_me(),
      icon: iconUserRound,
      keys: 'A',
      run: () => assign({ assignee: { personId: me.personId, name: me.name } }),
    },
    ...(now !== null && now.assignee === null
      ? []
      : [
          {
            id: 'nobody',
            words: m.console_assign_nobody(),
            icon: iconX,
            run: () => assign({ assignee: null }),
          },
        ]),
  ];
  const groups: readonly PickerGroup[] = [
    { value: m.console_assign_group_quick(), items: first },
    {
      value: m.console_assign_group_agents(),
      items: (agents.data?.items ?? [])
        .filter((agent) => !agent.disabled && agent.personId !== me.personId && attends(agent))
        .map((agent) => ({
          id: `agent-${agent.personId}`,
          words: agent.name,
          ...detailOf(
            agent.personId === now?.assignee?.personId
              ? current
              : agent.teams.map((team) => team.name).join(', '),
          ),
          mark: <Avatar name={agent.name} size="s" />,
          run: () => assign({ assignee: { personId: agent.personId, name: agent.name } }),
        })),
    },
    {
      value: m.console_assign_group_teams(),
      items: (teams.data?.items ?? []).map((team) => ({
        id: `team-${team.id}`,
        words: team.name,
        icon: iconUsersRound,
        ...(team.id === now?.team?.id ? { detail: current } : {}),
        run: () => assign({ team: { id: team.id, name: team.name } }),
      })),
    },
  ];
  return (
    <Picker
      open
      onClose={onClose}
      title={m.console_key_assign()}
      placeholder={m.console_assign_placeholder()}
      written={written}
      onWritten={setWritten}
      groups={groups
        .map((group) => ({
          ...group,
          items: group.items.filter((item) => matches(item.words, written)),
        }))
        .filter((group) => group.items.length > 0)}
      empty={m.console_assign_empty()}
      busy={agents.isPending}
    />
  );
}

const detailOf = (detail: string): { detail?: string } => (detail === '' ? {} : { detail });
