import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';

/** RFC 8301: 2048 bits; longer ones do not fit the answers of many name servers. */
const bits = 2048;

/** A new key pair: the public half as it stands in a DNS record, the private one as PEM. */
export async function makeDkimPair(): Promise<{
  readonly publicKey: string;
  readonly privateKey: string;
}> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: bits,
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return { publicKey: publicKey.toString('base64'), privateKey };
}

/** The one place where the private half of this key opens. */
export const dkimPlace = (key: { readonly domain: string; readonly selector: string }): string =>
  `dkim ${key.domain} ${key.selector}`;

/** What the DNS publishes under a name, each record in one piece; null when there is nothing. */
export type PublishedTexts = (name: string) => Promise<readonly string[] | null>;

/** Asks through `resolveTxt` of node:dns; throws when the name server cannot be reached, which says nothing. */
export const publishedTexts =
  (resolveTxt: (name: string) => Promise<string[][]>): PublishedTexts =>
  async (name) => {
    try {
      return (await resolveTxt(name)).map((pieces) => pieces.join(''));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOTFOUND' || code === 'ENODATA') return null;
      throw error;
    }
  };
