/** The months up to the one of a moment (epoch milliseconds) as a wall in that zone shows it, the newest first: `2026-11`. */
export function monthsBack(now: number, count: number, timeZone: string): readonly string[] {
  const parts = new Intl.DateTimeFormat('en', { timeZone, year: 'numeric', month: 'numeric' });
  const shown = new Map(parts.formatToParts(now).map(({ type, value }) => [type, Number(value)]));
  const newest = (shown.get('year') ?? 0) * 12 + (shown.get('month') ?? 1) - 1;
  return Array.from({ length: count }, (_, back) => {
    const month = newest - back;
    return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
  });
}
