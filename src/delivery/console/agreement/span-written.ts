/**
 * A span of a promise as people write it, in minutes: "4 h", "4", "1 h 30", "1:30", "45 min". A plain number is hours,
 * which is how the agreement counts. Null when it is none of these or nothing.
 */
export function readSpan(written: string): number | null {
  const text = written.trim().toLowerCase();
  const clock = /^(\d{1,4}):([0-5]\d)$/.exec(text);
  if (clock !== null) return positive(Number(clock[1]) * 60 + Number(clock[2]));
  const parts =
    /^(?:(\d{1,4})\s*(?:h(?:oras?|ours?)?)?)?\s*(?:(\d{1,5})\s*(?:m(?:in(?:utos?|utes?)?)?)?)?$/.exec(
      text,
    );
  const [, hours, minutes] = parts ?? [];
  if (hours === undefined && minutes === undefined) return null;
  // "45 min" has no hours before it; "45" has no "min" behind it.
  const onlyMinutes = /^\d{1,5}\s*m/.test(text);
  if (onlyMinutes) return positive(Number.parseInt(text, 10));
  return positive(Number(hours ?? 0) * 60 + Number(minutes ?? 0));
}

/** Several of them with commas between: "24 h, 1 h". Nothing is an empty list; null when one cannot be read. */
export function readSpans(written: string): readonly number[] | null {
  if (written.trim() === '') return [];
  const spans = written.split(/[,;]/).map(readSpan);
  return spans.every((span) => span !== null) ? spans.toSorted((a, b) => b - a) : null;
}

const positive = (minutes: number): number | null => (minutes > 0 ? minutes : null);
