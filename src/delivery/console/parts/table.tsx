import type { ReactNode } from 'react';
import { cx } from './class-names.ts';

export interface Column {
  readonly words: string;
  /** Numbers stand at the right. */
  readonly right?: boolean;
  /** What a phone can do without. */
  readonly wide?: boolean;
  /** Only acts: the heading is for screen readers. */
  readonly acts?: boolean;
}

/** A real table: rows and columns are read out as such. Lists that are too wide scroll by themselves. */
export function Table({
  label,
  columns,
  children,
}: {
  label: string;
  columns: readonly Column[];
  children: ReactNode;
}) {
  return (
    <div className="overflow-x-auto rounded-m border border-line bg-surface">
      <table className="w-full border-collapse text-left">
        <caption className="sr-only">{label}</caption>
        <thead className="text-xs text-soft">
          <tr>
            {columns.map((column) => (
              <th
                key={column.words}
                scope="col"
                className={cx(
                  'border-b border-line px-3 py-2 font-medium whitespace-nowrap first:pl-4 last:pr-4',
                  column.right && 'text-right',
                  column.wide && 'max-tablet:hidden',
                )}
              >
                {column.acts ? <span className="sr-only">{column.words}</span> : column.words}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="[&>tr:last-child>*]:border-b-0">{children}</tbody>
      </table>
    </div>
  );
}

export const Row = ({ children, className }: { children: ReactNode; className?: string }) => (
  <tr className={cx('hover:bg-page', className)}>{children}</tr>
);

export function Cell({
  right,
  wide,
  className,
  children,
}: {
  right?: boolean;
  wide?: boolean;
  className?: string;
  children?: ReactNode;
}) {
  return (
    <td
      className={cx(
        'border-b border-line px-3 py-2.5 align-middle first:pl-4 last:pr-4',
        right && 'text-right tabular',
        wide && 'max-tablet:hidden',
        className,
      )}
    >
      {children}
    </td>
  );
}
