import { isDeclined } from '../../../kernel/declined.ts';
import { dayMs } from '../../../kernel/duration.ts';
import { dateOf, timeZone } from '../../../kernel/wall-time.ts';
import { readFirm } from '../../../modules/agreements/index.ts';
import {
  answerChallenge,
  confirmSecondFactor,
  dropSecondFactor,
  offerSecondFactor,
  readFactorRules,
  readSecondFactor,
  renewRecoveryCodes,
  resetSecondFactor,
  setFactorRules,
} from '../../../modules/people/index.ts';
import type { Db } from '../../../platform/database/index.ts';
import type { Sealer } from '../../../platform/sealed-secret.ts';
import { type Mounting, notFound } from '../handlers.ts';
import type { RequestContext } from '../request-context.ts';
import { startOfDay } from '../start-of-day.ts';
import { toTime, toTimeOrNull } from './as-json.ts';
import { doorOf } from './session.ts';

/** The second factor of a person: at sign-in, in its profile, and for whoever lost it. */
export function mountSecondFactor(
  { mount }: Mounting,
  { sealer }: { readonly sealer: Sealer },
): void {
  mount('answerSignInChallenge', async ({ body }, { database, origin, cookies }) => {
    const session = await answerChallenge(database, body, origin, sealer);
    if (isDeclined(session)) return session;
    cookies.keep(session);
    return { next: await doorOf(database.db, session.personId) };
  });

  mount('getSecondFactor', async (_input, { database, principal }) => {
    const { since, recoveryCodesLeft, passkeys, obligedFrom } = await readSecondFactor(
      database.db,
      principal.personId,
    );
    return {
      since: toTimeOrNull(since),
      recoveryCodesLeft,
      obligedFrom: toTimeOrNull(obligedFrom),
      passkeys: passkeys.map(({ id, name, createdAt, lastUsedAt }) => ({
        id,
        name,
        createdAt: toTime(createdAt),
        lastUsedAt: toTimeOrNull(lastUsedAt),
      })),
    };
  });

  mount('offerSecondFactor', async (_input, { database, principal, at }) => {
    const { name: issuer } = await readFirm(database.db);
    return offerSecondFactor(database, principal, { issuer, sealer, at });
  });

  mount('confirmSecondFactor', async ({ body }, context) => {
    const told = await confirmSecondFactor(context.database, shown(body, context), by(context));
    return isDeclined(told) ? told : { recoveryCodes: [...told.recoveryCodes] };
  });

  mount('renewRecoveryCodes', async ({ body }, context) => {
    const { database, principal } = context;
    const told = await renewRecoveryCodes(database, principal, body.code ?? null, by(context));
    return isDeclined(told) ? told : { recoveryCodes: [...told.recoveryCodes] };
  });

  mount('dropSecondFactor', async ({ body }, context) => {
    const declined = await dropSecondFactor(context.database, shown(body, context), by(context));
    return declined ?? undefined;
  });

  mount('resetSecondFactor', async ({ params }, context) => {
    const { database } = context;
    return (await resetSecondFactor(database, params.personId, by(context))) ? undefined : notFound;
  });

  mount('getFactorRules', (_input, { database }) => factorRules(database.db));

  mount('setFactorRules', async ({ body }, { database, acting }) => {
    const { timeZone: zone } = await readFirm(database.db);
    const { agentsFrom: day, customerAdministrators } = body;
    const agentsFrom = startOfDay(day ?? undefined, { daysLater: 0, zone }) ?? null;
    await setFactorRules(database, { agentsFrom, customerAdministrators }, acting);
    return factorRules(database.db);
  });

  const by = ({ acting, origin }: RequestContext) => ({ ...acting, ...origin, sealer });
}

const shown = ({ code }: { readonly code: string }, { principal }: RequestContext) => ({
  personId: principal.personId,
  code,
});

async function factorRules(db: Db) {
  const { timeZone: zone } = await readFirm(db);
  const { agentsFrom, customerAdministratorsFrom, ...without } = await readFactorRules(db);
  return {
    agentsFrom:
      agentsFrom === null ? null : dateOf(Math.floor(timeZone(zone).wallOf(agentsFrom) / dayMs)),
    customerAdministrators: customerAdministratorsFrom !== null,
    ...without,
  };
}
