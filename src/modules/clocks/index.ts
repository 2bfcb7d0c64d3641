// Owns the clocks (VII): what happened to them, where they stand, and what fires when they fall due.
export type { ClockFellDue } from './events.ts';
export { fireDueClocks } from './fire-due-clocks.ts';
export type {
  ClocksNow,
  ClockTicket,
  PromisedClock,
} from './model.ts';
export { type ClockPoller, pollClocks } from './poll-clocks.ts';
export { proveClocks, readClocks } from './read-clocks.ts';
export { changeClockPriority, recordClockEvent, startClocks } from './record-clock-event.ts';
export { selectNextMoment as nextClockMoment } from './store.ts';
