import type { DnsLookup, DnsRecords } from '../../../platform/dns.ts';
import { type Found, found } from './finding.ts';

/** What a zone says: the records, none, or nobody answered; the last one is never taken for the one before it. */
type Answer = { readonly records: DnsRecords } | { readonly records: null; readonly code: string };

/** The name is not there, or has no record of this kind: an answer, and not a failure. */
const absent = new Set(['ENOTFOUND', 'ENODATA']);

async function ask(dns: DnsLookup, name: string, type: string): Promise<Answer> {
  try {
    return { records: await dns(name, type) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN';
    return absent.has(code) ? { records: [] } : { records: null, code };
  }
}

const noAnswer = (name: string, code: string): Found =>
  found('warning', 'dns-silent', { name, code });

/** The texts of a name that begin like this; a text comes in pieces. */
async function texts(
  dns: DnsLookup,
  name: string,
  begins: RegExp,
): Promise<readonly string[] | Found> {
  const answer = await ask(dns, name, 'TXT');
  if (answer.records === null) return noAnswer(name, answer.code);
  return answer.records
    .map((record) => (Array.isArray(record) ? record.join('') : String(record)))
    .filter((text) => begins.test(text));
}

const isFound = (value: readonly string[] | Found): value is Found => !Array.isArray(value);

/** RFC 5321 5.1: who receives the mail of the domain. */
export async function examineMx(dns: DnsLookup, domain: string): Promise<Found> {
  const answer = await ask(dns, domain, 'MX');
  if (answer.records === null) return noAnswer(domain, answer.code);
  const hosts = answer.records.flatMap((record) =>
    typeof record === 'object' && 'exchange' in record ? [String(record.exchange)] : [],
  );
  if (hosts.length === 0) {
    return found('broken', 'mx-none', { domain }, `${domain}. IN MX 10 mail.${domain}.`);
  }
  // RFC 7505: a domain that says it takes no mail at all.
  if (hosts.every((host) => host === '' || host === '.')) {
    return found('broken', 'mx-null', { domain }, `${domain}. IN MX 10 mail.${domain}.`);
  }
  return found('ok', 'mx-there', { domain, hosts: hosts.join(', ') });
}

/** RFC 7208: which servers may send for the domain. */
export async function examineSpf(dns: DnsLookup, domain: string): Promise<Found> {
  const published = await texts(dns, domain, /^v=spf1( |$)/i);
  if (isFound(published)) return published;
  const [record] = published;
  const wanted = `${domain}. IN TXT "v=spf1 mx ~all"`;
  if (record === undefined) return found('broken', 'spf-none', { domain }, wanted);
  if (published.length > 1) {
    return found('broken', 'spf-several', { domain, count: published.length });
  }
  if (/ \+?all( |$)/i.test(record))
    return found('broken', 'spf-anybody', { domain, record }, wanted);
  if (/ [-~]all( |$)| redirect=/i.test(record)) return found('ok', 'spf-there', { domain, record });
  return found('warning', 'spf-open', { domain, record });
}

/** RFC 7489: what others are asked to do with mail that is not ours. */
export async function examineDmarc(dns: DnsLookup, domain: string): Promise<Found> {
  const wanted = `_dmarc.${domain}. IN TXT "v=DMARC1; p=none; rua=mailto:postmaster@${domain}"`;
  // A name below the firm's own is held to what that publishes.
  for (const name of [domain, ...parents(domain)]) {
    const published = await texts(dns, `_dmarc.${name}`, /^v=DMARC1\s*(;|$)/i);
    if (isFound(published)) return published;
    const [record] = published;
    if (record === undefined) continue;
    if (published.length > 1) return found('broken', 'dmarc-several', { domain: name });
    const policy = /;\s*p\s*=\s*(none|quarantine|reject)/i.exec(record)?.[1]?.toLowerCase();
    if (policy === undefined)
      return found('broken', 'dmarc-without-policy', { domain: name, record });
    return found('ok', policy === 'none' ? 'dmarc-watching' : 'dmarc-there', {
      domain: name,
      policy,
    });
  }
  return found('warning', 'dmarc-none', { domain }, wanted);
}

/** The names above, down to two labels: never the whole of a country. */
const parents = (domain: string): readonly string[] => {
  const labels = domain.split('.');
  return labels.slice(1, -1).map((_, index) => labels.slice(index + 1).join('.'));
};

const headBytesMax = 64 * 1024;

/** RFC 6376: whether our mail carries a signature of our domain, and its key is published. */
export async function examineDkim(dns: DnsLookup, domain: string, raw: Buffer): Promise<Found> {
  const head =
    raw
      .subarray(0, headBytesMax)
      .toString('latin1')
      .split(/\r?\n\r?\n/)[0] ?? '';
  const signatures = [...head.replace(/\r?\n[ \t]+/g, ' ').matchAll(/^DKIM-Signature:(.*)$/gim)];
  const own = signatures
    .map(([, tags = '']) => ({ domain: tagOf(tags, 'd'), selector: tagOf(tags, 's') }))
    .find((signed) => domain === signed.domain || domain.endsWith(`.${signed.domain}`));
  if (own === undefined) return found('broken', 'dkim-unsigned', { domain });
  const name = `${own.selector}._domainkey.${own.domain}`;
  const keys = await texts(dns, name, /(^|;)\s*p=/i);
  if (isFound(keys)) return keys;
  const [key] = keys;
  if (key === undefined) return found('broken', 'dkim-key-missing', { name });
  if (/(^|;)\s*p=\s*(;|$)/.test(key)) return found('broken', 'dkim-key-revoked', { name });
  return found('ok', 'dkim-signed', { name });
}

const tagOf = (tags: string, tag: string): string =>
  new RegExp(`(?:^|;)\\s*${tag}=\\s*([^;\\s]+)`).exec(tags)?.[1]?.toLowerCase() ?? '';
