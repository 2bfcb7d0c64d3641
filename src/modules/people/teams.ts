import { type Declined, decline } from '../../kernel/declined.ts';
import type { Database } from '../../platform/database/index.ts';
import type { Acting, Team } from './model.ts';
import { insertAudit } from './store/audit.ts';
import {
  countAgents,
  insertTeam,
  isTeamNameTaken,
  replaceMembers,
  selectTeam,
  updateTeamRow,
} from './store/people.ts';
import { undoWhenDeclined } from './undo-when-declined.ts';

export interface NewTeam {
  readonly name: string;
  /** I: takes what is referred to professional services. */
  readonly professionalServices: boolean;
  readonly memberPersonIds: readonly number[];
}

/** `name-in-use`, `agent-unknown`. */
export function createTeam(
  database: Pick<Database, 'db'>,
  team: NewTeam,
  by: Acting,
): Promise<number | Declined> {
  const { name, professionalServices, memberPersonIds } = team;
  return undoWhenDeclined(database, async (tx) => {
    const teamId = await insertTeam(tx, { name, professionalServices, at: by.at });
    if (teamId === null) return decline('name-in-use', { name });
    if ((await countAgents(tx, memberPersonIds)) < new Set(memberPersonIds).size) {
      return decline('agent-unknown');
    }
    await replaceMembers(tx, teamId, memberPersonIds);
    await insertAudit(tx, by, {
      action: 'team.created',
      subject: `team:${teamId}`,
      detail: { name, professionalServices, memberPersonIds },
    });
    return teamId;
  });
}

/** Null when there is no such team; `name-in-use`, `agent-unknown`. */
export function updateTeam(
  database: Pick<Database, 'db'>,
  teamId: number,
  changes: { readonly [Key in keyof NewTeam]?: NewTeam[Key] | undefined },
  by: Acting,
): Promise<Team | null | Declined> {
  const { name, memberPersonIds } = changes;
  return undoWhenDeclined(database, async (tx) => {
    if ((await selectTeam(tx, teamId)) === null) return null;
    if (name !== undefined && (await isTeamNameTaken(tx, name, teamId))) {
      return decline('name-in-use', { name });
    }
    await updateTeamRow(tx, teamId, changes);
    if (memberPersonIds !== undefined) {
      if ((await countAgents(tx, memberPersonIds)) < new Set(memberPersonIds).size) {
        return decline('agent-unknown');
      }
      await replaceMembers(tx, teamId, memberPersonIds);
    }
    await insertAudit(tx, by, {
      action: 'team.updated',
      subject: `team:${teamId}`,
      detail: { ...changes },
    });
    return selectTeam(tx, teamId);
  });
}
