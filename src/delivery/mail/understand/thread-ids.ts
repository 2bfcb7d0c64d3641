import { decodeHeaderText } from './encoded-words.ts';
import type { MailHeader, ThreadIds } from './model.ts';
import { headerOf, headersOf } from './raw-headers.ts';

const referencesMax = 500;

/** Message-ID, In-Reply-To and References, and the order to look a conversation up by (EMAIL.md rule 3). */
export function readThreadIds(headers: readonly MailHeader[], hint: string | null): ThreadIds {
  const own = headerOf(headers, 'message-id') ?? headerOf(headers, 'message-id-');
  const inReplyTo = idsIn(headersOf(headers, 'in-reply-to').join(' '), hint);
  const references = idsIn(headersOf(headers, 'references').join(' '), hint);
  const lookup = [...new Set([...inReplyTo, ...references.toReversed()])];
  return {
    messageId: own === null ? null : (idsIn(own, hint)[0] ?? null),
    inReplyTo,
    references,
    lookup,
  };
}

/**
 * Ids with two `@`, without brackets, or without any `@` exist and are kept. Inside brackets everything counts;
 * outside, words are ids unless brackets are used at all (`In-Reply-To: your mail of Monday <id>`).
 */
function idsIn(value: string, hint: string | null): readonly string[] {
  const text = decodeHeaderText(value, hint);
  const bracketed = [...text.matchAll(/<([^<>]{1,998})>/g)].map((match) => (match[1] ?? '').trim());
  const ids =
    bracketed.length > 0 ? bracketed : text.split(/[\s,]+/).map((id) => id.replace(/^<|>$/g, ''));
  return [...new Set(ids.map((id) => id.replace(/\s+/g, '')).filter((id) => id !== ''))].slice(
    -referencesMax,
  );
}
