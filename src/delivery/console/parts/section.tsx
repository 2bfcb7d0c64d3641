import type { ReactNode } from 'react';
import { iconChevronRight } from '../../ui/icons.gen.ts';
import { readPreference, usePreference, writePreference } from '../session/preferences.ts';
import { Icon } from './icon.tsx';

/** A part of the context that can be folded away; what one folds stays folded in every request. */
export function Section({
  id,
  title,
  aside,
  children,
}: {
  id: string;
  title: string;
  aside?: ReactNode;
  children: ReactNode;
}) {
  const folded = namesIn(usePreference('folded')).includes(id);
  return (
    <details
      open={!folded}
      onToggle={({ currentTarget }) => remember(id, !currentTarget.open)}
      className="group border-b border-line px-4 last:border-b-0"
    >
      <summary className="-mx-1 flex min-h-10 list-none items-center gap-1.5 rounded-s px-1 [&::-webkit-details-marker]:hidden">
        <Icon
          of={iconChevronRight}
          size={14}
          className="text-soft transition-transform group-open:rotate-90 motion-reduce:transition-none"
        />
        <h2 className="grow font-strong">{title}</h2>
        {aside}
      </summary>
      <div className="pb-4">{children}</div>
    </details>
  );
}

const namesIn = (stored: string | null): readonly string[] => (stored ?? '').split(' ');

function remember(id: string, folded: boolean): void {
  const names = namesIn(readPreference('folded'));
  if (names.includes(id) === folded) return;
  writePreference(
    'folded',
    (folded ? [...names, id] : names.filter((name) => name !== id)).join(' ').trim(),
  );
}

/** Names with their values, two columns. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className="flex flex-col gap-1.5">{children}</dl>;
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[7.5rem_minmax(0,1fr)] gap-2">
      <dt className="text-soft">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}
