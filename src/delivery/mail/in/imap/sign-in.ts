import type { ImapSignIn, ImapSource } from '../../../../modules/correspondence/index.ts';
import type { ImapAccess } from '../../../../platform/imap.ts';
import {
  type AccessToken,
  type OAuth2Grant,
  refreshAccessToken,
} from '../../../../platform/oauth2.ts';
import type { Sealer } from '../../../../platform/sealed-secret.ts';

/** Where a secret of a mailbox belongs: sealed for one place it opens in no other. */
export const secretPlace = (mailboxId: number): string => `imap ${mailboxId} secret`;
export const clientSecretPlace = (mailboxId: number): string => `imap ${mailboxId} client`;

/** Asks the provider for an access token; tests answer themselves. */
export type AskForToken = (grant: OAuth2Grant) => Promise<AccessToken>;

export const askProvider: AskForToken = (grant) => refreshAccessToken(grant);

/**
 * What to sign in with. `renewed` is told of a refresh token that replaces the stored one, before it is needed again.
 * Throws SealBroken or OAuth2Failure.
 */
export async function openCredential(
  source: Omit<ImapSource, 'version'>,
  sealer: Sealer,
  ask: AskForToken,
  renewed: (sealedSecret: string) => Promise<void>,
): Promise<ImapAccess['credential']> {
  const place = secretPlace(source.mailboxId);
  const secret = sealer.open(source.sealedSecret, place);
  if (source.signIn === 'password') return { password: secret };
  const { accessToken, newRefreshToken } = await ask({
    ...provider(source.signIn, source.oauthTenant),
    clientId: source.oauthClientId,
    clientSecret:
      source.sealedClientSecret === null
        ? ''
        : sealer.open(source.sealedClientSecret, clientSecretPlace(source.mailboxId)),
    refreshToken: secret,
  });
  if (newRefreshToken !== null && newRefreshToken !== secret) {
    await renewed(sealer.seal(newRefreshToken, place));
  }
  return { accessToken };
}

/** Where each provider hands out tokens, and for what. */
function provider(
  signIn: Exclude<ImapSignIn, 'password'>,
  tenant: string,
): Pick<OAuth2Grant, 'tokenUrl' | 'scope'> {
  switch (signIn) {
    case 'google':
      return { tokenUrl: 'https://oauth2.googleapis.com/token', scope: '' };
    case 'microsoft': {
      const directory = encodeURIComponent(tenant === '' ? 'common' : tenant);
      return {
        tokenUrl: `https://login.microsoftonline.com/${directory}/oauth2/v2.0/token`,
        scope: 'https://outlook.office.com/IMAP.AccessAsUser.All offline_access',
      };
    }
  }
}
