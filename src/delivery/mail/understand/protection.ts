import { isOpaque, type MimePart } from './mime-parts.ts';
import type { MailProtection } from './model.ts';

/** Whether the mail is signed or encrypted, by its structure or by the armour inside its text. */
export function readProtection(root: MimePart, text: string): MailProtection {
  const found = { signed: armoured(text, 'SIGNED MESSAGE'), encrypted: armoured(text, 'MESSAGE') };
  return walk(root, found);
}

type Found = { -readonly [Key in keyof MailProtection]: MailProtection[Key] };

function walk(part: MimePart, found: Found): Found {
  if (part.kind === 'container') {
    const protocol = part.contentType.parameters.get('protocol')?.toLowerCase() ?? '';
    if (part.type === 'multipart/signed')
      found.signed ??= protocol.includes('pgp') ? 'pgp' : 'smime';
    if (part.type === 'multipart/encrypted')
      found.encrypted ??= protocol.includes('pkcs7') ? 'smime' : 'pgp';
    for (const child of part.children) walk(child, found);
    return found;
  }
  if (isOpaque(part) && part.isOpened !== true) {
    const kind = part.contentType.parameters.get('smime-type')?.toLowerCase() ?? '';
    if (kind.startsWith('signed')) found.signed ??= 'smime';
    else found.encrypted ??= 'smime';
  }
  if (part.type === 'application/pgp-encrypted') found.encrypted ??= 'pgp';
  return found;
}

const armoured = (text: string, what: string): 'pgp' | null =>
  text.includes(`-----BEGIN PGP ${what}-----`) ? 'pgp' : null;
