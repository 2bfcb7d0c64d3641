/**
 * Minutes as people write them: "70", "1:10", "1 h 10", "1h10m", "1,5 h", "45 min". Null when it is none of these,
 * or less than a minute, or more than a day.
 */
export function readMinutes(written: string): number | null {
  const text = written.trim().toLowerCase().replace(',', '.');
  const minutes = plainMinutes(text) ?? clockMinutes(text) ?? spelledMinutes(text);
  if (minutes === null || minutes < 1 || minutes > 24 * 60) return null;
  return minutes;
}

const plainMinutes = (text: string): number | null =>
  /^\d{1,4}$/.test(text) ? Number(text) : null;

function clockMinutes(text: string): number | null {
  const parts = /^(\d{1,2}):([0-5]\d)$/.exec(text);
  return parts === null ? null : Number(parts[1]) * 60 + Number(parts[2]);
}

function spelledMinutes(text: string): number | null {
  const pattern =
    /^(?:(\d{1,2}(?:\.\d{1,2})?)\s*h(?:oras?|ours?|rs?|s)?\.?)?\s*(?:y\s+|and\s+)?(?:(\d{1,4})\s*(?:m(?:in(?:utos?|utes?|s)?)?\.?)?)?$/;
  const parts = pattern.exec(text);
  if (parts === null || (parts[1] === undefined && parts[2] === undefined)) return null;
  return Math.round(Number(parts[1] ?? 0) * 60) + Number(parts[2] ?? 0);
}
