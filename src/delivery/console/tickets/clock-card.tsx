import { formatMinutes, formatTarget } from '../../ui/format.ts';
import { iconCircleCheck, iconCirclePause, iconOctagonAlert } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Clock } from '../../web/contract.ts';
import { cx } from '../parts/class-names.ts';
import { Icon } from '../parts/icon.tsx';
import { Moment } from '../parts/moment.tsx';
import { useTicking } from '../parts/ticking.ts';
import { countDown, type DuePhase } from './countdown.ts';
import { clockWords, phaseText } from './next-clock.tsx';
import { Track, type TrackTone } from './track.tsx';

/** One promise (VII): how long there is, until when, or how it ended. */
export function ClockCard({ clock }: { clock: Clock }) {
  return (
    <section aria-label={clockWords[clock.kind]()}>
      <header className="flex items-baseline justify-between gap-2">
        <h3 className="text-xs font-strong text-soft">{clockWords[clock.kind]()}</h3>
        {clock.targetMinutes !== null && (
          <span className="text-xs text-soft tabular">
            {clock.hours === 'calendar'
              ? m.console_clock_target({ target: formatTarget(clock.targetMinutes) })
              : m.console_clock_target_service({ target: formatTarget(clock.targetMinutes) })}
          </span>
        )}
      </header>
      <ClockState clock={clock} />
    </section>
  );
}

function ClockState({ clock }: { clock: Clock }) {
  switch (clock.state) {
    case 'running':
      return <Running clock={clock} />;
    case 'paused':
      return (
        <>
          <p className="mt-0.5 flex items-center gap-1.5 text-l font-heading text-clock-paused">
            <Icon of={iconCirclePause} />
            {clock.remainingSeconds === null
              ? m.console_clock_paused()
              : m.console_clock_paused_left({
                  distance: formatMinutes(clock.remainingSeconds / 60),
                })}
          </p>
          {clock.pausedFor !== null && (
            <p className="text-soft">{pauseWords.get(clock.pausedFor)?.() ?? clock.pausedFor}</p>
          )}
          <Track share={shareOf(clock)} tone="paused" className="mt-2" />
        </>
      );
    case 'met':
      return (
        <p
          className={cx(
            'mt-0.5 flex items-center gap-1.5 font-strong',
            clock.metOnTime === false ? 'text-clock-breached' : 'text-clock-met',
          )}
        >
          <Icon of={clock.metOnTime === false ? iconOctagonAlert : iconCircleCheck} />
          {clock.metOnTime === false ? m.console_clock_met_late() : m.console_clock_met_on_time()}
          <span className="font-text text-soft">
            {m.console_clock_met_in({ time: formatMinutes(clock.elapsedSeconds / 60) })}
          </span>
        </p>
      );
    case 'cancelled':
      return <p className="mt-0.5 text-soft">{m.console_clock_cancelled()}</p>;
    case 'none':
      return <p className="mt-0.5 text-soft">{m.console_clock_none_agreed()}</p>;
  }
}

function Running({ clock }: { clock: Clock }) {
  const dueAt = clock.dueAt === null ? null : Date.parse(clock.dueAt);
  const shown = useTicking((now) => {
    if (dueAt === null) return 'far ';
    const { phase, distance } = countDown(dueAt, now);
    return `${phase} ${distance}`;
  });
  const phase: DuePhase = clock.breachedAt === null ? (shown.split(' ')[0] as DuePhase) : 'late'; // countDown wrote it.
  const distance = shown.slice(shown.indexOf(' ') + 1);
  const tones: Readonly<Record<DuePhase, TrackTone>> = {
    far: 'running',
    near: 'soon',
    imminent: 'soon',
    late: 'breached',
  };
  return (
    <>
      <p className={cx('mt-0.5 flex items-baseline gap-1.5', phaseText[phase])}>
        <span className="text-xl font-heading tabular">{distance}</span>
        <span className="font-strong">
          {phase === 'late' ? m.console_clock_of_delay() : m.console_clock_remaining()}
        </span>
      </p>
      {dueAt !== null && (
        <p className="text-soft">
          {phase === 'late' ? m.console_clock_was_due() : m.console_clock_is_due()}{' '}
          <Moment at={dueAt} />
        </p>
      )}
      <Track share={phase === 'late' ? 1 : shareOf(clock)} tone={tones[phase]} className="mt-2" />
    </>
  );
}

/** As the server counted it when the request was fetched. */
const shareOf = (clock: Clock): number =>
  clock.targetMinutes === null ? 0 : Math.min(1, clock.elapsedSeconds / (clock.targetMinutes * 60));

const pauseWords = new Map<string, () => string>([
  ['waiting', m.console_pause_waiting],
  ['no-show', m.console_pause_no_show],
  ['appointment', m.console_pause_appointment],
  ['untimed', m.console_clock_none_agreed],
  ['resolved', m.console_pause_resolved],
]);
