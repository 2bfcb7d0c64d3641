import type { Instant } from '../../../kernel/clock.ts';
import { hourMs } from '../../../kernel/duration.ts';
import type { ClockKind } from '../../../policy/clocks/reading.ts';
import type { OpenClock } from '../../clocks/index.ts';
import type { BoardRequest, Mark } from './model.ts';

/** How near a due moment must be to be called near; the queue begins to colour its countdown there, too. */
export const soonMs = 2 * hourMs;

/** VII: the promise is broken. One that is paused since stays so: a pause cures nothing. */
export const isBreached = ({ state, breachAt, isKnownBreach }: OpenClock, now: Instant): boolean =>
  isKnownBreach || (state === 'running' && breachAt !== null && breachAt < now);

/** V.d: it falls due within two hours, if nobody does anything. */
export const isSoon = (clock: OpenClock, now: Instant): boolean =>
  clock.state === 'running' &&
  clock.dueAt !== null &&
  clock.dueAt <= now + soonMs &&
  !isBreached(clock, now);

/** Whether a request is what a mark says; of one clock alone when it is named. */
export function isMarked(
  request: BoardRequest,
  { mark, kind, now }: { readonly mark: Mark; readonly kind?: ClockKind; readonly now: Instant },
): boolean {
  const clocks = request.clocks.filter((clock) => kind === undefined || clock.kind === kind);
  switch (mark) {
    case 'breached':
      return clocks.some((clock) => isBreached(clock, now));
    case 'soon':
      return clocks.some((clock) => isSoon(clock, now));
    case 'unverified':
      return !request.isVerified;
    case 'reprioritised':
      return request.isReprioritised;
    case 'reopened':
      return clocks.some(({ cycle }) => cycle > 1);
    case 'grace':
      return request.status === 'waiting' && request.askedEnough && request.nextClosingAt !== null;
    case 'abandonment-proposed':
      return request.status === 'waiting' && request.nextClosingAt === null;
  }
}
