import { type DnsLookup, dnsError } from '../../platform/dns.ts';
import { demoCustomers } from './customers.ts';

/** The mail server from which every demo customer sends: an address that no real machine has (RFC 5737). */
export const demoMailServer = { address: '192.0.2.25', name: 'mx.correo.example' } as const;

/** What the demo's domains publish about their mail, while its month is told. No network is asked. */
export const demoDns: DnsLookup = async (name, type) => {
  const records = type === 'TXT' ? published.get(name.toLowerCase()) : undefined;
  if (records === undefined) throw dnsError('ENOTFOUND', name);
  return [records];
};

const published = new Map(
  demoCustomers.flatMap(({ domain }): [string, string[]][] => [
    [domain, [`v=spf1 ip4:${demoMailServer.address} -all`]],
    [`_dmarc.${domain}`, ['v=DMARC1; p=reject']],
  ]),
);
