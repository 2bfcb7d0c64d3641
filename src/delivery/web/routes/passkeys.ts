import { isDeclined } from '../../../kernel/declined.ts';
import type { RelyingParty } from '../../../kernel/relying-party.ts';
import { readFirm } from '../../../modules/agreements/index.ts';
import {
  addPasskey,
  offerPasskey,
  offerPasskeySignIn,
  removePasskey,
  renamePasskey,
  signInWithPasskey,
} from '../../../modules/people/index.ts';
import { knownDeviceOf } from '../../ui/device-of.ts';
import { type Mounting, notFound } from '../handlers.ts';
import { doorOf } from './session.ts';

/** Passkeys: at sign-in, and in a person's own hands. `party` is null where no browser has them. */
export function mountPasskeys(
  { mount }: Mounting,
  { party }: { readonly party: RelyingParty | null },
): void {
  mount('offerPasskeySignIn', async ({ body }, { database, origin }) => {
    const options = await offerPasskeySignIn(database, party, body, origin);
    return isDeclined(options) ? options : { options: { ...options } };
  });

  mount('signInWithPasskey', async ({ body }, { database, origin, cookies }) => {
    const session = await signInWithPasskey(database, party, body.credential, origin);
    if (isDeclined(session)) return session;
    cookies.keep(session);
    return { next: await doorOf(database.db, session.personId) };
  });

  mount('offerPasskey', async (_input, { database, principal, at }) => {
    const { name: firmName } = await readFirm(database.db);
    const options = await offerPasskey(database, party, principal, { firmName, at });
    return isDeclined(options) ? options : { options: { ...options } };
  });

  mount('addPasskey', async ({ body }, { database, principal, acting, origin }) => {
    const { credential: answer, name = knownDeviceOf(origin.userAgent ?? '') ?? 'Passkey' } = body;
    const by = { ...acting, ...origin };
    const added = await addPasskey(database, party, principal, { answer, name }, by);
    if (isDeclined(added)) return added;
    return { passkeyId: added.passkeyId, recoveryCodes: [...added.recoveryCodes] };
  });

  mount('renamePasskey', async ({ params, body }, { database, principal }) => {
    const key = { personId: principal.personId, passkeyId: params.passkeyId };
    return (await renamePasskey(database, key, body.name)) ? undefined : notFound;
  });

  mount('removePasskey', async ({ params }, { database, principal, acting, origin }) => {
    const by = { ...acting, ...origin };
    const removed = await removePasskey(database, principal, params.passkeyId, by);
    if (isDeclined(removed)) return removed;
    return removed ? undefined : notFound;
  });
}
