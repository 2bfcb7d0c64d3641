import { createElement } from 'preact';
import type { Icon as IconShape } from '../../ui/icons.gen.ts';

/** Always beside words: screen readers pass over it. */
export const Icon = ({ shape }: { readonly shape: IconShape }) => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
    {shape.map(([tag, attributes]) => createElement(tag, attributes))}
  </svg>
);
