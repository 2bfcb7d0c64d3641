import { Resolver } from 'node:dns/promises';
import type { Clock } from '../kernel/clock.ts';

/** The records of one name; throws an error with a `code` of node:dns when there are none or nobody answers. */
export type DnsLookup = (name: string, type: string) => Promise<DnsRecords>;

/** As node:dns answers: texts as lists of their pieces, addresses as texts, mail servers as objects. */
export type DnsRecords = readonly (
  | string
  | readonly string[]
  | { readonly exchange: string; readonly priority: number }
)[];

export interface DnsOptions {
  readonly clock: Clock;
  /** Given in tests: a fixed zone. */
  readonly ask?: DnsLookup;
}

/** One question at one server; there are as many tries. */
const tryTimeoutMs = 2_000;
const tries = 2;
/** After this nobody waits any more, whatever the resolver still does. */
const answerTimeoutMs = 6_000;

/**
 * node:dns does not tell how long a text record lives, so answers live this long: short enough for a key that was
 * replaced, long enough for a morning's mail of one customer.
 */
const answerLivesMs = 5 * 60_000;
const absenceLivesMs = 60_000;
const answersMax = 5_000;

/** Names that RFC 2606 and RFC 6761 keep from ever being published. */
const reserved = /(?:^|\.)(?:example|test|invalid|localhost)\.?$/i;

/**
 * Asks the resolvers of the machine. Answers and absences are kept for minutes, failures not at all. Reserved names
 * have no records and are not asked for, so a desk with made-up customers works without any network.
 */
export function openDns({ clock, ask = askResolvers() }: DnsOptions): DnsLookup {
  const known = new Map<string, { readonly until: number; readonly answer: Promise<DnsRecords> }>();

  return (name, type) => {
    const key = `${type} ${name.toLowerCase()}`;
    const now = clock.now();
    const kept = known.get(key);
    if (kept !== undefined && kept.until > now) return kept.answer;
    const answer = withTimeout(ask(name, type));
    known.delete(key);
    known.set(key, { until: now + answerLivesMs, answer });
    // The oldest question goes; a Map keeps its order.
    const [oldest] = known.keys();
    if (known.size > answersMax && oldest !== undefined) known.delete(oldest);
    answer.catch((error: unknown) => {
      if (known.get(key)?.answer !== answer) return;
      if (isAbsence(error)) known.set(key, { until: now + absenceLivesMs, answer });
      else known.delete(key);
    });
    return answer;
  };
}

/** That there is no such name or record is an answer, too. */
export const isAbsence = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  (error.code === 'ENOTFOUND' || error.code === 'ENODATA' || error.code === 'EBADNAME');

/** An error as node:dns throws it. */
export const dnsError = (code: string, name: string): Error =>
  Object.assign(new Error(`${code} ${name}`), { code });

function askResolvers(): DnsLookup {
  const resolver = new Resolver({ timeout: tryTimeoutMs, tries });
  return async (name, type) => {
    if (reserved.test(name)) throw dnsError('ENOTFOUND', name);
    // What node:dns answers for the types that are asked here has the shape of DnsRecords.
    return (await resolver.resolve(name, type)) as DnsRecords;
  };
}

async function withTimeout(answer: Promise<DnsRecords>): Promise<DnsRecords> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(dnsError('ETIMEOUT', 'dns')), answerTimeoutMs);
  try {
    return await Promise.race([answer, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
