import type { ReactNode } from 'react';
import type { Icon as IconShapes } from '../../ui/icons.gen.ts';
import {
  iconCircleCheck,
  iconInfo,
  iconOctagonAlert,
  iconTriangleAlert,
} from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import { problemWords } from '../server/problem-words.ts';
import { Button } from './button.tsx';
import { cx } from './class-names.ts';
import { Clause } from './clause.tsx';
import { Icon } from './icon.tsx';

type Tone = 'good' | 'bad' | 'turn' | 'note' | 'hold';

const tones: Readonly<Record<Tone, string>> = {
  good: 'bg-good-tint text-on-good-tint',
  bad: 'bg-bad-tint text-on-bad-tint',
  turn: 'bg-turn-tint text-on-turn-tint',
  note: 'bg-note-tint text-on-note-tint',
  hold: 'bg-hold-tint text-on-hold-tint',
};
const icons: Readonly<Record<Tone, IconShapes>> = {
  good: iconCircleCheck,
  bad: iconOctagonAlert,
  turn: iconTriangleAlert,
  note: iconInfo,
  hold: iconInfo,
};

export function Notice({
  tone,
  icon,
  title,
  children,
  className,
  live,
}: {
  tone: Tone;
  icon?: IconShapes;
  title?: ReactNode;
  children?: ReactNode;
  className?: string;
  /** Announced when it appears. */
  live?: 'polite' | 'assertive';
}) {
  return (
    <div
      {...(live === undefined ? {} : { role: live === 'assertive' ? 'alert' : 'status' })}
      className={cx('flex gap-2.5 rounded-s px-3 py-2.5 text-s', tones[tone], className)}
    >
      <Icon of={icon ?? icons[tone]} className="mt-px" />
      <div className="min-w-0 grow">
        {title !== undefined && <p className="font-strong">{title}</p>}
        {children}
      </div>
    </div>
  );
}

/** What went wrong, in the desk's own words; nothing typed is lost by it. */
export function ProblemNote({
  error,
  onRetry,
  className,
}: {
  error: unknown;
  onRetry?: () => void;
  className?: string;
}) {
  if (error === null || error === undefined) return null;
  const { title, detail, clause, fields } = problemWords(error);
  return (
    <Notice tone="bad" live="assertive" title={title} {...(className ? { className } : {})}>
      {detail !== undefined && detail !== title && <p>{detail}</p>}
      {[...fields].map(([name, message]) => (
        <p key={name}>{message}</p>
      ))}
      {(clause !== undefined || onRetry !== undefined) && (
        <div className="mt-2 flex items-center gap-2">
          {onRetry !== undefined && <Button onClick={onRetry}>{m.console_retry()}</Button>}
          {clause !== undefined && <Clause id={clause} />}
        </div>
      )}
    </Notice>
  );
}

/** Nothing here, why, and what to do next. */
export function Empty({
  icon,
  title,
  children,
  action,
  alone = false,
}: {
  icon: IconShapes;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  /** The screen has nothing else: this is its name. */
  alone?: boolean;
}) {
  const Title = alone ? 'h1' : 'p';
  return (
    <div className="mx-auto flex max-w-sm flex-col items-center gap-2 px-6 py-14 text-center">
      <span className="mb-1 grid size-11 place-items-center rounded-full bg-sunken text-soft">
        <Icon of={icon} size={20} />
      </span>
      <Title className="text-m font-strong">{title}</Title>
      {children !== undefined && <p className="text-s text-soft">{children}</p>}
      {action !== undefined && <div className="mt-3">{action}</div>}
    </div>
  );
}

/** Grey bars in the shape of what comes. */
export function Waiting({ lines = 6, className }: { lines?: number; className?: string }) {
  return (
    <div className={cx('flex flex-col gap-3', className ?? 'p-4')} role="status">
      <span className="sr-only">{m.console_loading()}</span>
      {Array.from({ length: lines }, (_, index) => (
        <div
          // Bars have no identity.
          // biome-ignore lint/suspicious/noArrayIndexKey: they never move
          key={index}
          className={cx(
            'h-3.5 rounded-full bg-sunken motion-safe:animate-pulse',
            ['w-4/5', 'w-full', 'w-3/5'][index % 3],
          )}
        />
      ))}
    </div>
  );
}
