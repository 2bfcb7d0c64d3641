import { useQuery } from '@tanstack/react-query';
import * as m from '../../ui/words/generated/messages.js';
import { teamsQuery } from '../server/queries.ts';
import { Field, Select } from './field.tsx';

/** The team to which something goes, or none. */
export function TeamSelect({ chosen }: { chosen: number | null }) {
  const teams = useQuery(teamsQuery());
  return (
    <Field name="teamId" label={m.console_ticket_team()} optional>
      <Select name="teamId" defaultValue={chosen ?? ''}>
        <option value="">{m.console_none()}</option>
        {teams.data?.items.map((team) => (
          <option key={team.id} value={team.id}>
            {team.name}
          </option>
        ))}
      </Select>
    </Field>
  );
}
