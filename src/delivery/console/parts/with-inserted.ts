/** A text with something put in where the cursor stands, and where the cursor then is. */
export function withInserted(
  text: string,
  inserted: string,
  { start, end }: { readonly start: number; readonly end: number },
): { readonly text: string; readonly cursor: number } {
  return {
    text: text.slice(0, start) + inserted + text.slice(end),
    cursor: start + inserted.length,
  };
}
