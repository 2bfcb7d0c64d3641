import { isIPv6 } from 'node:net';
import type { Config } from '../platform/config.ts';
import { choosePort } from '../platform/free-port.ts';
import type { Addresses } from '../platform/runtime.ts';

const webPort = 3000;
const smtpPort = 2525;

export type Role = 'all' | 'web' | 'worker' | 'mail';

/**
 * Settles the ports and what follows from them before any part starts, so that a link in a letter is right from the
 * first one. Only the ports that the role listens on must be free. Throws a StartProblem when one is taken.
 */
export async function settleAddresses(config: Config, role: Role): Promise<Addresses> {
  const listensTo = (door: Role) => role === 'all' || role === door;
  const port = listensTo('web')
    ? await choosePort(config.host, { setting: 'PORT', asked: config.port, preferred: webPort })
    : (config.port ?? webPort);
  const mailPort = listensTo('mail')
    ? await choosePort(config.host, {
        setting: 'SMTP_PORT',
        asked: config.smtpPort,
        preferred: smtpPort,
      })
    : (config.smtpPort ?? smtpPort);
  const publicUrl = publicUrlOf(config, port);
  return {
    port,
    smtpPort: mailPort,
    lmtpPort:
      config.lmtpPort === null || !listensTo('mail')
        ? config.lmtpPort
        : await choosePort(config.host, {
            setting: 'LMTP_PORT',
            asked: config.lmtpPort,
            preferred: 0,
          }),
    publicUrl,
    mailDomain: mailDomainOf(config, publicUrl),
  };
}

/** The domain of our own addresses: as set, or the host under which people reach the desk. */
export const mailDomainOf = (config: Config, publicUrl: string): string =>
  config.mailDomain ?? new URL(publicUrl).hostname.replace(/^\[|\]$/g, '');

/** How people reach the desk, without a slash at the end. */
export function publicUrlOf(config: Config, port: number | null): string {
  if (config.publicUrl !== null) return config.publicUrl;
  return `http://${reachableHost(config.host)}:${port ?? webPort}`;
}

/** An address that means "all of this machine" is none to go to. */
export function reachableHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return isIPv6(host) ? `[${host}]` : host;
}
