import { assert } from '../../kernel/assert.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import { agreementVersion1 } from '../../policy/agreement-version-1.ts';
import type { Agreement } from '../../policy/terms.ts';
import type { PublishedAgreement } from './model.ts';
import { selectAgreement, selectVersionInForce } from './store.ts';

/**
 * A published version never changes, so each is read once a process. Versions are never unpublished; whoever publishes
 * one does not read it before its transaction has committed.
 */
const publishedVersions = new Map<number, PublishedAgreement>();

/** The agreement to which a request registered at `at` is bound. There always is one: the start publishes the first. */
export async function agreementInForce(db: Db, at: Instant): Promise<Agreement> {
  // Which version that is may change at any moment, in another process too: it is asked every time.
  const version = await selectVersionInForce(db, at);
  assert(version !== null, 'an agreement is in force');
  return agreementByVersion(db, version);
}

/** A version to which a ticket is bound. */
export async function agreementByVersion(db: Db, version: number): Promise<Agreement> {
  const published = await readPublishedAgreement(db, version);
  assert(published !== null, `version ${version} of the agreement is published`);
  return published.agreement;
}

/** The same with its dates, for whoever asks by number; null when there is no such version. */
export async function readPublishedAgreement(
  db: Db,
  version: number,
): Promise<PublishedAgreement | null> {
  const known = publishedVersions.get(version);
  if (known !== undefined) return known;
  const published = await selectAgreement(db, version);
  if (published === null) return null;
  assertComplete(published.agreement);
  publishedVersions.set(version, published);
  return published;
}

/**
 * A term that a newer program knows and an older version never stated has no value that we could make up: whoever adds
 * one says in a migration what it was.
 */
function assertComplete(agreement: Agreement): void {
  const missing = [
    ...missingIn(agreementVersion1.terms, agreement.terms, 'terms'),
    ...missingIn(agreementVersion1.clauses, agreement.clauses, 'clauses'),
  ];
  assert(
    missing.length === 0,
    `version ${agreement.version} of the agreement states ${missing.join(', ')}`,
  );
}

function missingIn(known: object, stored: unknown, path: string): string[] {
  if (typeof stored !== 'object' || stored === null) return [path];
  const present = new Map(Object.entries(stored));
  return Object.entries(known).flatMap(([name, value]: [string, unknown]) => {
    if (!present.has(name)) return [`${path}.${name}`];
    const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isRecord && name !== 'opens'
      ? missingIn(value, present.get(name), `${path}.${name}`)
      : [];
  });
}
