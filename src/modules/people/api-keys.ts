import { assert } from '../../kernel/assert.ts';
import type { Instant } from '../../kernel/clock.ts';
import { type Declined, decline } from '../../kernel/declined.ts';
import { type Database, inTransaction } from '../../platform/database/index.ts';
import type { Acting, ApiKeyScope } from './model.ts';
import { hashSecret, newSecret } from './secret.ts';
import { insertApiKey, revokeApiKeyRow } from './store/access.ts';
import { insertAudit } from './store/audit.ts';
import { selectPerson } from './store/people.ts';

/** Known by its beginning, so that a key in a text or a repository can be found by whoever looks for one. */
const keyPrefix = 'atenta_';

export interface NewApiKey {
  readonly name: string;
  readonly personId: number;
  readonly scopes: readonly ApiKeyScope[];
  readonly expiresAt?: Instant | undefined;
}

/** The key itself is told here and never again. `person-unknown` for nobody who could sign in. */
export function createApiKey(
  database: Pick<Database, 'db'>,
  input: NewApiKey,
  by: Acting,
): Promise<{ readonly apiKeyId: number; readonly key: string } | Declined> {
  const { name, personId, scopes, expiresAt = null } = input;
  const { actor, at } = by;
  assert(actor.kind === 'person', 'a person makes an API key');
  return inTransaction(database, async (tx) => {
    const person = await selectPerson(tx, personId);
    const mayComeIn =
      person !== null && !person.disabled && (person.roles.length > 0 || person.contact !== null);
    if (!mayComeIn) return decline('person-unknown');
    const key = `${keyPrefix}${newSecret()}`;
    const keySha256 = hashSecret(key);
    assert(keySha256 !== null, 'a new key is not empty');
    const apiKeyId = await insertApiKey(tx, {
      name,
      keySha256,
      start: key.slice(0, keyPrefix.length + 4),
      personId,
      scopes: [...new Set(scopes)],
      createdByPersonId: actor.personId,
      expiresAt,
      at,
    });
    await insertAudit(tx, by, {
      action: 'api-key.created',
      subject: `api-key:${apiKeyId}`,
      detail: { name, personId, scopes, expiresAt },
    });
    return { apiKeyId, key };
  });
}

/** False when there is no such key, or it was revoked before. */
export function revokeApiKey(
  database: Pick<Database, 'db'>,
  apiKeyId: number,
  by: Acting,
): Promise<boolean> {
  return inTransaction(database, async (tx) => {
    const revoked = await revokeApiKeyRow(tx, apiKeyId, by.at);
    if (revoked === null) return false;
    await insertAudit(tx, by, {
      action: 'api-key.revoked',
      subject: `api-key:${apiKeyId}`,
      detail: revoked,
    });
    return true;
  });
}
