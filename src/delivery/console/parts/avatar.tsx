import { cx } from './class-names.ts';
import { initials } from './initials.ts';

/** Two letters of a name. Always beside the name, or inside something that says it. */
export function Avatar({ name, size = 'm' }: { name: string; size?: 's' | 'm' }) {
  return (
    <span
      aria-hidden="true"
      className={cx(
        'grid shrink-0 place-items-center rounded-full bg-brand-tint font-strong text-on-brand-tint',
        size === 's' ? 'size-5 text-[0.625rem]' : 'size-7 text-xs',
      )}
    >
      {initials(name)}
    </span>
  );
}
