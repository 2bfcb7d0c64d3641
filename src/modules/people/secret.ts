import { createHash, randomBytes } from 'node:crypto';

/** 256 bits from the system's generator, as 43 characters that may stand in a URL. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/**
 * What is kept of a secret. A plain hash is enough: nobody can guess 256 random bits. The empty text has no hash, so
 * that a missing token never matches a row.
 */
export function hashSecret(secret: string): Buffer | null {
  return secret === '' ? null : createHash('sha256').update(secret).digest();
}
