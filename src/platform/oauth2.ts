import { z } from 'zod';

/** What a provider gave us so that we may sign in to one mailbox without its password (RFC 6749, section 6). */
export interface OAuth2Grant {
  readonly tokenUrl: string;
  readonly clientId: string;
  /** Empty for a public client. */
  readonly clientSecret: string;
  readonly refreshToken: string;
  /** Empty: what was granted. */
  readonly scope: string;
}

export interface AccessToken {
  readonly accessToken: string;
  /** From the moment of the answer. */
  readonly lifetimeMs: number;
  /** The provider replaced it: the earlier one may stop working. */
  readonly newRefreshToken: string | null;
}

/** `refused`: the grant was withdrawn or is wrong, and a person must renew it; `unreachable`: try again. */
export class OAuth2Failure extends Error {
  override name = 'OAuth2Failure';
  readonly kind: 'refused' | 'unreachable';
  constructor(kind: 'refused' | 'unreachable', message: string) {
    super(message);
    this.kind = kind;
  }
}

const timeoutMs = 15_000;
const answerBytesMax = 64 * 1024;

const Granted = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive().default(3600),
  refresh_token: z.string().min(1).optional(),
});
const Refused = z.object({ error: z.string(), error_description: z.string().optional() });

/** Asks for an access token. `ask` is `fetch`, but for tests. Never follows a redirect: the request holds secrets. */
export async function refreshAccessToken(
  grant: OAuth2Grant,
  ask: typeof fetch = fetch,
): Promise<AccessToken> {
  if (new URL(grant.tokenUrl).protocol !== 'https:') {
    throw new OAuth2Failure('refused', 'the token endpoint must be https');
  }
  const { ok, status, text } = await post(grant, ask);
  const answer = parse(text);
  if (!ok) {
    const refused = Refused.safeParse(answer);
    const why = refused.success ? refused.data.error : `HTTP ${status}`;
    // 429 and 5xx are trouble of the provider; everything else is an answer to our grant.
    throw new OAuth2Failure(status === 429 || status >= 500 ? 'unreachable' : 'refused', why);
  }
  const granted = Granted.safeParse(answer);
  if (!granted.success) throw new OAuth2Failure('unreachable', 'the answer holds no token');
  return {
    accessToken: granted.data.access_token,
    lifetimeMs: granted.data.expires_in * 1000,
    newRefreshToken: granted.data.refresh_token ?? null,
  };
}

async function post(
  { tokenUrl, clientId, clientSecret, refreshToken, scope }: OAuth2Grant,
  ask: typeof fetch,
): Promise<{ ok: boolean; status: number; text: string }> {
  const body = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: clientId,
    refresh_token: refreshToken,
    ...(clientSecret === '' ? {} : { client_secret: clientSecret }),
    ...(scope === '' ? {} : { scope }),
  });
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const answer = await ask(tokenUrl, { method: 'POST', body, redirect: 'error', signal });
    const text = (await answer.text()).slice(0, answerBytesMax);
    return { ok: answer.ok, status: answer.status, text };
  } catch {
    // What it throws may repeat the request; nothing of it goes on.
    throw new OAuth2Failure('unreachable', `${new URL(tokenUrl).host} cannot be reached`);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
