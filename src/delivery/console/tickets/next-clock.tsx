import { formatNear } from '../../ui/format.ts';
import { iconCirclePause, iconClock, iconOctagonAlert } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Clock, TicketSummary } from '../../web/contract.ts';
import { cx } from '../parts/class-names.ts';
import { Icon } from '../parts/icon.tsx';
import { useTicking } from '../parts/ticking.ts';
import { serverNow } from '../server/call.ts';
import { useSession } from '../session/session.tsx';
import { countDown, type DuePhase, shareElapsed } from './countdown.ts';
import { Track } from './track.tsx';

export const clockWords: Readonly<Record<Clock['kind'], () => string>> = {
  firstResponse: m.console_clock_first_response,
  resolution: m.console_clock_resolution,
  nextResponse: m.console_clock_next_response,
};

export const phaseText: Readonly<Record<DuePhase, string>> = {
  far: 'text-ink',
  near: 'text-clock-soon',
  imminent: 'text-clock-soon',
  late: 'text-clock-breached',
};

/** The clock that falls due next, counting down by itself. `brief` leaves out its name and its track. */
export function NextClock({ ticket, brief = false }: { ticket: TicketSummary; brief?: boolean }) {
  const { nextClock } = ticket;
  const { reader } = useSession();
  const dueAt = nextClock?.dueAt == null ? null : Date.parse(nextClock.dueAt);
  const shown = useTicking((now) => {
    if (dueAt === null) return '';
    const { phase, distance } = countDown(dueAt, now);
    return `${phase} ${distance}`;
  });
  if (nextClock === null) {
    return brief ? null : <span className="text-right text-soft">{m.console_clock_none()}</span>;
  }
  const name = clockWords[nextClock.kind]();
  if (dueAt === null) {
    return (
      <span className="inline-flex items-center justify-end gap-1 whitespace-nowrap text-clock-paused">
        <Icon of={iconCirclePause} size={13} />
        {!brief && `${name} · `}
        {m.console_clock_paused()}
      </span>
    );
  }
  const phase: DuePhase = nextClock.breached ? 'late' : phaseOf(shown);
  const distance = shown.slice(shown.indexOf(' ') + 1);
  const late = phase === 'late';
  const words = late ? m.console_clock_overdue({ distance }) : distance;
  const icon = phase !== 'far' && <Icon of={late ? iconOctagonAlert : iconClock} size={13} />;
  const title = `${name}: ${m.console_clock_due_at({ moment: formatNear(dueAt, serverNow(), reader) })}`;
  if (brief) {
    return (
      <span
        title={title}
        className={cx(
          'inline-flex items-center gap-1 whitespace-nowrap tabular',
          phaseText[phase],
          phase !== 'far' && 'font-strong',
        )}
      >
        <span className="sr-only">{name}</span>
        {icon}
        {late ? m.console_clock_late({ distance }) : distance}
      </span>
    );
  }
  return (
    <span title={title} className={cx('block whitespace-nowrap tabular', phaseText[phase])}>
      <span
        className={cx('flex items-center justify-end gap-1.5', phase !== 'far' && 'font-strong')}
      >
        {icon}
        {words}
      </span>
      <span className="mt-1 flex items-center justify-end gap-2 text-xs text-soft">
        {name}
        {ticket.registeredAt !== null && (
          <Track
            share={shareElapsed(Date.parse(ticket.registeredAt), dueAt, serverNow())}
            tone={late ? 'breached' : phase === 'far' ? 'running' : 'soon'}
            className="max-w-18"
          />
        )}
      </span>
    </span>
  );
}

function phaseOf(shown: string): DuePhase {
  const phase = shown.split(' ')[0];
  return phase === 'near' || phase === 'imminent' || phase === 'late' ? phase : 'far';
}
