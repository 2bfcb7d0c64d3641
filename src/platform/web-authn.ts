import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';
import type { RelyingParty } from '../kernel/relying-party.ts';

/** What a browser is handed to make a passkey, or to show one (WebAuthn's own JSON). */
export type CreationOptions = PublicKeyCredentialCreationOptionsJSON;
export type RequestOptions = PublicKeyCredentialRequestOptionsJSON;

/** What a browser answers, as it came: nothing in it is believed before it was verified. */
export interface CredentialAnswer {
  readonly id: string;
  readonly rawId: string;
  readonly type: 'public-key';
  readonly response: {
    readonly clientDataJSON: string;
    readonly attestationObject?: string | undefined;
    readonly authenticatorData?: string | undefined;
    readonly signature?: string | undefined;
    readonly userHandle?: string | null | undefined;
    readonly transports?: readonly string[] | undefined;
  };
}

export interface Credential {
  readonly credentialId: string;
  /** COSE. */
  readonly publicKey: Buffer;
  readonly counter: number;
  readonly transports: readonly string[];
}

/** ES256, EdDSA, RS256: what authenticators have. */
const algorithms = [-7, -8, -257];

// Only desks whose people use passkeys load it: it brings what certificates of authenticators would need.
const library = () => import('@simplewebauthn/server');

export async function creationOptions(
  party: RelyingParty,
  asked: {
    readonly firmName: string;
    readonly name: string;
    readonly email: string;
    readonly userHandle: Buffer;
    readonly challenge: Buffer;
    readonly timeoutMs: number;
    readonly known: readonly Pick<Credential, 'credentialId' | 'transports'>[];
  },
): Promise<CreationOptions> {
  const { generateRegistrationOptions } = await library();
  return generateRegistrationOptions({
    rpID: party.id,
    rpName: asked.firmName,
    userName: asked.email,
    userDisplayName: asked.name,
    userID: Uint8Array.from(asked.userHandle),
    challenge: Uint8Array.from(asked.challenge),
    timeout: asked.timeoutMs,
    // Which make an authenticator is, nobody here needs to know.
    attestationType: 'none',
    excludeCredentials: asked.known.map(described),
    // Found without an address, and only for whom the authenticator itself recognised.
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    supportedAlgorithmIDs: algorithms,
  });
}

export async function requestOptions(
  party: RelyingParty,
  asked: {
    readonly challenge: Buffer;
    readonly timeoutMs: number;
    /** Empty: whichever the authenticator has for this desk. */
    readonly known: readonly Pick<Credential, 'credentialId' | 'transports'>[];
  },
): Promise<RequestOptions> {
  const { generateAuthenticationOptions } = await library();
  return generateAuthenticationOptions({
    rpID: party.id,
    challenge: Uint8Array.from(asked.challenge),
    timeout: asked.timeoutMs,
    userVerification: 'required',
    ...(asked.known.length === 0 ? {} : { allowCredentials: asked.known.map(described) }),
  });
}

const described = ({
  credentialId,
  transports,
}: Pick<Credential, 'credentialId' | 'transports'>) => ({
  id: credentialId,
  transports: [...transports],
});

/** The challenge that an answer says it answers; null when it says none that can be read. */
export function challengeOf({ response }: CredentialAnswer): Buffer | null {
  try {
    const said: unknown = JSON.parse(Buffer.from(response.clientDataJSON, 'base64url').toString());
    if (typeof said !== 'object' || said === null || !('challenge' in said)) return null;
    return typeof said.challenge === 'string' ? Buffer.from(said.challenge, 'base64url') : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** A new passkey, made for this desk and this challenge by an authenticator that recognised its person; else null. */
export async function verifyCreated(
  party: RelyingParty,
  challenge: Buffer,
  answer: CredentialAnswer,
): Promise<Credential | null> {
  const { verifyRegistrationResponse } = await library();
  const { attestationObject = '', clientDataJSON, transports = [] } = answer.response;
  const response: RegistrationResponseJSON = {
    ...head(answer),
    response: { clientDataJSON, attestationObject },
  };
  const verified = await orNull(() =>
    verifyRegistrationResponse({
      response,
      expectedChallenge: challenge.toString('base64url'),
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      supportedAlgorithmIDs: algorithms,
    }),
  );
  if (!verified?.verified) return null;
  const { id, publicKey, counter } = verified.registrationInfo.credential;
  return { credentialId: id, publicKey: Buffer.from(publicKey), counter, transports };
}

/** The counter that a known passkey shows now; null when the answer is not of it, or the counter went back. */
export async function verifyShown(
  party: RelyingParty,
  challenge: Buffer,
  answer: CredentialAnswer,
  credential: Credential,
): Promise<number | null> {
  const { verifyAuthenticationResponse } = await library();
  const { authenticatorData = '', signature = '', clientDataJSON } = answer.response;
  const response: AuthenticationResponseJSON = {
    ...head(answer),
    response: { clientDataJSON, authenticatorData, signature },
  };
  const verified = await orNull(() =>
    verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge.toString('base64url'),
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      credential: {
        id: credential.credentialId,
        publicKey: Uint8Array.from(credential.publicKey),
        counter: credential.counter,
      },
    }),
  );
  return verified?.verified ? verified.authenticationInfo.newCounter : null;
}

const head = ({ id, rawId, type }: CredentialAnswer) => ({
  id,
  rawId,
  type,
  clientExtensionResults: {},
});

/** The library throws for whatever is not as it must be: an answer of a stranger is no failure of ours. */
async function orNull<T>(verify: () => Promise<T>): Promise<T | null> {
  try {
    return await verify();
  } catch {
    return null;
  }
}
