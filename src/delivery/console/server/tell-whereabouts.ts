import { secondMs } from '../../../kernel/duration.ts';
import { call, callOnLeaving } from './call.ts';
import { randomKey } from './intents.ts';
import type { PersonAt } from './whereabouts.ts';

/** Where this window is: the request that it has open, and what is done there. */
export interface Place {
  readonly ticketNumber: number;
  readonly doing: PersonAt['doing'];
}

/** Each window speaks for itself: one that closes does not take the others of the same person with it. */
const window = randomKey(crypto);
/** Whoever leafs through the queue is nowhere until it stops. */
const settleMs = 800;
const retryMs = 20 * secondMs;
/** Well within the lease, so that one lost call is no absence. */
const shareOfLease = 0.45;

let wanted: Place | null = null;
let told: Place | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Tells the others of the desk, once it stands still, and again for as long as it is so. */
export function beAt(place: Place | null): void {
  if (place?.ticketNumber === wanted?.ticketNumber && place?.doing === wanted?.doing) return;
  wanted = place;
  clearTimeout(timer);
  timer = setTimeout(() => void tell(), settleMs);
}

async function tell(): Promise<void> {
  const place = wanted;
  if (place === null && told === null) return;
  let again = retryMs;
  try {
    const { leaseSeconds } = await call('tellWhereabouts', { body: bodyOf(place) });
    again = leaseSeconds * secondMs * shareOfLease;
    told = place;
  } catch {
    // What did not arrive is over by itself, and is said again: nobody has to be told of it.
  }
  if (wanted !== place || place === null) return;
  clearTimeout(timer);
  timer = setTimeout(() => void tell(), again);
}

const bodyOf = (place: Place | null) => ({
  window,
  ...(place ?? { ticketNumber: null, doing: 'reading' as const }),
});

addEventListener('pagehide', () => {
  if (told === null) return;
  told = null;
  void callOnLeaving('tellWhereabouts', { body: bodyOf(null) }).catch(() => undefined);
});
// A page that comes back as it was is where it was.
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) void tell();
});
