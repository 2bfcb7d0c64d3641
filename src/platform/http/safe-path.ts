/**
 * A path of this desk to go to, or the fallback. Browsers take backslashes for slashes and drop tabs and line breaks, so
 * the only accepted form is one slash followed by something that is neither, without control characters.
 */
export function safePath(path: string | undefined | null, fallback: string): string {
  if (path === undefined || path === null || !/^\/(?![/\\])[\x21-\x7e]*$/.test(path))
    return fallback;
  if (path.includes('\\')) return fallback;
  // What the address becomes when a browser reads it: dots may climb, and the host must stay ours.
  const base = 'http://desk.invalid';
  const resolved = URL.parse(path, base);
  if (resolved === null || resolved.origin !== base) return fallback;
  const { pathname, search, hash } = resolved;
  return pathname.startsWith('//') ? fallback : `${pathname}${search}${hash}`;
}
