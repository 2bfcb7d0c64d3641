import { formatBefore, formatNear, formatTarget } from '../../ui/format.ts';
import { type Icon as IconShape, iconCheck, iconPause } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Clock } from '../../web/contract.ts';
import type { PageContext } from '../page-context.ts';
import { timeLeft } from '../time-left.ts';
import { When } from './elements.tsx';
import { Icon } from './icon.tsx';
import { clockName } from './ticket-words.ts';

/** How a clock looks; the words beside it say the same. */
type Look = 'running' | 'soon' | 'breached' | 'paused' | 'met' | 'none';

export function lookOf(clock: Clock, now: number): Look {
  if (clock.state === 'none' || clock.state === 'cancelled') return 'none';
  if (clock.state === 'met') return clock.metOnTime === false ? 'breached' : 'met';
  if (clock.breachedAt !== null) return 'breached';
  if (clock.state === 'paused') return 'paused';
  if (clock.dueAt !== null && Date.parse(clock.dueAt) <= now) return 'breached';
  return shareLeft(clock, now) <= 0.25 ? 'soon' : 'running';
}

/** Between 0 and 1. Around the clock it is told by the due moment; in service hours by what the desk counted. */
export function shareLeft(clock: Clock, now: number): number {
  if (clock.targetMinutes === null || clock.targetMinutes === 0) return 0;
  const targetMs = clock.targetMinutes * 60_000;
  const leftMs =
    clock.hours === 'calendar' && clock.state === 'running' && clock.dueAt !== null
      ? Date.parse(clock.dueAt) - now
      : targetMs - clock.elapsedSeconds * 1000;
  return Math.min(1, Math.max(0, leftMs / targetMs));
}

const centres: Readonly<Partial<Record<Look, IconShape>>> = { met: iconCheck, paused: iconPause };

interface RingProps {
  readonly look: Look;
  readonly share: number;
}

/** The desk's mark as a gauge: the ring empties as the promise comes near. */
export const Ring = ({ look, share }: RingProps) => {
  const centre = centres[look];
  return (
    <span class={`ring ${look}`} aria-hidden="true">
      <svg viewBox="0 0 44 44" aria-hidden="true">
        <circle class="ring-track" cx="22" cy="22" r="19" />
        <circle
          class="ring-left"
          cx="22"
          cy="22"
          r="19"
          pathLength="100"
          stroke-dasharray={`${(look === 'met' ? 100 : share * 100).toFixed(1)} 100`}
          transform="rotate(-90 22 22)"
        />
        {centre === undefined && look !== 'none' ? (
          <path
            class="ring-hand"
            d={look === 'breached' ? 'M22 13v11M22 30.5v.1' : 'M22 13v9l-6 4'}
          />
        ) : null}
      </svg>
      {centre === undefined ? null : <Icon shape={centre} />}
    </span>
  );
};

interface ClockProps {
  readonly context: PageContext;
  readonly clock: Clock;
  /** Of its heading, by where it stands on the page. */
  readonly level?: 2 | 3;
}

/** One clock of a request: the promise, where it stands, and which hours count (VII). */
export const ClockPanel = ({ context, clock, level = 3 }: ClockProps) => {
  const { say, now } = context;
  const Heading = `h${level}` as const;
  const look = lookOf(clock, now);
  const ticks = clock.state === 'running' && clock.hours === 'calendar' && clock.dueAt !== null;
  return (
    <div class={`clock ${look}`}>
      <Ring look={look} share={shareLeft(clock, now)} />
      <div>
        <Heading>{clockName(clock.kind, context)}</Heading>
        <p class="clock-main">{clockMain(clock, context)}</p>
        <p
          class="clock-more"
          data-due={ticks ? clock.dueAt : undefined}
          data-target={ticks ? clock.targetMinutes : undefined}
        >
          {clockMore(clock, context)}
        </p>
        {clock.targetMinutes === null ? null : (
          <p class="clock-target">
            {m.portal_clock_target(
              {
                target: formatTarget(clock.targetMinutes),
                hours:
                  clock.hours === 'calendar'
                    ? m.common_hours_calendar({}, say)
                    : m.common_hours_service({}, say),
              },
              say,
            )}
          </p>
        )}
      </div>
    </div>
  );
};

function clockMain(clock: Clock, context: PageContext) {
  const { say, now } = context;
  switch (clock.state) {
    case 'none':
      return m.portal_clock_none({}, say);
    case 'cancelled':
      return m.portal_clock_cancelled({}, say);
    case 'met':
      return clock.metOnTime === false
        ? m.portal_clock_met_late({}, say)
        : m.portal_clock_met({}, say);
    case 'paused':
      if (clock.pausedFor === 'no-show') return m.portal_clock_paused_no_show({}, say);
      return clock.pausedFor === 'appointment'
        ? m.portal_clock_paused_appointment({}, say)
        : m.portal_clock_paused_customer({}, say);
    case 'running': {
      if (clock.dueAt === null) return m.portal_clock_running({}, say);
      const moment = formatNear(clock.dueAt, now, context);
      return (
        <When context={context} at={clock.dueAt}>
          {Date.parse(clock.dueAt) > now
            ? formatBefore(clock.dueAt, now, context)
            : m.portal_clock_was_due({ moment }, say)}
        </When>
      );
    }
  }
}

function clockMore(clock: Clock, context: PageContext): string {
  const { now, language } = context;
  switch (clock.state) {
    case 'met':
      return clock.metAt === null ? '' : formatNear(clock.metAt, now, context);
    case 'paused':
      return clock.remainingSeconds === null
        ? ''
        : timeLeft(clock.remainingSeconds * 1000, language);
    case 'running':
      if (clock.dueAt !== null && clock.hours === 'calendar') {
        return timeLeft(Date.parse(clock.dueAt) - now, language);
      }
      return clock.remainingSeconds === null
        ? ''
        : timeLeft(clock.remainingSeconds * 1000, language);
    default:
      return '';
  }
}
