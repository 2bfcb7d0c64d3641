/** The session's cookie. Over https its name begins with `__Host-`: no other host or path can plant one. */
export interface SessionCookie {
  readonly name: string;
  read(header: string | undefined): string | null;
  /** Set-Cookie that keeps the token until this moment. */
  set(token: string, maxAgeSeconds: number): string;
  clear(): string;
}

export function sessionCookie({ secure }: { readonly secure: boolean }): SessionCookie {
  const name = secure ? '__Host-atenta_session' : 'atenta_session';
  const attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  return {
    name,
    read: (header) => readCookie(header, name),
    set: (token, maxAgeSeconds) =>
      `${name}=${token}; Max-Age=${Math.max(0, Math.floor(maxAgeSeconds))}; ${attributes}`,
    clear: () => `${name}=; Max-Age=0; ${attributes}`,
  };
}

/** The first cookie of this name; tokens are of characters that need no decoding. */
function readCookie(header: string | undefined, name: string): string | null {
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at < 0 || part.slice(0, at).trim() !== name) continue;
    const value = part.slice(at + 1).trim();
    return /^[\w-]{20,200}$/.test(value) ? value : null;
  }
  return null;
}
