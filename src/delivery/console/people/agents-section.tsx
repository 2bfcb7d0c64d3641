import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  iconEllipsis,
  iconLogOut,
  iconMail,
  iconPencil,
  iconShieldAlert,
  iconUserPlus,
} from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Agent } from '../../web/contract.ts';
import { Avatar } from '../parts/avatar.tsx';
import { Button, IconButton } from '../parts/button.tsx';
import { cx } from '../parts/class-names.ts';
import { Fetching } from '../parts/fetched.tsx';
import { Checkbox, Field, TextArea, TextInput } from '../parts/field.tsx';
import { type Filled, FormDialog } from '../parts/form-dialog.tsx';
import { invitationWords } from '../parts/invitation-words.ts';
import { LanguageSelect } from '../parts/locale-fields.tsx';
import { Menu, MenuItem, MenuSeparator } from '../parts/menu.tsx';
import { Cell, Row, Table } from '../parts/table.tsx';
import { say, sayProblem } from '../parts/toast.tsx';
import { agentsQuery, teamsQuery } from '../server/queries.ts';
import { useWrite } from '../server/use-write.ts';
import { useSession } from '../session/session.tsx';

type Role = Agent['roles'][number];

const roles = [
  'agent',
  'supervisor',
  'billing',
  'administrator',
] as const satisfies readonly Role[];
const roleWords: Readonly<Record<Role, () => string>> = {
  agent: m.console_role_agent,
  supervisor: m.console_role_supervisor,
  billing: m.console_role_billing,
  administrator: m.console_role_administrator,
};
const roleHints: Readonly<Record<Role, () => string>> = {
  agent: m.console_role_agent_hint,
  supervisor: m.console_role_supervisor_hint,
  billing: m.console_role_billing_hint,
  administrator: m.console_role_administrator_hint,
};
const touches = [['agents'], ['teams']];

export function AgentsSection() {
  const { rights } = useSession();
  const agents = useQuery(agentsQuery());
  const [inviting, setInviting] = useState(false);
  const [editing, setEditing] = useState<Agent | null>(null);
  return (
    <>
      {rights.administrator && (
        <div className="mb-3 flex justify-end">
          <Button look="primary" icon={iconUserPlus} onClick={() => setInviting(true)}>
            {m.console_people_invite()}
          </Button>
        </div>
      )}
      <Fetching of={agents} />
      {agents.data !== undefined && (
        <Table
          label={m.console_people_agents()}
          columns={[
            { words: m.console_field_name() },
            { words: m.console_people_roles() },
            { words: m.console_people_teams(), wide: true },
            { words: m.console_contacts_access(), wide: true },
            ...(rights.administrator ? [{ words: m.console_more(), acts: true }] : []),
          ]}
        >
          {agents.data.items.map((agent) => (
            <AgentRow key={agent.personId} agent={agent} onEdit={() => setEditing(agent)} />
          ))}
        </Table>
      )}
      {inviting && <InviteAgentDialog onClose={() => setInviting(false)} />}
      {editing !== null && <EditAgentDialog agent={editing} onClose={() => setEditing(null)} />}
    </>
  );
}

function AgentRow({ agent, onEdit }: { agent: Agent; onEdit: () => void }) {
  const { me, rights } = useSession();
  const update = useWrite('updateAgent', {
    touches,
    onDone: () => say(m.console_saved()),
    onProblem: sayProblem,
  });
  const resend = useWrite('resendInvitation', {
    touches,
    onDone: () => say(m.console_contacts_invited({ name: agent.name })),
    onProblem: sayProblem,
  });
  const revoke = useWrite('revokeSessions', {
    onDone: () => say(m.console_people_sessions_ended({ name: agent.name })),
    onProblem: sayProblem,
  });
  const reset = useWrite('resetSecondFactor', {
    touches,
    onDone: () => say(m.console_second_factor_reset_done({ name: agent.name })),
    onProblem: sayProblem,
  });
  const params = { personId: agent.personId };
  return (
    <Row className={agent.disabled ? 'text-soft' : ''}>
      <Cell>
        <span className="flex items-center gap-3">
          <Avatar name={agent.name} />
          <span className="min-w-0">
            <span className="font-medium">{agent.name}</span>
            {agent.personId === me.personId && (
              <span className="text-soft"> · {m.console_people_you()}</span>
            )}
            <span className="block text-xs break-all text-soft">{agent.email}</span>
          </span>
        </span>
      </Cell>
      <Cell>{agent.roles.map((role) => roleWords[role]()).join(', ')}</Cell>
      <Cell wide>{agent.teams.map((team) => team.name).join(', ')}</Cell>
      <Cell wide className={cx(agent.disabled && 'font-strong text-bad')}>
        {agent.disabled ? m.console_person_disabled() : accessWords(agent)}
      </Cell>
      {rights.administrator && (
        <Cell right>
          <Menu
            trigger={
              <IconButton icon={iconEllipsis} name={m.console_acts_for({ name: agent.name })} />
            }
          >
            <MenuItem icon={iconPencil} onSelect={onEdit}>
              {m.console_edit()}
            </MenuItem>
            {agent.invitation !== 'accepted' && !agent.disabled && (
              <MenuItem icon={iconMail} onSelect={() => resend.send({ params })}>
                {m.console_contacts_resend_invitation()}
              </MenuItem>
            )}
            <MenuItem icon={iconLogOut} onSelect={() => revoke.send({ params })}>
              {m.console_people_end_sessions()}
            </MenuItem>
            {agent.secondFactor && (
              <MenuItem icon={iconShieldAlert} onSelect={() => reset.send({ params })}>
                {m.console_second_factor_reset()}
              </MenuItem>
            )}
            {agent.personId !== me.personId && (
              <>
                <MenuSeparator />
                <MenuItem
                  danger={!agent.disabled}
                  onSelect={() => update.send({ params, body: { disabled: !agent.disabled } })}
                >
                  {agent.disabled ? m.console_person_enable() : m.console_person_disable()}
                </MenuItem>
              </>
            )}
          </Menu>
        </Cell>
      )}
    </Row>
  );
}

/** Whoever set the desk up was never invited, and works here all the same. */
const accessWords = ({ invitation }: Agent): string =>
  invitationWords[invitation === 'none' ? 'accepted' : invitation]();

function InviteAgentDialog({ onClose }: { onClose: () => void }) {
  const { me } = useSession();
  const invite = useWrite('inviteAgent', {
    touches,
    onDone: ({ name }) => {
      onClose();
      say(m.console_contacts_invited({ name }));
    },
  });
  return (
    <FormDialog
      title={m.console_people_invite()}
      description={m.console_people_invite_detail()}
      act={m.console_people_invite_act()}
      busy={invite.pending}
      error={invite.error}
      onClose={onClose}
      onSend={(filled) =>
        invite.send({
          body: {
            name: filled.text('name'),
            email: filled.text('email'),
            roles: rolesIn(filled),
            teamIds: filled.all('teamIds').map(Number),
            language: filled.text('language') === 'en' ? 'en' : 'es',
          },
        })
      }
    >
      <Field name="name" label={m.console_field_name()}>
        <TextInput name="name" required maxLength={200} autoFocus />
      </Field>
      <Field name="email" label={m.console_field_email()}>
        <TextInput name="email" type="email" required maxLength={254} />
      </Field>
      <LanguageSelect defaultValue={me.language} />
      <RolesAndTeams roles={['agent']} teamIds={[]} />
    </FormDialog>
  );
}

function EditAgentDialog({ agent, onClose }: { agent: Agent; onClose: () => void }) {
  const update = useWrite('updateAgent', {
    touches: [...touches, ['me']],
    onDone: () => {
      onClose();
      say(m.console_saved());
    },
  });
  return (
    <FormDialog
      title={agent.name}
      description={agent.email}
      act={m.console_save()}
      busy={update.pending}
      error={update.error}
      onClose={onClose}
      onSend={(filled) => {
        const signature = filled.given('signature');
        update.send({
          params: { personId: agent.personId },
          body: {
            name: filled.text('name'),
            roles: rolesIn(filled),
            teamIds: filled.all('teamIds').map(Number),
            ...(signature === undefined ? {} : { signature }),
          },
        });
      }}
    >
      <Field name="name" label={m.console_field_name()}>
        <TextInput name="name" required maxLength={200} defaultValue={agent.name} />
      </Field>
      <RolesAndTeams roles={agent.roles} teamIds={agent.teams.map((team) => team.id)} />
      <Field
        name="signature"
        label={m.console_people_signature()}
        optional
        hint={m.console_people_signature_hint()}
      >
        <TextArea name="signature" rows={2} maxLength={2000} />
      </Field>
    </FormDialog>
  );
}

const rolesIn = (filled: Filled): Role[] =>
  roles.filter((role) => filled.all('roles').includes(role));

function RolesAndTeams({
  roles: chosen,
  teamIds,
}: {
  roles: readonly Role[];
  teamIds: readonly number[];
}) {
  const teams = useQuery(teamsQuery());
  return (
    <>
      <fieldset>
        <legend className="mb-1 font-medium">{m.console_people_roles()}</legend>
        {roles.map((role) => (
          <Checkbox
            key={role}
            name="roles"
            value={role}
            defaultChecked={chosen.includes(role)}
            label={roleWords[role]()}
            hint={roleHints[role]()}
          />
        ))}
      </fieldset>
      {teams.data !== undefined && teams.data.items.length > 0 && (
        <fieldset>
          <legend className="mb-1 font-medium">{m.console_people_teams()}</legend>
          {teams.data.items.map((team) => (
            <Checkbox
              key={team.id}
              name="teamIds"
              value={team.id}
              defaultChecked={teamIds.includes(team.id)}
              label={team.name}
            />
          ))}
        </fieldset>
      )}
    </>
  );
}
