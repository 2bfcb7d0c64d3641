import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/**
 * Secrets of others that we must be able to say again (the password of a mailbox), unreadable at rest: AES-256-GCM with
 * a key that is never in the database. Each value carries the id of its key and a nonce of its own, and belongs to one
 * place: moved to another row or column it does not open.
 */
export interface Sealer {
  /** `place` names what it is the secret of: `imap 12 password`. */
  seal(secret: string, place: string): string;
  /** The secret. Throws SealBroken when it was sealed with another key, for another place, or was altered. */
  open(sealed: string, place: string): string;
}

export class SealBroken extends Error {
  override name = 'SealBroken';
  /** `other-key`: the desk's secret was replaced; whoever knows the password must write it again. */
  readonly reason: 'other-key' | 'altered';
  constructor(reason: 'other-key' | 'altered') {
    super(
      reason === 'other-key'
        ? 'a stored secret was sealed with another key: put back the secret of the desk, or write it again'
        : 'a stored secret was altered, or belongs to another place',
    );
    this.reason = reason;
  }
}

const version = 's1';
const nonceBytes = 12;
const tagBytes = 16;

/** `key`: 32 bytes, derived for this purpose alone. */
export function openSealer(key: Buffer): Sealer {
  const keyId = createHash('sha256').update('key id').update(key).digest('hex').slice(0, 8);
  return {
    seal(secret, place) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      cipher.setAAD(Buffer.from(place));
      const body = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      const bytes = Buffer.concat([nonce, body, cipher.getAuthTag()]);
      return `${version}.${keyId}.${bytes.toString('base64url')}`;
    },
    open(sealed, place) {
      const [form, id, text = ''] = sealed.split('.');
      const bytes = Buffer.from(text, 'base64url');
      if (form !== version || bytes.length < nonceBytes + tagBytes) throw new SealBroken('altered');
      if (id !== keyId) throw new SealBroken('other-key');
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes), {
        authTagLength: tagBytes,
      });
      decipher.setAAD(Buffer.from(place));
      decipher.setAuthTag(bytes.subarray(-tagBytes));
      const body = bytes.subarray(nonceBytes, -tagBytes);
      try {
        return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
      } catch {
        throw new SealBroken('altered');
      }
    },
  };
}
