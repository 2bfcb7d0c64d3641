/** One timer per person and machine: two things are never worked on at once. */
export interface WorkTimer {
  readonly ticketNumber: number;
  /** Epoch milliseconds. */
  readonly startedAt: number;
}

/** Started minutes count as whole ones, never less than one, never more than a day. */
export const minutesOf = (timer: WorkTimer, now: number): number =>
  Math.min(24 * 60, Math.max(1, Math.ceil((now - timer.startedAt) / 60_000)));

/** The running time as a stopwatch shows it: "4:09", "1:04:09". */
export function stopwatch(timer: WorkTimer, now: number): string {
  const seconds = Math.max(0, Math.floor((now - timer.startedAt) / 1000));
  const pad = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes, rest] = [
    Math.floor(seconds / 3600),
    Math.floor((seconds % 3600) / 60),
    seconds % 60,
  ];
  return hours === 0 ? `${minutes}:${pad(rest)}` : `${hours}:${pad(minutes)}:${pad(rest)}`;
}

export function readTimer(stored: string | null): WorkTimer | null {
  try {
    const value: unknown = JSON.parse(stored ?? 'null');
    if (typeof value !== 'object' || value === null) return null;
    const { ticketNumber, startedAt } = value as Record<keyof WorkTimer, unknown>;
    return typeof ticketNumber === 'number' && typeof startedAt === 'number'
      ? { ticketNumber, startedAt }
      : null;
  } catch {
    return null;
  }
}
