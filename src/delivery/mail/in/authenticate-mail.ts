import { isIP } from 'node:net';
import type { AuthenticateResult, DNSResolver } from 'mailauth';
import { type DnsLookup, dnsError } from '../../../platform/dns.ts';
import { isPrivateAddress, isWithinNetworks } from '../../../platform/networks.ts';
import {
  type CheckResult,
  checkResults,
  type MailAuthentication,
  type PublishedPolicy,
} from '../../../policy/mail-trust.ts';
import type { MailHeader } from '../understand/model.ts';
import { headersOf } from '../understand/raw-headers.ts';
import { readTrustedResults } from './authentication-results.ts';

/** How one mail came in: what its sender's proof is held against. */
export interface MailPassage {
  readonly source: string;
  readonly envelopeFrom: string;
  readonly remoteAddress: string | null;
  readonly greeting: string | null;
  /** The name under which a mail server of ours writes Authentication-Results; null: none does. */
  readonly trustedAuthservId: string | null;
}

export interface AuthenticationGround {
  readonly dns: DnsLookup;
  /** Networks of our own mail servers, which hand other people's mail on to us. */
  readonly relays: readonly string[];
}

/** Questions to the network that one mail may cause; one that causes more is not worth more. */
const questionsMax = 60;

/**
 * SPF, DKIM, DMARC and ARC of one mail (RFC 7208, 6376, 9989, 8617). Never throws: what could not be asked is
 * `temperror`, what there is nothing to ask about is `not-checked`.
 *
 * The mail of strangers proves its server by the address that it came from. Mail that a server of ours hands on is
 * held against what that server wrote: its Authentication-Results when it is known under a name, else its Received.
 */
export async function authenticateMail(
  raw: Buffer,
  mail: { readonly authorDomain: string; readonly headers: readonly MailHeader[] },
  passage: MailPassage,
  ground: AuthenticationGround,
): Promise<MailAuthentication> {
  const { authorDomain, headers } = mail;
  const handedOn = isHandedOn(passage, ground.relays);
  if (handedOn && passage.trustedAuthservId !== null) {
    const results = headersOf(headers, 'authentication-results');
    const trusted = readTrustedResults(results[0] ?? '', {
      authservId: passage.trustedAuthservId,
      authorDomain,
    });
    if (trusted !== null) return trusted;
  }
  // A third of a second to load, so it is loaded with the first mail and not with the product.
  const { authenticate } = await import('mailauth');
  const found = await authenticate(raw, {
    mta: 'desk',
    disableBimi: true,
    rejectRsaSha1: true,
    resolver: asResolver(ground.dns),
    sender: passage.envelopeFrom,
    ...client(passage, headers, ground.relays),
  });
  return described(found, authorDomain);
}

/** Fetched from a mailbox or piped in, or brought by a relay of ours: what stands on top was written by us. */
const isHandedOn = ({ source, remoteAddress }: MailPassage, relays: readonly string[]): boolean =>
  source !== 'smtp' || (remoteAddress !== null && isWithinNetworks(remoteAddress, relays));

/** Whose address SPF asks about. That of a machine of ours says nothing about the author. */
function client(
  { source, remoteAddress, greeting }: MailPassage,
  headers: readonly MailHeader[],
  relays: readonly string[],
): { readonly ip?: string; readonly helo?: string } {
  const isRelay = remoteAddress !== null && isWithinNetworks(remoteAddress, relays);
  // A mail server of the house speaks LMTP to us, or runs our command; one on the internet keeps a fetched mailbox.
  if (source === 'lmtp' || source === 'pipe' || (source === 'smtp' && isRelay)) {
    return clientOf(headersOf(headers, 'received'), relays) ?? {};
  }
  if (source !== 'smtp' || remoteAddress === null || isPrivateAddress(remoteAddress)) return {};
  return { ip: remoteAddress, ...(greeting === null ? {} : { helo: greeting }) };
}

/**
 * Who spoke to our own server: it wrote so in the topmost Received. Hops inside the house (a filter that hands mail
 * back) stand above it, with addresses of the house.
 */
function clientOf(received: readonly string[], relays: readonly string[]) {
  for (const line of received.slice(0, 5)) {
    const [from = ''] = line.split(/\sby\s/i);
    const [, helo = ''] = /^from\s+(\S+)/i.exec(from) ?? [];
    // The server saw the address in parentheses; what stands before them the client said of itself.
    const seen = from.indexOf('(') < 0 ? from : from.slice(from.indexOf('('));
    const address = bracketed(seen) ?? bracketed(from);
    if (address === null) return null;
    if (isPrivateAddress(address) || isWithinNetworks(address, relays)) continue;
    return { ip: address, helo: helo.replace(/^\[|\]$/g, '') };
  }
  return null;
}

function bracketed(text: string): string | null {
  const found = [...text.matchAll(/\[(?:IPv6:)?([0-9a-f.:]+)\]/gi)].at(-1)?.[1] ?? '';
  return isIP(found) === 0 ? null : found;
}

function asResolver(dns: DnsLookup): DNSResolver {
  let asked = 0;
  return async (name, type) => {
    asked += 1;
    if (asked > questionsMax) throw dnsError('ENODATA', name);
    // The type declares texts only; the library reads mail servers as objects, as node:dns gives them.
    return (await dns(name, type)) as string[][];
  };
}

function described(found: AuthenticateResult, authorDomain: string): MailAuthentication {
  const { spf, dkim, dmarc, arc } = found;
  // Two readers of one From must agree on the author, or nothing was proved about ours.
  const author = dkim.headerFrom.map((address) => address.split('@').at(-1)?.toLowerCase());
  const isSameAuthor = author.length === 1 && author[0] === authorDomain;
  const askedAddress = spf !== false && isIP(spf['client-ip'] ?? '') !== 0;
  return {
    by: 'desk',
    authorDomain,
    spf: askedAddress
      ? { result: asResult(spf.status.result), domain: spf.domain?.toLowerCase() ?? null }
      : { result: 'not-checked', domain: null },
    dkim: dkim.results.flatMap(({ signingDomain, status }) =>
      signingDomain === undefined || signingDomain === ''
        ? []
        : [
            {
              result: asResult(status.result),
              domain: signingDomain.toLowerCase(),
              aligned: isSameAuthor && typeof status.aligned === 'string',
              whole: (status.underSized ?? 0) === 0,
            },
          ],
    ),
    dmarc:
      !isSameAuthor || dmarc === false
        ? { result: 'permerror', policy: null }
        : { result: asResult(dmarc.status.result), policy: asPolicy(dmarc.policy) },
    arc: arc === false ? noSeal : sealsOf(arc, authorDomain),
  };
}

const noSeal: MailAuthentication['arc'] = { result: 'none', sealers: [], dmarc: null };

function sealsOf(
  arc: Exclude<AuthenticateResult['arc'], false>,
  authorDomain: string,
): MailAuthentication['arc'] {
  const result = asResult(arc.status.result);
  if (result !== 'pass') return { ...noSeal, result };
  const domains = (arc.chain ?? []).map((link) => link['arc-seal']?.parsed?.['d']?.value);
  const said = arc.authenticationResults?.['dmarc'];
  return {
    result,
    sealers: domains
      .map((domain) => String(domain ?? '').toLowerCase())
      .toReversed()
      .slice(0, 10),
    dmarc:
      String(said?.header?.from ?? '').toLowerCase() === authorDomain
        ? asResult(String(said?.result))
        : null,
  };
}

const asResult = (text: string): CheckResult =>
  checkResults.find((result) => result === text) ?? (text === 'temperr' ? 'temperror' : 'neutral');

const asPolicy = (text: string | undefined): PublishedPolicy | null =>
  text === 'none' || text === 'quarantine' || text === 'reject' ? text : null;
