import { createHash } from 'node:crypto';
import { cleanLine } from './clean-text.ts';
import { safeFileName } from './file-names.ts';
import { isOpaque, type MimeLeaf } from './mime-parts.ts';
import type { AttachmentRole, MailAttachment } from './model.ts';
import { headerOf } from './raw-headers.ts';
import type { TnefFile } from './tnef/read-tnef.ts';

/** The name a part was given, safe; '' when none. The disposition counts before the type, as in mail clients. */
export const nameOf = (leaf: MimeLeaf): string =>
  safeFileName(
    leaf.disposition.parameters.get('filename') ?? leaf.contentType.parameters.get('name') ?? '',
  );

export function attachmentOf(leaf: MimeLeaf, isRelated: boolean): MailAttachment {
  const cid = cleanLine(headerOf(leaf.headers, 'content-id') ?? '').replace(/^<|>$/g, '');
  return {
    name: nameOf(leaf),
    type: leaf.type,
    sizeBytes: leaf.content.length,
    sha256: createHash('sha256').update(leaf.content).digest('hex'),
    content: leaf.content,
    cid: cid === '' ? null : cid,
    inline:
      leaf.disposition.value === 'inline' || (isRelated && leaf.disposition.value !== 'attachment'),
    role: roleOf(leaf),
    part: leaf.number,
  };
}

/** A file that Outlook packed: `part` counts it inside its bundle. */
export const packedAttachment = (
  { name, type, cid, content }: TnefFile,
  part: string,
): MailAttachment => ({
  name,
  type,
  sizeBytes: content.length,
  sha256: createHash('sha256').update(content).digest('hex'),
  content,
  cid,
  inline: cid !== null,
  role: 'file',
  part,
});

function roleOf(leaf: MimeLeaf): AttachmentRole {
  if (leaf.type === 'message/rfc822' || leaf.type === 'message/global') return 'message';
  if (leaf.type === 'text/calendar' || leaf.type === 'application/ics') return 'calendar';
  if (
    leaf.type === 'application/ms-tnef' ||
    leaf.type === 'application/vnd.ms-tnef' ||
    // Servers that do not know the type pass it on as they do all others.
    (leaf.type === 'application/octet-stream' && /^winmail\.dat$/i.test(nameOf(leaf)))
  ) {
    return 'bundle';
  }
  if (/^application\/(?:pgp-signature|(?:x-)?pkcs7-signature)$/.test(leaf.type)) return 'signature';
  if (leaf.isOpened === true) return 'signature';
  // Signed, it says, and could not be opened: whoever has a program for it gets it.
  if (isOpaque(leaf) && leaf.contentType.parameters.get('smime-type') === 'signed-data') {
    return 'file';
  }
  if (/^application\/(?:pgp-encrypted|(?:x-)?pkcs7-mime)$/.test(leaf.type)) return 'encrypted';
  if (
    /^(?:message\/(?:delivery-status|global-delivery-status|disposition-notification|feedback-report)|(?:text|message)\/(?:rfc822-headers|global-headers))$/.test(
      leaf.type,
    )
  )
    return 'report';
  return 'file';
}
