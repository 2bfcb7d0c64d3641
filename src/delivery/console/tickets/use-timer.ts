import { serverNow } from '../server/call.ts';
import { readPreference, usePreference, writePreference } from '../session/preferences.ts';
import { readTimer, type WorkTimer } from './work-timer.ts';

/** The running timer, kept on this machine: it survives reloads and is the same in every tab. */
export const useTimer = (): WorkTimer | null => readTimer(usePreference('timer'));

export function startTimer(ticketNumber: number): void {
  const timer: WorkTimer = { ticketNumber, startedAt: serverNow() };
  writePreference('timer', JSON.stringify(timer));
}

export function stopTimer(): WorkTimer | null {
  const timer = readTimer(readPreference('timer'));
  writePreference('timer', null);
  return timer;
}
