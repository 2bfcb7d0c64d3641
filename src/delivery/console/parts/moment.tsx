import {
  formatAgo,
  formatCalendarDay,
  formatDay,
  formatDayAndTime,
  formatNear,
  formatTime,
  type Moment as Instant,
} from '../../ui/format.ts';
import { useSession } from '../session/session.tsx';
import { useTicking } from './ticking.ts';

/**
 * A moment in the reader's own zone. `near`: "hoy a las 14:10"; `ago`: "hace 5 min"; `full`: day and time; `day`;
 * `time`. The whole moment is always there to point at.
 */
export function Moment({
  at,
  as = 'near',
  className,
}: {
  at: Instant;
  as?: 'near' | 'ago' | 'full' | 'day' | 'time';
  className?: string;
}) {
  const { reader } = useSession();
  const words = useTicking((now) => {
    if (as === 'near') return formatNear(at, now, reader);
    if (as === 'ago') return formatAgo(at, now, reader);
    if (as === 'day') return formatDay(at, reader);
    return as === 'time' ? formatTime(at, reader) : formatDayAndTime(at, reader);
  });
  return (
    <time
      dateTime={typeof at === 'string' ? at : new Date(at).toISOString()}
      title={`${formatDayAndTime(at, reader)} (${reader.timeZone})`}
      className={className}
    >
      {words}
    </time>
  );
}

/** A day of a contract: it belongs to no zone. */
export function CalendarDay({ day }: { day: string }) {
  const { reader } = useSession();
  return <time dateTime={day}>{formatCalendarDay(day, reader.language)}</time>;
}
