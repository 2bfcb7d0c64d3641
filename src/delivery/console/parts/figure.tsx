import type { ReactNode } from 'react';
import * as m from '../../ui/words/generated/messages.js';
import { cx } from './class-names.ts';

export interface Series {
  readonly words: string;
  /** Its colour, as a background. */
  readonly className: string;
}

/** A plot with its name and its keys, and one key away the same numbers as a table. */
export function Figure({
  title,
  series,
  table,
  children,
}: {
  title: string;
  series: readonly Series[];
  table: ReactNode;
  children: ReactNode;
}) {
  return (
    <figure className="min-w-0 rounded-m border border-line bg-surface p-4">
      <figcaption className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-1">
        <span className="grow font-strong">{title}</span>
        <span className="flex flex-wrap gap-x-4">
          {series.map(({ words, className }) => (
            <span key={words} className="flex items-center gap-1.5 text-xs text-soft">
              <i className={cx('size-2.5 rounded-xs', className)} />
              {words}
            </span>
          ))}
        </span>
      </figcaption>
      {children}
      <details className="mt-3">
        <summary className="flex min-h-8 items-center text-s text-soft pointer-coarse:min-h-11">
          {m.agreement_what_if_as_table()}
        </summary>
        {table}
      </details>
    </figure>
  );
}

export interface Bar {
  /** Of the whole width, in percent; null: there is none. */
  readonly percent: number | null;
  /** The number as it is read. */
  readonly words: string;
  readonly className: string;
  readonly soft?: boolean;
  /** What tells it from the others of its group, beside its colour. */
  readonly name?: string;
}

/** Groups of bars from left to right, each with its number. */
export function Bars({
  groups,
}: {
  groups: readonly { readonly name: string; readonly bars: readonly Bar[] }[];
}) {
  return (
    <ul className="flex flex-col gap-3">
      {groups.map(({ name, bars }) => (
        <li
          key={name}
          className="grid gap-x-3 text-s tablet:grid-cols-[8.5rem_minmax(0,1fr)] tablet:items-start"
        >
          <span className="leading-snug">{name}</span>
          <span className="grid">
            {bars.map((bar) => (
              <BarLine key={bar.name ?? bar.className} bar={bar} />
            ))}
          </span>
        </li>
      ))}
    </ul>
  );
}

function BarLine({ bar: { percent, words, className, soft = false, name } }: { bar: Bar }) {
  return (
    <span
      className={cx(
        'grid items-center gap-x-3',
        name === undefined
          ? 'grid-cols-[minmax(0,1fr)_5.5rem]'
          : 'grid-cols-[2rem_minmax(0,1fr)_5.5rem]',
      )}
    >
      {name !== undefined && <span className="text-xs text-soft">{name}</span>}
      <span aria-hidden="true" className="my-0.5 block h-2 overflow-hidden rounded-full bg-sunken">
        <span className={cx('block h-full', className)} style={{ width: `${percent ?? 0}%` }} />
      </span>
      <span className={cx('text-right whitespace-nowrap tabular', soft && 'text-soft')}>
        {words}
      </span>
    </span>
  );
}

/** Columns over time, the oldest at the left; what each is worth stands in the table. */
export function Columns({
  label,
  groups,
}: {
  /** What is seen, in a sentence. */
  label: string;
  groups: readonly {
    readonly name: string;
    readonly bars: readonly { readonly value: number; readonly className: string }[];
  }[];
}) {
  const most = Math.max(1, ...groups.flatMap(({ bars }) => bars.map(({ value }) => value)));
  const every = Math.ceil(groups.length / 6);
  return (
    <div role="img" aria-label={label} className="flex h-44 items-stretch gap-px tablet:gap-1">
      {groups.map(({ name, bars }, index) => (
        <div key={name} className="flex min-w-0 grow basis-0 flex-col">
          <div className="flex grow items-end gap-px border-b border-edge">
            {bars.map(({ value, className }) => (
              <span
                key={className}
                className={cx('block grow basis-0 rounded-t-xs', className)}
                style={{ height: `${(value * 100) / most}%` }}
              />
            ))}
          </div>
          <span className="h-5 overflow-visible pt-1 text-xs whitespace-nowrap text-soft">
            {index % every === 0 && index < groups.length - 2 ? name : ''}
          </span>
        </div>
      ))}
    </div>
  );
}
