import { type Declined, decline } from '../../kernel/declined.ts';
import type { Language } from '../../kernel/language.ts';
import type { Database } from '../../platform/database/index.ts';
import { announceAccess, endAccess } from './end-access.ts';
import { invite } from './invitations.ts';
import type { Acting, Agent, AgentRole } from './model.ts';
import { insertAudit } from './store/audit.ts';
import { revokeInvitations } from './store/invitations.ts';
import {
  countTeams,
  insertAgent,
  insertPerson,
  lockAdministrators,
  lockPerson,
  replaceRoles,
  replaceTeamsOf,
  selectAgent,
  updatePersonRow,
  updateSignature,
} from './store/people.ts';
import { undoWhenDeclined } from './undo-when-declined.ts';

export interface NewAgent {
  readonly name: string;
  readonly email: string;
  readonly roles: readonly AgentRole[];
  readonly teamIds: readonly number[];
  readonly language: Language;
  readonly timeZone: string;
}

/** Adds and invites somebody of the firm (`address-in-use`, `team-unknown`). */
export function addAgent(
  database: Pick<Database, 'db'>,
  agent: NewAgent,
  by: Acting,
): Promise<number | Declined> {
  const { name, email, roles, teamIds, language, timeZone } = agent;
  const { at } = by;
  return undoWhenDeclined(database, async (tx) => {
    const personId = await insertPerson(tx, { name, email, language, timeZone, at });
    if (personId === null) return decline('address-in-use', { address: email });
    await insertAgent(tx, personId, at);
    await replaceRoles(tx, personId, roles, at);
    if ((await countTeams(tx, teamIds)) < new Set(teamIds).size) return decline('team-unknown');
    await replaceTeamsOf(tx, personId, teamIds);
    await insertAudit(tx, by, {
      action: 'agent.added',
      subject: `person:${personId}`,
      detail: { roles, teamIds },
    });
    await invite(tx, personId, by);
    return personId;
  });
}

export interface AgentChanges {
  readonly name?: string | undefined;
  readonly roles?: readonly AgentRole[] | undefined;
  readonly teamIds?: readonly number[] | undefined;
  readonly disabled?: boolean | undefined;
  readonly signature?: string | undefined;
}

/**
 * Null when there is no such agent. The desk always keeps one administrator who may come in (`last-administrator`);
 * `own-access`, `team-unknown`.
 */
export function updateAgent(
  database: Pick<Database, 'db'>,
  personId: number,
  changes: AgentChanges,
  by: Acting,
): Promise<Agent | null | Declined> {
  const { name, roles, teamIds, disabled, signature } = changes;
  const { at } = by;
  return undoWhenDeclined(database, async (tx) => {
    const administrators = await lockAdministrators(tx);
    await lockPerson(tx, personId);
    const before = await selectAgent(tx, personId, at);
    if (before === null) return null;
    if (disabled === true && by.actor.kind === 'person' && by.actor.personId === personId) {
      return decline('own-access');
    }
    const leaves = disabled === true || (roles !== undefined && !roles.includes('administrator'));
    if (leaves && administrators.length === 1 && administrators[0] === personId) {
      return decline('last-administrator');
    }
    await updatePersonRow(tx, personId, { name, disabled, at });
    if (roles !== undefined) {
      await replaceRoles(tx, personId, roles, at);
      await announceAccess(tx, personId);
    }
    if (signature !== undefined) await updateSignature(tx, personId, signature);
    if (teamIds !== undefined) {
      if ((await countTeams(tx, teamIds)) < new Set(teamIds).size) return decline('team-unknown');
      await replaceTeamsOf(tx, personId, teamIds);
    }
    if (disabled === true) {
      await endAccess(tx, personId);
      await revokeInvitations(tx, personId, at);
    }
    await insertAudit(tx, by, {
      action: 'agent.updated',
      subject: `person:${personId}`,
      detail: { ...changes, rolesBefore: before.roles },
    });
    return selectAgent(tx, personId, at);
  });
}
