import { encode } from 'uqr';

/** The modules of a QR code, row by row, true for dark; with the quiet zone of four that readers ask for. */
export const qrModules = (text: string): readonly (readonly boolean[])[] =>
  // Readers take every mask; comparing all eight for the prettiest costs more than the rest of a letter.
  encode(text, { ecc: 'M', border: 4, maskPattern: 2 }).data;

/** One row as runs of equal modules: what is drawn as one piece. */
export function qrRuns(
  row: readonly boolean[],
): readonly { readonly dark: boolean; readonly length: number }[] {
  const runs: { dark: boolean; length: number }[] = [];
  for (const dark of row) {
    const last = runs.at(-1);
    if (last?.dark === dark) last.length += 1;
    else runs.push({ dark, length: 1 });
  }
  return runs;
}
