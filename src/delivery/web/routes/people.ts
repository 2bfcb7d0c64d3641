import { z } from 'zod';
import { isDeclined } from '../../../kernel/declined.ts';
import { readFirm } from '../../../modules/agreements/index.ts';
import {
  type Agent,
  type ApiKey,
  addAgent,
  createApiKey,
  createTeam,
  listAgents,
  listApiKeys,
  listAudit,
  listTeams,
  readAgent,
  readPerson,
  readTeam,
  resendInvitation,
  revokeAllSessions,
  revokeApiKey,
  type Team,
  updateAgent,
  updateTeam,
} from '../../../modules/people/index.ts';
import { readCursor, toPage } from '../../../platform/http.ts';
import { type Mounting, notFound } from '../handlers.ts';
import type { RequestContext } from '../request-context.ts';
import { toTime, toTimeOrNull } from './as-json.ts';

const timeCursor = z.tuple([z.int(), z.int()]);

/** Those who work at the desk: agents, teams, keys, and who changed what. */
export function mountPeople({ mount }: Mounting): void {
  mount('listAgents', async (_input, { database, at }) => ({
    items: (await listAgents(database.db, at)).map(agentAnswer),
  }));

  mount('inviteAgent', async ({ body }, { database, acting, at }) => {
    const { timeZone } = await readFirm(database.db);
    const personId = await addAgent(database, { ...body, timeZone }, acting);
    if (isDeclined(personId)) return personId;
    const agent = await readAgent(database.db, personId, at);
    return agent === null ? notFound : agentAnswer(agent);
  });

  mount('updateAgent', async ({ params, body }, { database, acting }) => {
    const agent = await updateAgent(database, params.personId, body, acting);
    if (isDeclined(agent)) return agent;
    return agent === null ? notFound : agentAnswer(agent);
  });

  mount('resendInvitation', async ({ params }, context) => {
    const { database, acting } = context;
    if (!(await mayInvite(params.personId, context))) return notFound;
    const sent = await resendInvitation(database, params.personId, acting);
    if (isDeclined(sent)) return sent;
    return sent ? undefined : notFound;
  });

  mount('revokeSessions', async ({ params }, { database, acting }) =>
    (await revokeAllSessions(database, params.personId, acting)) ? undefined : notFound,
  );

  mount('listTeams', async (_input, { database }) => ({
    items: (await listTeams(database.db)).map(teamAnswer),
  }));

  mount('createTeam', async ({ body }, { database, acting }) => {
    const teamId = await createTeam(database, body, acting);
    if (isDeclined(teamId)) return teamId;
    const team = await readTeam(database.db, teamId);
    return team === null ? notFound : teamAnswer(team);
  });

  mount('updateTeam', async ({ params, body }, { database, acting }) => {
    const team = await updateTeam(database, params.teamId, body, acting);
    if (isDeclined(team)) return team;
    return team === null ? notFound : teamAnswer(team);
  });

  mount('listApiKeys', async (_input, { database }) => ({
    items: (await listApiKeys(database.db)).map(apiKeyAnswer),
  }));

  mount('createApiKey', async ({ body }, { database, acting }) => {
    const { expiresAt, ...given } = body;
    const expiry = expiresAt === undefined ? {} : { expiresAt: Date.parse(expiresAt) };
    const created = await createApiKey(database, { ...given, ...expiry }, acting);
    if (isDeclined(created)) return created;
    const key = (await listApiKeys(database.db)).find(({ id }) => id === created.apiKeyId);
    return key === undefined ? notFound : { ...apiKeyAnswer(key), key: created.key };
  });

  mount('revokeApiKey', async ({ params }, { database, acting }) =>
    (await revokeApiKey(database, params.apiKeyId, acting)) ? undefined : notFound,
  );

  mount('listAudit', async ({ query }, { database }) => {
    const key = readCursor(query.cursor, timeCursor);
    const rows = await listAudit(database.db, {
      before: key === null ? undefined : { at: key[0], id: key[1] },
      limit: query.limit + 1,
    });
    const page = toPage(rows, query.limit, ({ at, id }) => [at, id]);
    return {
      items: page.items.map((entry) => ({
        ...entry,
        at: toTime(entry.at),
        detail: { ...entry.detail },
      })),
      nextCursor: page.nextCursor,
    };
  });
}

/** A company's administrator invites the own company's contacts, the desk any contact, administrators also agents. */
async function mayInvite(
  personId: number,
  { database, principal }: RequestContext,
): Promise<boolean> {
  const person = await readPerson(database.db, personId);
  if (person === null) return false;
  if (principal.organizationId !== null) {
    return person.contact?.organizationId === principal.organizationId;
  }
  return person.contact !== null || principal.roles.includes('administrator');
}

const agentAnswer = ({ signature: _, roles, teams, ...agent }: Agent) => ({
  ...agent,
  roles: [...roles],
  teams: [...teams],
});

const teamAnswer = ({ members, ...team }: Team) => ({ ...team, members: [...members] });

const apiKeyAnswer = (key: ApiKey) => ({
  ...key,
  scopes: [...key.scopes],
  expiresAt: toTimeOrNull(key.expiresAt),
  lastUsedAt: toTimeOrNull(key.lastUsedAt),
  createdAt: toTime(key.createdAt),
});
