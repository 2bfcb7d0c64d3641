/** As what authenticators know the desk (WebAuthn): passkeys made for one work for no other. */
export interface RelyingParty {
  readonly id: string;
  readonly origin: string;
}

/**
 * Out of the public address, and nothing that a request says. Null where no browser has passkeys: without https, but on
 * the machine itself, and under a number instead of a name.
 */
export function relyingPartyOf(publicUrl: string | URL): RelyingParty | null {
  const { protocol, hostname, origin } = new URL(publicUrl);
  const isOwnMachine = hostname === 'localhost' || hostname.endsWith('.localhost');
  const isNumber = /^[\d.]+$|^\[/.test(hostname);
  if (isNumber || (protocol !== 'https:' && !isOwnMachine)) return null;
  return { id: hostname, origin };
}
