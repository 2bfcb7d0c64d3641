// Who wrote a mail, as far as the mail itself can prove it, and what a mail may do accordingly (II, III).

/** Results of RFC 8601; `not-checked`: it could not be asked, for want of the other server's address. */
export const checkResults = [
  'pass',
  'fail',
  'softfail',
  'neutral',
  'none',
  'policy',
  'temperror',
  'permerror',
  'not-checked',
] as const;
export type CheckResult = (typeof checkResults)[number];

export type PublishedPolicy = 'none' | 'quarantine' | 'reject';

/** What was found out about the sender of one mail. Kept with the mail as it was found. */
export interface MailAuthentication {
  /** Whether we checked it, or a server of ours did and wrote so at the top of the mail. */
  readonly by: 'desk' | 'own-server';
  /** The domain that the From address names, lower case. */
  readonly authorDomain: string;
  readonly spf: { readonly result: CheckResult; readonly domain: string | null };
  readonly dkim: readonly {
    readonly result: CheckResult;
    readonly domain: string;
    /** The signing domain speaks for the author's domain. */
    readonly aligned: boolean;
    /** False: only a part of the body is signed, and anything may stand behind it. */
    readonly whole: boolean;
  }[];
  readonly dmarc: {
    readonly result: CheckResult;
    /** Null: the domain publishes none, or it could not be asked. */
    readonly policy: PublishedPolicy | null;
  };
  /** What a server on the way found, sealed by it (RFC 8617). */
  readonly arc: {
    readonly result: CheckResult;
    /** Every domain that sealed it, the last first. */
    readonly sealers: readonly string[];
    /** What the last sealer says that DMARC gave for the same author's domain. */
    readonly dmarc: CheckResult | null;
  };
}

/** What the desk knows that a mail cannot: its own domains, and whose seals it believes. Lower case. */
export interface TrustGround {
  readonly ownDomains: readonly string[];
  readonly trustedSealers: readonly string[];
}

export type TrustLevel = 'verified' | 'unverified' | 'failed';

export const trustReasons = [
  'dmarc',
  'own-server',
  'dkim',
  'spf',
  'arc',
  'nothing-published',
  'spf-refused',
  'policy-not-met',
  'partly-signed',
  'server-unknown',
  'dns-unavailable',
  'policy-refused',
  'own-domain',
] as const;
export type TrustReason = (typeof trustReasons)[number];

export interface MailTrust {
  readonly level: TrustLevel;
  readonly reason: TrustReason;
  /** DMARC policy of the author's domain; null when it publishes none or was not reached. */
  readonly policy: PublishedPolicy | null;
}

/**
 * How sure it is that the author's domain sent this mail. `verified` needs a proof for the very domain of the From
 * address; a failure of the network never is one. `failed`: the domain asks that such mail be refused, or it claims
 * to be ours.
 */
export function mailTrust(found: MailAuthentication, ground: TrustGround): MailTrust {
  const { spf, dkim, dmarc, arc } = found;
  const { policy } = dmarc;
  const trust = (level: TrustLevel, reason: TrustReason): MailTrust => ({ level, reason, policy });

  const signed = dkim.filter(({ result, aligned }) => result === 'pass' && aligned);
  const isSigned = signed.some(({ whole }) => whole);
  const isFromServer = spf.result === 'pass' && isAligned(spf.domain, found.authorDomain);

  if (dmarc.result === 'pass' && found.by === 'own-server') return trust('verified', 'own-server');
  if (dmarc.result === 'pass' && (isSigned || isFromServer || signed.length === 0)) {
    return trust('verified', 'dmarc');
  }
  if (dmarc.result === 'none' && isSigned) return trust('verified', 'dkim');
  if (dmarc.result === 'none' && isFromServer) return trust('verified', 'spf');
  const sealers = arc.result === 'pass' && arc.dmarc === 'pass' ? arc.sealers : [];
  if (sealers.length > 0 && sealers.every((sealer) => ground.trustedSealers.includes(sealer))) {
    return trust('verified', 'arc');
  }

  if (isUndecided(found)) return trust('unverified', 'dns-unavailable');
  if (ground.ownDomains.some((own) => isWithin(found.authorDomain, own))) {
    return trust('failed', 'own-domain');
  }
  if (dmarc.result === 'fail' && found.by === 'desk' && spf.result === 'not-checked') {
    return trust('unverified', 'server-unknown');
  }
  if (dmarc.result === 'fail') {
    return policy === 'none'
      ? trust('unverified', 'policy-not-met')
      : trust('failed', 'policy-refused');
  }
  if (signed.length > 0) return trust('unverified', 'partly-signed');
  // A record that could not be read, or an author that two readers read differently, is no free pass.
  if (dmarc.result !== 'none') return trust('unverified', 'policy-not-met');
  const isRefused = spf.result === 'fail' || spf.result === 'softfail';
  if (isRefused && isAligned(spf.domain, found.authorDomain)) {
    return trust('unverified', 'spf-refused');
  }
  return trust('unverified', 'nothing-published');
}

/** Something that could have proved it was not answered. What speaks for other domains would have proved nothing. */
const isUndecided = ({ spf, dkim, dmarc, authorDomain }: MailAuthentication): boolean =>
  dmarc.result === 'temperror' ||
  (spf.result === 'temperror' && isAligned(spf.domain, authorDomain)) ||
  dkim.some(({ result, aligned }) => result === 'temperror' && aligned);

/** A domain speaks for the author's when it is the same or below it: whoever owns a domain owns what is under it. */
const isAligned = (domain: string | null, author: string): boolean =>
  domain !== null && isWithin(domain, author);

const isWithin = (domain: string, above: string): boolean =>
  above !== '' && (domain === above || domain.endsWith(`.${above}`));

/**
 * What is done with mail of an authorised address that nothing proves. `confirm`: it always waits for the sender's own
 * word. `accept-unpublished`: it is taken when the sender's domain publishes no way to check it. `accept`: it is taken
 * unless the domain asks that unproven mail be refused.
 */
export const unverifiedMailTerms = ['confirm', 'accept-unpublished', 'accept'] as const;
export type UnverifiedMail = (typeof unverifiedMailTerms)[number];

/** Most small firms publish nothing; whoever publishes something wants it to be held to. */
export const unverifiedMailUnlessChosen: UnverifiedMail = 'accept-unpublished';

/**
 * `take`: it may append to a request, register one and so hold units, and reopen. `confirm`: it waits until the sender
 * or an agent says that it is genuine; one letter without content may ask. `hold`: it waits for an agent, and nothing
 * is sent to anybody.
 */
export type MailHandling = 'take' | 'confirm' | 'hold';

/** II, III: what a mail of a known, authorised address may do. */
export function handlingOf(trust: MailTrust, terms: UnverifiedMail): MailHandling {
  if (trust.level === 'verified') return 'take';
  if (trust.level === 'failed') return 'hold';
  if (terms === 'confirm') return 'confirm';
  if (terms === 'accept-unpublished') {
    return trust.reason === 'nothing-published' ? 'take' : 'confirm';
  }
  return trust.policy === 'quarantine' || trust.policy === 'reject' ? 'confirm' : 'take';
}
