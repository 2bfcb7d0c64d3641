import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import { cx } from './class-names.ts';
import { useTitle } from './use-title.ts';

/** A screen that is not the queue: its name, its parts, what can be added, and the list below. */
export function Screen({
  title,
  above,
  aside,
  tabs,
  children,
}: {
  title: string;
  /** A way back, over the name. */
  above?: ReactNode;
  aside?: ReactNode;
  tabs?: ReactNode;
  children: ReactNode;
}) {
  useTitle(title);
  return (
    <div className="flex h-full min-w-0 flex-col bg-page">
      <header className="shrink-0 border-b border-line">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 pt-3 pb-2 desk:px-6">
          <div className="min-w-0">
            {above}
            <h1 className="text-l font-heading leading-tight">{title}</h1>
          </div>
          <div className="ml-auto flex min-w-0 flex-wrap items-center gap-2">{aside}</div>
        </div>
        {tabs}
      </header>
      <div className="pane grow px-4 py-4 desk:px-6">{children}</div>
    </div>
  );
}

export interface SectionTab {
  readonly section: string;
  readonly words: string;
  readonly count?: number;
}

/** The parts of a screen, each with an address of its own. */
export function SectionTabs({
  label,
  to,
  current,
  tabs,
}: {
  label: string;
  to: '/people/$section' | '/mail/$section' | '/settings/$section';
  current: string;
  tabs: readonly SectionTab[];
}) {
  const list = useRef<HTMLElement>(null);
  // On a phone the part that is open may lie beyond the edge.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the mark moves with the part that is open
  useEffect(() => {
    list.current
      ?.querySelector('[aria-current="page"]')
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [current]);
  return (
    <nav
      ref={list}
      aria-label={label}
      className="flex gap-1 overflow-x-auto px-2 [scrollbar-width:none] desk:px-4"
    >
      {tabs.map((tab) => (
        <Link
          key={tab.section}
          to={to}
          params={{ section: tab.section }}
          search={{}}
          aria-current={tab.section === current ? 'page' : undefined}
          className={tabClass(tab.section === current)}
        >
          {tab.words}
          {tab.count !== undefined && tab.count > 0 && <Count count={tab.count} />}
        </Link>
      ))}
    </nav>
  );
}

export const tabClass = (active: boolean): string =>
  cx(
    'flex h-9 shrink-0 items-center gap-1.5 border-b-2 px-2 whitespace-nowrap pointer-coarse:h-11',
    active ? 'border-brand font-strong text-ink' : 'border-transparent text-soft hover:text-ink',
  );

export const Count = ({ count }: { count: number }) => (
  <span className="rounded-full bg-sunken px-1.5 text-xs leading-5 text-soft tabular">{count}</span>
);

/** A white sheet for a group of facts or a form. */
export function Sheet({
  title,
  aside,
  className,
  children,
}: {
  title?: string;
  aside?: ReactNode;
  className?: string;
  children: ReactNode;
}) {
  return (
    <section className={cx('rounded-m border border-line bg-surface', className)}>
      {title !== undefined && (
        <header className="flex min-h-12 flex-wrap items-center gap-2 border-b border-line px-4 py-2">
          <h2 className="grow text-m font-strong">{title}</h2>
          {aside}
        </header>
      )}
      {children}
    </section>
  );
}
