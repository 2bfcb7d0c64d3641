import { isDeclined } from '../../../kernel/declined.ts';
import {
  acceptTerms,
  agreementInForce,
  termsAcceptances,
  updateFirm,
} from '../../../modules/agreements/index.ts';
import { addMailbox } from '../../../modules/correspondence/index.ts';
import {
  acceptInvitation,
  type Challenge,
  changePassword,
  confirmSignInLink,
  hasPassword,
  isChallenge,
  isDemoDesk,
  listSessions,
  type Principal,
  readOrganization,
  readPerson,
  requestSignInLink,
  revokeOwnSession,
  setUp,
  signInWithPassword,
  signOut,
  undoSecondsOf,
  updateMe,
} from '../../../modules/people/index.ts';
import { type Db, inTransaction } from '../../../platform/database/index.ts';
import { safePath } from '../../../platform/http.ts';
import type { Me } from '../contract/people.ts';
import { type Mounting, notFound } from '../handlers.ts';
import { ownOrganizationId, type RequestContext } from '../request-context.ts';
import { toAcceptedTerms, toTime } from './as-json.ts';

/** Coming in and going out, and what a person may say of itself. */
export function mountSession({ mount }: Mounting): void {
  mount('setUp', async ({ body }, { database, origin, cookies }) => {
    const { token, firmName, name, email, password, language, timeZone, mailboxAddress } = body;
    const first = { token, name, email, password, language, timeZone };
    const session = await setUp(database, first, origin, async (tx, personId) => {
      const by = { actor: { kind: 'person' as const, personId }, ...origin };
      await updateFirm(tx, { name: firmName, language, timeZone }, by);
      if (mailboxAddress === undefined) return;
      await addMailbox(tx, {
        address: mailboxAddress,
        name: firmName,
        teamId: null,
        serviceId: null,
        language,
        signature: '',
        active: true,
      });
    });
    if (isDeclined(session)) return session;
    cookies.keep(session);
    return { next: '/console' };
  });

  mount('requestSignInLink', async ({ body }, { database, at, ip }) => {
    const request = { email: body.email, next: safePath(body.next, '/') };
    const declined = await requestSignInLink(database, request, { at, ipAddress: ip });
    return declined ?? undefined;
  });

  mount('confirmSignInLink', async ({ body }, { database, origin, cookies }) => {
    const entered = await confirmSignInLink(database, body.token, origin);
    if (isDeclined(entered)) return entered;
    const next = safePath(entered.next, '/');
    if (isChallenge(entered)) return { next, ...owed(entered) };
    cookies.keep(entered);
    return { next, ...nothingOwed };
  });

  mount('signInWithPassword', async ({ body }, { database, origin, cookies }) => {
    const entered = await signInWithPassword(database, body, origin);
    if (isDeclined(entered)) return entered;
    if (isChallenge(entered)) return { next: '/', ...owed(entered) };
    cookies.keep(entered);
    return { next: await doorOf(database.db, entered.personId), ...nothingOwed };
  });

  mount('signOut', async (_input, { database, origin, cookies }) => {
    await signOut(database, origin.previousToken);
    cookies.forget();
    return undefined;
  });

  mount('acceptInvitation', async ({ body }, { database, origin, cookies }) => {
    const entered = await acceptInvitation(database, body, origin);
    if (isDeclined(entered)) return entered;
    if (isChallenge(entered)) return { next: '/', ...owed(entered) };
    cookies.keep(entered);
    return { next: await doorOf(database.db, entered.personId), ...nothingOwed };
  });

  mount('getMe', (_input, context) => readMe(context));

  mount('updateMe', async ({ body }, context) => {
    await updateMe(context.database, context.principal.personId, body, context.acting);
    return readMe(context);
  });

  mount('changePassword', async ({ body }, { database, principal, origin, cookies }) => {
    const session = await changePassword(database, principal, body, origin);
    if (isDeclined(session)) return session;
    // Programs with a key keep their key; a browser goes on with a new session.
    if (principal.via.kind === 'session') cookies.keep(session);
    return undefined;
  });

  mount('listMySessions', async (_input, { database, principal, at }) => {
    const sessions = await listSessions(database.db, principal.personId, at);
    return {
      items: sessions.map(({ id, ipAddress, userAgent, createdAt, expiresAt }) => ({
        id,
        current: isCurrent(principal, id),
        ipAddress,
        userAgent,
        createdAt: toTime(createdAt),
        expiresAt: toTime(expiresAt),
      })),
    };
  });

  mount('revokeMySession', async ({ params }, { database, principal, cookies }) => {
    const { sessionId } = params;
    const { personId } = principal;
    if (!(await revokeOwnSession(database, { personId, sessionId }))) return notFound;
    if (isCurrent(principal, sessionId)) cookies.forget();
    return undefined;
  });

  mount('acceptTerms', async ({ body }, context) => {
    const { database, principal, at, ip } = context;
    const organizationId = ownOrganizationId(principal);
    const acceptedAt = await inTransaction(database, (tx) =>
      acceptTerms(tx, {
        personId: principal.personId,
        version: body.version,
        channel: 'portal',
        ipAddress: ip,
        at,
        organizationId,
      }),
    );
    return acceptedAt === null ? notFound : readMe(context);
  });
}

const owed = ({ challenge, factors }: Challenge) => ({ challenge, factors: [...factors] });
const nothingOwed = { challenge: null, factors: [] };

/** Where a person begins: an agent in the console, a contact in the portal. */
export async function doorOf(db: Db, personId: number): Promise<string> {
  const person = await readPerson(db, personId);
  return (person?.roles.length ?? 0) > 0 ? '/console' : '/';
}

const isCurrent = ({ via }: Principal, sessionId: number): boolean =>
  via.kind === 'session' && via.sessionId === sessionId;

async function readMe({ database, principal, at }: RequestContext): Promise<Me> {
  const { db } = database;
  const { personId, organizationId } = principal;
  const person = await readPerson(db, personId);
  const organization =
    organizationId === null ? null : await readOrganization(db, organizationId, at);
  return {
    personId,
    name: person?.name ?? principal.name,
    email: principal.email,
    language: person?.language ?? principal.language,
    timeZone: person?.timeZone ?? principal.timeZone,
    roles: [...principal.roles],
    organization: organization === null ? null : { id: organization.id, name: organization.name },
    hasPassword: await hasPassword(db, personId),
    undoSeconds: await undoSecondsOf(db, personId),
    terms: organizationId === null ? null : await readTerms(),
    // An agent of a demo desk is told too: nothing there is real.
    demo: organizationId === null ? await isDemoDesk(db) : principal.demo,
  };

  async function readTerms(): Promise<Me['terms']> {
    const { version } = await agreementInForce(db, at);
    const accepted = ((await termsAcceptances(db, [personId])).get(personId) ?? []).map(
      toAcceptedTerms,
    );
    const inForce = accepted.find((each) => each.version === version);
    return { version, acceptedAt: inForce?.acceptedAt ?? null, accepted };
  }
}
