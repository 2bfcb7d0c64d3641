import { useEffect } from 'react';
import { systemClock } from '../../../kernel/clock.ts';
import { secondMs } from '../../../kernel/duration.ts';
import { beAt } from '../server/tell-whereabouts.ts';
import { doingNow, type Stroke } from './doing-now.ts';
import type { DraftMode } from './draft-store.ts';

const lookEveryMs = 5 * secondMs;

let actedAt = 0;
let stroke: Stroke | null = null;
/** Looks again at once; nothing while no request is open. */
let look = (): void => undefined;

const act = (): void => {
  actedAt = systemClock.now();
};
for (const sign of ['keydown', 'pointerdown', 'pointermove', 'wheel']) {
  addEventListener(sign, act, { passive: true });
}

/** Something was typed in the composer. */
export function noteStroke(mode: DraftMode): void {
  stroke = { mode, at: systemClock.now() };
  look();
}

/** The composer was closed, or what was written there was sent. */
export function forgetStroke(): void {
  stroke = null;
  look();
}

/** Lets the others of the desk know that this request is open here, for as long as somebody is in front of it. */
export function useMyWhereabouts(ticketNumber: number): void {
  useEffect(() => {
    look = () => {
      const visible = document.visibilityState === 'visible';
      const doing = doingNow({ now: systemClock.now(), visible, actedAt, stroke });
      beAt(doing === null ? null : { ticketNumber, doing });
    };
    // Opening it is an act, whatever opened it.
    act();
    look();
    const timer = setInterval(() => look(), lookEveryMs);
    const turn = () => {
      // Coming back to the window is an act.
      if (document.visibilityState === 'visible') act();
      look();
    };
    document.addEventListener('visibilitychange', turn);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', turn);
      look = () => undefined;
      beAt(null);
    };
  }, [ticketNumber]);
}
