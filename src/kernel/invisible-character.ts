/** Controls other than tab and line breaks, and marks that make a text read otherwise than it is written. */
const invisibleCharacter = /[^\P{Cc}\t\r\n]|\p{Bidi_Control}|[\u200b\u2060\ufeff]/u;

/** The first character of a text that cannot be seen, as in `U+202E`; null: there is none. */
export function invisibleCharacterIn(text: string): string | null {
  const [found] = invisibleCharacter.exec(text) ?? [];
  if (found === undefined) return null;
  return `U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
