/** What a browser says about where a request comes from. */
export interface RequestOrigin {
  readonly method: string;
  readonly origin: string | undefined;
  readonly secFetchSite: string | undefined;
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

export const isSafeMethod = (method: string): boolean => safeMethods.has(method);

/**
 * May this request use the cookies it came with? Reading always; changing only from our own pages. Every browser says
 * Origin or Sec-Fetch-Site with an unsafe request: one that says neither is not a browser that could be misled, but it
 * has no business with a cookie either. Together with SameSite=Lax this is the whole defence against CSRF.
 */
export function mayUseCookies(
  { method, origin, secFetchSite }: RequestOrigin,
  ownOrigins: ReadonlySet<string>,
): boolean {
  if (isSafeMethod(method)) return true;
  if (secFetchSite !== undefined && secFetchSite !== 'same-origin') return false;
  if (origin !== undefined) return ownOrigins.has(origin.toLowerCase());
  return secFetchSite === 'same-origin';
}
