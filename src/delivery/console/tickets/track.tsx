import { cx } from '../parts/class-names.ts';

const tones = {
  running: 'text-clock-running',
  soon: 'text-clock-soon',
  breached: 'text-clock-breached',
  paused: 'text-clock-paused',
  met: 'text-clock-met',
} as const;

export type TrackTone = keyof typeof tones;

/** How much of a clock has passed, from 0 to 1. Only a drawing: the words beside it say the same. */
export function Track({
  share,
  tone,
  className,
}: {
  share: number;
  tone: TrackTone;
  className?: string;
}) {
  return (
    <svg
      aria-hidden="true"
      height="4"
      className={cx('block overflow-hidden rounded-full', tones[tone], className)}
      width="100%"
    >
      <rect width="100%" height="4" rx="2" className="fill-clock-track" />
      <rect
        width={`${Math.max(2, Math.round(share * 100))}%`}
        height="4"
        rx="2"
        fill="currentColor"
      />
    </svg>
  );
}
