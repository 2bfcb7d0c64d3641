// Owns the clocks (VII): what happened to them, where they stand, and what fires when they fall due.
export { timelinesFor } from './calendars.ts';
export type { ClockFellDue } from './events.ts';
export { fireDueClocks } from './fire-due-clocks.ts';
export { rollOutCalendar as rollOutCalendarJob } from './jobs.ts';
export type {
  CalendarRollout,
  ClocksNow,
  ClockTicket,
  MovedClock,
  OpenClock,
  PromisedClock,
  ServiceCalendar,
} from './model.ts';
export { promisedClocks } from './model.ts';
export { type MovedTicket, moveToCalendar } from './move-to-calendar.ts';
export { type ClockPoller, pollClocks } from './poll-clocks.ts';
export { type CalendarPreview, previewCalendar } from './preview-calendar.ts';
export { proveClocks, readClocks } from './read-clocks.ts';
export { type ClockDifference, recheckClocks } from './recheck-clocks.ts';
export {
  absorbClocks,
  changeClockPriority,
  type PlannedClocks,
  planClocks,
  recordClockEvent,
  reopenClocks,
  startClocks,
} from './record-clock-event.ts';
export {
  readCalendarRollout,
  readCalendarVersions,
  readServiceCalendar,
  saveServiceCalendar,
} from './service-calendar.ts';
export {
  finishRollout,
  lockRollout,
  recordRolloutProgress,
  selectClockEvents as clockEventsOf,
  selectNextMoment as nextClockMoment,
  selectOpenClocks as openClocksOf,
  selectServiceCalendar as serviceCalendar,
  selectTicketsOnCalendar as ticketsOnCalendar,
} from './store.ts';
