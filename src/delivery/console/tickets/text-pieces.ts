/** A piece of a message's plain text. Nothing here is HTML: the screen makes the elements. */
export type TextPiece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string }
  | { readonly kind: 'ticket'; readonly text: string; readonly number: number };

const pattern = /\bhttps?:\/\/[^\s<>"']+|(?<![\w/&])#(\d{4,9})\b/g;

/** Addresses and request numbers (`#1042`) become links; everything else stays as it was written. */
export function piecesOf(text: string): readonly TextPiece[] {
  const pieces: TextPiece[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    const found = match[1] === undefined ? trimAddress(match[0]) : match[0];
    if (match.index > end) pieces.push({ kind: 'text', text: text.slice(end, match.index) });
    pieces.push(
      match[1] === undefined
        ? { kind: 'link', text: found, href: found }
        : { kind: 'ticket', text: found, number: Number(match[1]) },
    );
    end = match.index + found.length;
  }
  if (end < text.length) pieces.push({ kind: 'text', text: text.slice(end) });
  return pieces;
}

/** The full stop of the sentence and a bracket around the address are not part of it. */
function trimAddress(address: string): string {
  const trimmed = address.replace(/[.,;:!?]+$/, '');
  return trimmed.endsWith(')') && !trimmed.includes('(')
    ? trimAddress(trimmed.slice(0, -1))
    : trimmed;
}
