import type { ClockReading } from './reading.ts';

/**
 * VII: what became of a promise. `none`: nothing was promised (VI.e). `cancelled`: the request ended by a way on which the
 * promise counts for nothing. `running`: not decided yet. Only `met` and `breached` are judged.
 */
export type ClockOutcome = 'none' | 'met' | 'breached' | 'running' | 'cancelled';

/** A breach that is not over yet is one already; a clock that goes on after a reopening is judged as one (VIII.c). */
export function clockOutcome(
  reading: Pick<ClockReading, 'state' | 'onTime' | 'breach'>,
): ClockOutcome {
  if (reading.state === 'none' || reading.state === 'cancelled') return reading.state;
  if (reading.state === 'met') {
    // VI.e: where nothing was promised nothing was kept or broken.
    if (reading.onTime === null) return 'none';
    return reading.onTime ? 'met' : 'breached';
  }
  return reading.breach === null ? 'running' : 'breached';
}

/** Of the promises that were judged, how many were kept, in whole percent; null when none was. Never 100 with one broken. */
export function attainmentPercent({
  met,
  breached,
}: {
  readonly met: number;
  readonly breached: number;
}): number | null {
  const judged = met + breached;
  return judged === 0 ? null : Math.floor((met * 100) / judged);
}
