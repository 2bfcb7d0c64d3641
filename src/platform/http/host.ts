/** The hosts by which the desk may be called: the public address, the address it listens on, and the machine itself. */
export function allowedHosts(options: {
  readonly publicUrl: URL | null;
  readonly host: string;
  readonly port: number;
  readonly extra?: readonly string[];
}): ReadonlySet<string> {
  const { publicUrl, host, port, extra = [] } = options;
  const names = ['localhost', '127.0.0.1', '[::1]', host.includes(':') ? `[${host}]` : host];
  const hosts = new Set(
    names.flatMap((name) => [`${name}:${port}`, ...(port === 80 ? [name] : [])]),
  );
  if (publicUrl !== null) hosts.add(publicUrl.host);
  for (const name of extra) hosts.add(name.toLowerCase());
  return hosts;
}

/** A foreign Host header would end up in links and caches: it is answered with 421 before anything else. */
export const isAllowedHost = (header: string | undefined, hosts: ReadonlySet<string>): boolean =>
  header !== undefined && hosts.has(header.toLowerCase());
