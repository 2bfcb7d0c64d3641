/** Crockford's alphabet: no I, L, O or U, so that a code read from paper or over the phone is not mistaken. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const charactersPerCode = 20;
const charactersPerGroup = 5;

/** A code of 100 random bits for what the desk issues, as 20 characters. Nobody guesses one. */
export function newVerificationCode(): string {
  // 256 is a multiple of 32: every character is as likely as any other.
  const bytes = crypto.getRandomValues(new Uint8Array(charactersPerCode));
  return [...bytes].map((byte) => alphabet[byte % alphabet.length]).join('');
}

/**
 * A code as somebody wrote it: in any case, with or without the dashes, with an O for a zero. Null when it cannot be
 * one.
 */
export function readVerificationCode(written: string): string | null {
  const code = written
    .slice(0, 100)
    .replace(/[\s-]/g, '')
    .toUpperCase()
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  return new RegExp(`^[${alphabet}]{${charactersPerCode}}$`).test(code) ? code : null;
}

/** As it is shown: `7K3QM-2ZX9T-…`, four groups of five. */
export const groupVerificationCode = (code: string): string =>
  code.match(new RegExp(`.{1,${charactersPerGroup}}`, 'g'))?.join('-') ?? '';
