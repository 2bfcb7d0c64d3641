import { useSyncExternalStore } from 'react';

// Known to the transport, shown by the frame: what is being written must outlive the session it was begun in.
let ended = false;
const listeners = new Set<() => void>();

export function setSessionEnded(now: boolean): void {
  if (now === ended) return;
  ended = now;
  for (const listener of listeners) listener();
}

export const useSessionEnded = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    () => ended,
  );
