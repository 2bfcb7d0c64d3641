import { createHash } from 'node:crypto';
import type { Instant } from '../../kernel/clock.ts';
import { type Declined, decline } from '../../kernel/declined.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import type { DkimKey } from './model.ts';
import {
  insertDkimKey,
  retireActiveDkimKey,
  selectActiveDkimKey,
  selectDkimKey,
  selectMailboxes,
  updateDkimKey,
} from './store.ts';

/** Name and text of the TXT record to publish. */
export const dkimRecord = ({
  domain,
  selector,
  publicKey,
}: Pick<DkimKey, 'domain' | 'selector' | 'publicKey'>): {
  readonly name: string;
  readonly text: string;
} => ({
  name: `${selector}._domainkey.${domain}`,
  text: `v=DKIM1; k=rsa; p=${publicKey}`,
});

/** Domains that mail can be signed for: those from which the desk writes. */
export const domainsOfMailboxes = async (db: Db): Promise<readonly string[]> => [
  ...new Set(
    (await selectMailboxes(db))
      .filter(({ active }) => active)
      .map(({ address }) => address.slice(address.lastIndexOf('@') + 1)),
  ),
];

/**
 * Keeps a new key pair for a domain of the desk; it signs nothing until its record is published and found. Declined
 * `dkim-domain-unknown`.
 */
export async function addDkimKey(
  tx: Tx,
  key: {
    readonly domain: string;
    readonly publicKey: string;
    /** Seals the private half for the key of this selector. */
    readonly sealed: (selector: string) => string;
    readonly personId: number;
    readonly at: Instant;
  },
): Promise<DkimKey | Declined> {
  const { domain, publicKey, personId, at } = key;
  if (!(await domainsOfMailboxes(tx)).includes(domain)) {
    return decline('dkim-domain-unknown', { domain });
  }
  // A selector is never used twice: resolvers keep the record of an earlier key for a day.
  const mark = createHash('sha256').update(publicKey).digest('hex').slice(0, 10);
  const selector = `atenta${mark}`;
  return insertDkimKey(tx, {
    domain,
    selector,
    publicKey,
    sealedPrivateKey: key.sealed(selector),
    personId,
    at,
  });
}

/**
 * From now on mail of its domain is signed with this key, and with no other. `published` is what the DNS answered for
 * its name, null when nothing. Declined `dkim-record-missing`, `dkim-record-different`, `dkim-key-retired`.
 */
export async function activateDkimKey(
  tx: Tx,
  keyId: number,
  found: { readonly published: readonly string[] | null; readonly at: Instant },
): Promise<DkimKey | Declined | undefined> {
  const key = await selectDkimKey(tx, keyId);
  if (key === undefined) return undefined;
  const { name } = dkimRecord(key);
  if (key.retiredAt !== null) return decline('dkim-key-retired', { name });
  if (found.published === null || found.published.length === 0) {
    return decline('dkim-record-missing', { name });
  }
  if (!found.published.some((text) => publishedKey(text) === key.publicKey)) {
    return decline('dkim-record-different', { name });
  }
  if (key.activeSince !== null) return key;
  await retireActiveDkimKey(tx, key.domain, found.at);
  await updateDkimKey(tx, keyId, { activeSince: found.at });
  return { ...key, activeSince: found.at };
}

/** The key in a record of RFC 6376 3.6.1; null when it is none or for something else than mail signed with RSA. */
function publishedKey(text: string): string | null {
  const tags = new Map(
    text.split(';').map((tag) => {
      const equals = tag.indexOf('=');
      return [tag.slice(0, equals).trim(), tag.slice(equals + 1).replace(/\s/g, '')] as const;
    }),
  );
  const isOurs = (tags.get('v') ?? 'DKIM1') === 'DKIM1' && (tags.get('k') ?? 'rsa') === 'rsa';
  return isOurs ? (tags.get('p') ?? null) : null;
}

/** Mail of its domain goes unsigned from now on. */
export async function retireDkimKey(
  tx: Tx,
  keyId: number,
  at: Instant,
): Promise<DkimKey | undefined> {
  const key = await selectDkimKey(tx, keyId);
  if (key === undefined || key.retiredAt !== null) return key;
  await updateDkimKey(tx, keyId, { retiredAt: at });
  return { ...key, retiredAt: at };
}

/** With what mail from this address is signed; null when its domain has no active key. */
export const dkimKeyFor = (
  db: Db,
  address: string,
): Promise<(DkimKey & { readonly sealedPrivateKey: string }) | null> =>
  selectActiveDkimKey(db, address.slice(address.lastIndexOf('@') + 1).toLowerCase());
