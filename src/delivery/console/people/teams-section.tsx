import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { iconPencil, iconPlus, iconUsersRound } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Team } from '../../web/contract.ts';
import { Avatar } from '../parts/avatar.tsx';
import { Button, IconButton } from '../parts/button.tsx';
import { Fetching } from '../parts/fetched.tsx';
import { Checkbox, Field, TextInput } from '../parts/field.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import { Empty } from '../parts/notice.tsx';
import { Sheet } from '../parts/screen.tsx';
import { say } from '../parts/toast.tsx';
import { agentsQuery, teamsQuery } from '../server/queries.ts';
import { useWrite } from '../server/use-write.ts';
import { useSession } from '../session/session.tsx';

export function TeamsSection() {
  const { rights } = useSession();
  const teams = useQuery(teamsQuery());
  const [dialog, setDialog] = useState<Team | 'new' | null>(null);
  const add = rights.administrator && (
    <Button look="primary" icon={iconPlus} onClick={() => setDialog('new')}>
      {m.console_teams_new()}
    </Button>
  );
  return (
    <>
      {teams.data?.items.length !== 0 && <div className="mb-3 flex justify-end">{add}</div>}
      <Fetching of={teams} />
      {teams.data?.items.length === 0 && (
        <Empty icon={iconUsersRound} title={m.console_teams_empty()} action={add}>
          {m.console_teams_empty_detail()}
        </Empty>
      )}
      <ul className="grid grid-cols-1 gap-4 tablet:grid-cols-2">
        {teams.data?.items.map((team) => (
          <li key={team.id}>
            <Sheet
              title={team.name}
              aside={
                rights.administrator && (
                  <IconButton
                    icon={iconPencil}
                    name={m.console_teams_edit({ name: team.name })}
                    onClick={() => setDialog(team)}
                  />
                )
              }
            >
              <div className="flex flex-col gap-2 p-4">
                {team.professionalServices && (
                  <p className="text-soft">{m.console_teams_professional()}</p>
                )}
                {team.members.length === 0 && (
                  <p className="text-soft">{m.console_teams_no_members()}</p>
                )}
                {team.members.map((member) => (
                  <p key={member.personId} className="flex items-center gap-2">
                    <Avatar name={member.name} size="s" />
                    {member.name}
                  </p>
                ))}
              </div>
            </Sheet>
          </li>
        ))}
      </ul>
      {dialog !== null && (
        <TeamDialog team={dialog === 'new' ? null : dialog} onClose={() => setDialog(null)} />
      )}
    </>
  );
}

function TeamDialog({ team, onClose }: { team: Team | null; onClose: () => void }) {
  const agents = useQuery(agentsQuery());
  const done = {
    touches: [['teams'], ['agents']],
    onDone: () => {
      onClose();
      say(m.console_saved());
    },
  };
  const create = useWrite('createTeam', done);
  const update = useWrite('updateTeam', done);
  const memberIds = new Set(team?.members.map((member) => member.personId));
  return (
    <FormDialog
      title={team?.name ?? m.console_teams_new()}
      act={team === null ? m.console_add() : m.console_save()}
      busy={create.pending || update.pending}
      error={create.error ?? update.error}
      onClose={onClose}
      onSend={(filled) => {
        const body = {
          name: filled.text('name'),
          professionalServices: filled.checked('professionalServices'),
          memberPersonIds: filled.all('memberPersonIds').map(Number),
        };
        if (team === null) create.send({ body });
        else update.send({ params: { teamId: team.id }, body });
      }}
    >
      <Field name="name" label={m.console_field_name()}>
        <TextInput name="name" required maxLength={200} defaultValue={team?.name ?? ''} autoFocus />
      </Field>
      <Checkbox
        name="professionalServices"
        defaultChecked={team?.professionalServices ?? false}
        label={m.console_teams_professional_field()}
        hint={m.console_teams_professional_hint()}
      />
      <fieldset>
        <legend className="mb-1 font-medium">{m.console_teams_members()}</legend>
        {agents.data?.items
          .filter((agent) => !agent.disabled || memberIds.has(agent.personId))
          .map((agent) => (
            <Checkbox
              key={agent.personId}
              name="memberPersonIds"
              value={agent.personId}
              defaultChecked={memberIds.has(agent.personId)}
              label={agent.name}
            />
          ))}
      </fieldset>
    </FormDialog>
  );
}
