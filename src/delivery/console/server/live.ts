import type { QueryClient } from '@tanstack/react-query';
import { isPaced, keysTouchedBy, readChange } from './live-change.ts';
import { hearWhereabouts } from './whereabouts.ts';

/** Longer than the desk takes to add itself up, so that one answer is there before the next is asked for. */
const paceMs = 2000;

export type LiveState = 'connecting' | 'live' | 'lost';

/**
 * Listens to what changes on the desk and makes the queries concerned stale; the browser reconnects by itself. After a
 * silence nobody knows what was missed, so everything on the screen is asked for again. Returns how to stop.
 */
export function followLive(queries: QueryClient, onState: (state: LiveState) => void): () => void {
  const source = new EventSource('/api/v1/events');
  let missed = false;
  let touched: (readonly unknown[])[] = [];
  let flushing: ReturnType<typeof setTimeout> | undefined;
  let paced: ReturnType<typeof setTimeout> | undefined;
  // One act makes several changes; fetched together they cost one round.
  const flush = () => {
    flushing = undefined;
    const keys = new Map(touched.map((key) => [JSON.stringify(key), key]));
    touched = [];
    for (const queryKey of keys.values()) {
      if (isPaced(queryKey)) paced ??= setTimeout(flushPaced, paceMs, queryKey);
      else void queries.invalidateQueries({ queryKey });
    }
  };
  const flushPaced = (queryKey: readonly unknown[]) => {
    paced = undefined;
    void queries.invalidateQueries({ queryKey });
  };
  source.onopen = () => {
    onState('live');
    if (missed) void queries.invalidateQueries();
    missed = false;
  };
  source.onerror = () => {
    missed = true;
    onState('lost');
  };
  source.onmessage = ({ data }: MessageEvent<string>) => {
    const change = readChange(data);
    if (change === null) return;
    touched.push(...keysTouchedBy(change));
    flushing ??= setTimeout(flush, 120);
  };
  source.addEventListener('whereabouts', ({ data }: MessageEvent<string>) => hearWhereabouts(data));
  return () => {
    clearTimeout(flushing);
    clearTimeout(paced);
    source.close();
  };
}
