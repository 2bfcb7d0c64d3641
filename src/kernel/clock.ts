/** Milliseconds since 1970-01-01T00:00:00Z. The only unit of absolute time in kernel and policy. */
export type Instant = number;

/** Where the present moment comes from. Everything that needs it is handed a clock or an instant. */
export interface Clock {
  now(): Instant;
}

/** The machine's clock: the only place in the product that reads it. */
export const systemClock: Clock = { now: () => Date.now() };

/** A clock that stands still until it is moved; tests and simulations run on it. */
export interface MovableClock extends Clock {
  set(instant: Instant): void;
  advance(milliseconds: number): void;
}

export function movableClock(start: Instant): MovableClock {
  let present = start;
  return {
    now: () => present,
    set: (instant) => {
      present = instant;
    },
    advance: (milliseconds) => {
      present += milliseconds;
    },
  };
}
