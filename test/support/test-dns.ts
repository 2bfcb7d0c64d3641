import { type DnsLookup, type DnsRecords, dnsError } from '../../src/platform/dns.ts';

/** A zone as a table: `TXT name` or `A name` to its records. What is not in it does not exist. */
export const fixedDns =
  (zone: Readonly<Record<string, DnsRecords>>): DnsLookup =>
  async (name, type) => {
    const records = zone[`${type} ${name.toLowerCase()}`];
    if (records === undefined) throw dnsError('ENOTFOUND', name);
    return records;
  };

/** Nobody publishes anything. */
export const noNames: DnsLookup = fixedDns({});

/** F32: no resolver answers. */
export const deadDns: DnsLookup = async (name) => {
  throw dnsError('ETIMEOUT', name);
};
