/**
 * RFC 6266: the file's name in its own characters for every browser of today, and a plain one for the rest. The name
 * never ends the header, whatever it holds.
 */
export function contentDisposition(kind: 'attachment' | 'inline', fileName: string): string {
  const name = safeFileName(fileName);
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7e]/g, '_')
    .replace(/["\\%]/g, '_');
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encodeRfc8187(name)}`;
}

const longestName = 150;

/** Without control characters, text-direction marks and path separators; never empty, never a dot file. */
export function safeFileName(fileName: string): string {
  const cleaned = fileName
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .replace(/[/\\:*?"<>|]/g, '_')
    .replace(/^[\s.]+|[\s.]+$/g, '');
  if (cleaned === '') return 'file';
  if (cleaned.length <= longestName) return cleaned;
  const ending = /\.[A-Za-z0-9]{1,10}$/.exec(cleaned)?.[0] ?? '';
  const shortened = cleaned.slice(0, longestName - ending.length).replace(/[\ud800-\udbff]$/, '');
  return shortened.replace(/[\s.]+$/, '') + ending;
}

const encodeRfc8187 = (text: string): string =>
  encodeURIComponent(text).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
