import { Link } from '@tanstack/react-router';
import { iconTimer } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import { Icon } from '../parts/icon.tsx';
import { useTicking } from '../parts/ticking.ts';
import { useTimer } from './use-timer.ts';
import { stopwatch } from './work-timer.ts';

/** The running timer, visible from every screen: time that is paid for is never forgotten. */
export function TimerMark() {
  const timer = useTimer();
  const shown = useTicking((now) => (timer === null ? '' : stopwatch(timer, now)));
  if (timer === null) return null;
  return (
    <Link
      to="/tickets/$number"
      params={{ number: timer.ticketNumber }}
      search={{}}
      aria-label={m.console_timer_running({ number: String(timer.ticketNumber) })}
      className="flex flex-col items-center justify-center gap-1 rounded-s bg-turn-tint px-1 py-1.5 text-[0.6875rem] leading-none font-strong text-on-turn-tint tabular"
    >
      <Icon of={iconTimer} size={18} />
      {shown}
    </Link>
  );
}
