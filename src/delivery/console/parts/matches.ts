/** Whether every written word occurs, whatever its accents: "atencion" finds "Atención". */
export function matches(text: string, written: string): boolean {
  const plain = plainText(text);
  return plainText(written)
    .split(/\s+/)
    .every((word) => plain.includes(word));
}

/** Small letters without their accents. */
export const plainText = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
