import { useSyncExternalStore } from 'react';
import { serverNow } from '../server/call.ts';

// One interval for the whole console: thirty countdowns cost thirty string comparisons a second, and no render.
const listeners = new Set<() => void>();
let interval: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  interval ??= setInterval(() => {
    for (const each of listeners) each();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(interval);
    interval = undefined;
  };
}

/** A text that depends on the present moment (epoch milliseconds, server time); renders again only when it changes. */
export const useTicking = (say: (now: number) => string): string =>
  useSyncExternalStore(subscribe, () => say(serverNow()));
