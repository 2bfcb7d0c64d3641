import { createHash, randomBytes } from 'node:crypto';
import type { Instant } from '../../kernel/clock.ts';
import { type Declined, decline } from '../../kernel/declined.ts';
import type { RelyingParty } from '../../kernel/relying-party.ts';
import { type Database, inTransaction } from '../../platform/database/index.ts';
import {
  type CreationOptions,
  type Credential,
  type CredentialAnswer,
  challengeOf,
  creationOptions,
  type RequestOptions,
  requestOptions,
  verifyCreated,
  verifyShown,
} from '../../platform/web-authn.ts';
import { type AttemptLimit, forgetAttempt, takeAttempt } from './attempts.ts';
import { openAudited } from './enter.ts';
import { declineLast } from './factor-rules.ts';
import { beginFactor, declineStale, endFactor } from './factors.ts';
import type { ActingFromDevice, OpenedSession, Principal } from './model.ts';
import type { ToldCodes } from './recovery-codes.ts';
import { hashSecret } from './secret.ts';
import type { SessionOrigin } from './sessions.ts';
import { insertAudit } from './store/audit.ts';
import {
  deletePasskey,
  insertPasskey,
  insertPasskeyChallenge,
  keepPasskeyUse,
  lockCredential,
  type PasskeyKey,
  selectCredentials,
  takePasskeyChallenge,
  updatePasskeyName,
} from './store/passkeys.ts';
import { lockPerson } from './store/people.ts';
import { deleteChallenge, selectChallenge, selectFactors } from './store/second-factor.ts';
import { tellAccessChanged } from './tell-access-changed.ts';

const challengeLifetimeMs = 10 * 60_000;
/** More than anybody has devices. */
const passkeysMax = 20;

const limitFrom = (
  what: string,
  { ipAddress }: SessionOrigin,
  attemptsMax: number,
): AttemptLimit => ({
  key: `${what}:from:${ipAddress ?? 'unknown'}`,
  attemptsMax,
  windowSeconds: 15 * 60,
});

/**
 * What a browser asks its authenticators for. Without a first factor any passkey of this desk may answer, and nobody
 * learns whose there are; after one (`challenge`) those of that person. Declined: `passkeys-unavailable`,
 * `challenge-ended`, `too-many-attempts`.
 */
export async function offerPasskeySignIn(
  database: Pick<Database, 'db'>,
  party: RelyingParty | null,
  asked: { readonly challenge?: string | undefined },
  origin: SessionOrigin,
): Promise<RequestOptions | Declined> {
  if (party === null) return decline('passkeys-unavailable');
  const limit = limitFrom('passkey-offer', origin, 120);
  const tooMany = await takeAttempt(database.db, [limit], origin.at);
  if (tooMany !== null) return tooMany;
  return inTransaction(database, async (tx) => {
    const signInTokenSha256 = asked.challenge === undefined ? null : hashSecret(asked.challenge);
    const first = signInTokenSha256 === null ? null : await selectChallenge(tx, signInTokenSha256);
    if (asked.challenge !== undefined && (first === null || first.expiresAt <= origin.at)) {
      return decline('challenge-ended');
    }
    const known = first === null ? [] : (await selectCredentials(tx, first.personId)).known;
    const challenge = randomBytes(32);
    await insertPasskeyChallenge(tx, {
      sha256: sha256Of(challenge),
      maker: null,
      signInTokenSha256,
      expiresAt: origin.at + challengeLifetimeMs,
    });
    return requestOptions(party, { challenge, timeoutMs: challengeLifetimeMs, known });
  });
}

/**
 * By a passkey, which is both factors: the device, and that it recognised its person. After a first factor it must be
 * of the same person. Whatever is wrong gets one answer after the same work (`passkey-refused`), a passkey that nobody
 * knows, too; `challenge-ended`, `too-many-attempts`.
 */
export async function signInWithPasskey(
  database: Pick<Database, 'db'>,
  party: RelyingParty | null,
  answer: CredentialAnswer,
  origin: SessionOrigin,
): Promise<OpenedSession | Declined> {
  if (party === null) return decline('passkeys-unavailable');
  const limits = [limitFrom('passkey', origin, 30)];
  const tooMany = await takeAttempt(database.db, limits, origin.at);
  if (tooMany !== null) return tooMany;
  const challenge = challengeOf(answer);
  if (challenge === null) return decline('passkey-refused');
  const asked = await takePasskeyChallenge(database.db, sha256Of(challenge));
  if (asked === null || asked.maker !== null || asked.expiresAt <= origin.at) {
    return decline('challenge-ended');
  }
  const entered = await inTransaction(database, async (tx) => {
    const known = await lockCredential(tx, answer.id);
    const counter = await verifyShown(party, challenge, answer, known ?? nobodysCredential);
    if (known === null || counter === null || !isHandleOf(known.userHandle, answer)) {
      return decline('passkey-refused');
    }
    const { passkeyId, personId } = known;
    const { signInTokenSha256 } = asked;
    if (signInTokenSha256 !== null) {
      const first = await selectChallenge(tx, signInTokenSha256);
      if (first === null || first.expiresAt <= origin.at) return decline('challenge-ended');
      if (first.personId !== personId) return decline('passkey-refused');
      await deleteChallenge(tx, signInTokenSha256);
    }
    await keepPasskeyUse(tx, { passkeyId, counter, at: origin.at });
    return openAudited(tx, personId, origin, 'passkey');
  });
  if (!('declined' in entered)) await forgetAttempt(database.db, limits);
  return entered;
}

/** An authenticator that names its person must name whose passkey we know it to be. */
function isHandleOf(userHandle: Buffer, { response }: CredentialAnswer): boolean {
  const said = response.userHandle;
  return said == null || said === '' || Buffer.from(said, 'base64url').equals(userHandle);
}

/** A valid key of nobody (P-256), so that an unknown passkey costs what a known one does. Its private half was never kept. */
const nobodysCredential: Credential = {
  credentialId: 'nobody',
  publicKey: Buffer.from(
    'a5010203262001215820940343592a43f8ddf86e171db52cdcd5333e5ccc8c68d1216cce2512f290ecd8225820e794ee4d0980daa54c9d7a870ce0be5aef5dfe6c6e19a91476bbaf9ac08f574d',
    'hex',
  ),
  counter: 0,
  transports: [],
};

/** What a browser is handed to make a passkey. Declined: `passkeys-unavailable`, `sign-in-again`, `passkeys-too-many`. */
export async function offerPasskey(
  database: Pick<Database, 'db'>,
  party: RelyingParty | null,
  principal: Principal,
  { firmName, at }: { readonly firmName: string; readonly at: Instant },
): Promise<CreationOptions | Declined> {
  if (party === null) return decline('passkeys-unavailable');
  const { personId, name, email } = principal;
  return inTransaction(database, async (tx) => {
    const stale = declineStale(principal, await selectFactors(tx, personId), at);
    if (stale !== null) return stale;
    const { known, userHandle: ownHandle } = await selectCredentials(tx, personId);
    if (known.length >= passkeysMax) return decline('passkeys-too-many', { max: passkeysMax });
    const userHandle = ownHandle ?? randomBytes(32);
    const challenge = randomBytes(32);
    await insertPasskeyChallenge(tx, {
      sha256: sha256Of(challenge),
      maker: { personId, userHandle },
      signInTokenSha256: null,
      expiresAt: at + challengeLifetimeMs,
    });
    const asked = { firmName, name, email, userHandle, challenge, known };
    return creationOptions(party, { ...asked, timeoutMs: challengeLifetimeMs });
  });
}

/**
 * Keeps a passkey that was made for `offerPasskey`. Recovery codes are told with the first factor of a person. Declined:
 * `passkeys-unavailable`, `sign-in-again`, `challenge-ended`, `passkey-not-made`, `passkey-known`.
 */
export async function addPasskey(
  database: Pick<Database, 'db'>,
  party: RelyingParty | null,
  principal: Principal,
  made: { readonly name: string; readonly answer: CredentialAnswer },
  by: ActingFromDevice & SessionOrigin,
): Promise<({ readonly passkeyId: number } & ToldCodes) | Declined> {
  if (party === null) return decline('passkeys-unavailable');
  const { personId } = principal;
  const challenge = challengeOf(made.answer);
  if (challenge === null) return decline('passkey-not-made');
  const asked = await takePasskeyChallenge(database.db, sha256Of(challenge));
  if (asked?.maker?.personId !== personId || asked.expiresAt <= by.at) {
    return decline('challenge-ended');
  }
  const { userHandle } = asked.maker;
  const credential = await verifyCreated(party, challenge, made.answer);
  if (credential === null) return decline('passkey-not-made');
  const { name } = made;
  return inTransaction(database, async (tx) => {
    await lockPerson(tx, personId);
    const factors = await selectFactors(tx, personId);
    const stale = declineStale(principal, factors, by.at);
    if (stale !== null) return stale;
    const { at } = by;
    const passkeyId = await insertPasskey(tx, { ...credential, personId, userHandle, name, at });
    if (passkeyId === null) return decline('passkey-known');
    const told = await beginFactor(tx, personId, factors, by);
    await insertAudit(tx, by, {
      action: 'passkey.added',
      subject: `person:${personId}`,
      detail: { passkeyId, name },
    });
    await tellAccessChanged(tx, { personId, change: 'passkey-added', passkey: name }, by);
    return { passkeyId, ...told };
  });
}

/** False where this person has none with this id. */
export const renamePasskey = (
  database: Pick<Database, 'db'>,
  key: PasskeyKey,
  name: string,
): Promise<boolean> => inTransaction(database, (tx) => updatePasskeyName(tx, key, name));

/** False where this person has none with this id. Declined: `sign-in-again`, `factor-obliged`. */
export function removePasskey(
  database: Pick<Database, 'db'>,
  principal: Principal,
  passkeyId: number,
  by: ActingFromDevice,
): Promise<boolean | Declined> {
  const { personId } = principal;
  return inTransaction(database, async (tx) => {
    await lockPerson(tx, personId);
    const factors = await selectFactors(tx, personId);
    const stale = declineStale(principal, factors, by.at);
    if (stale !== null) return stale;
    const left = { ...factors, passkeys: factors.passkeys - 1 };
    const obliged = await declineLast(tx, personId, left, by.at);
    if (obliged !== null) return obliged;
    const name = await deletePasskey(tx, { personId, passkeyId });
    if (name === null) return false;
    await endFactor(tx, personId);
    await insertAudit(tx, by, {
      action: 'passkey.removed',
      subject: `person:${personId}`,
      detail: { passkeyId, name },
    });
    await tellAccessChanged(tx, { personId, change: 'passkey-removed', passkey: name }, by);
    return true;
  });
}

const sha256Of = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();
