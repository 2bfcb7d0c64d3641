import { createElement } from 'react';
import type { Icon as IconShapes } from '../../ui/icons.gen.ts';

/** Always beside words, or inside something that has a name: hidden from screen readers. */
export function Icon({
  of,
  size = 16,
  className,
}: {
  of: IconShapes;
  size?: number;
  className?: string;
}) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={size > 18 ? 1.75 : 2}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      className={className ? `shrink-0 ${className}` : 'shrink-0'}
    >
      {of.map(([tag, attributes]) =>
        createElement(tag, { key: JSON.stringify(attributes), ...attributes }),
      )}
    </svg>
  );
}
