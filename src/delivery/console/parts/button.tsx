import type { ComponentProps, ReactNode } from 'react';
import type { Icon as IconShapes } from '../../ui/icons.gen.ts';
import type { Keys } from '../keyboard/keymap.ts';
import { cx } from './class-names.ts';
import { Icon } from './icon.tsx';
import { ariaKeys, Kbd } from './kbd.tsx';
import { Tip } from './tip.tsx';

export type ButtonLook = 'primary' | 'secondary' | 'quiet' | 'danger' | 'internal';

const looks: Readonly<Record<ButtonLook, string>> = {
  primary: 'bg-brand text-on-brand hover:bg-brand-strong',
  secondary: 'border border-edge bg-surface text-ink hover:bg-sunken',
  quiet: 'text-ink hover:bg-brand-tint hover:text-on-brand-tint',
  danger: 'border border-bad bg-surface text-bad hover:bg-bad-tint',
  internal: 'border border-internal-line bg-internal-tint text-on-internal-tint',
};

const base =
  'inline-flex h-[1.875rem] shrink-0 items-center justify-center gap-1.5 whitespace-nowrap rounded-s px-2.5 text-s font-medium transition-colors select-none aria-disabled:cursor-default disabled:opacity-55 pointer-coarse:h-11 pointer-coarse:px-3.5';

export const buttonClass = (look: ButtonLook = 'secondary', className?: string): string =>
  cx(base, looks[look], className);

interface ButtonProps extends ComponentProps<'button'> {
  readonly look?: ButtonLook;
  readonly icon?: IconShapes;
  readonly keys?: Keys;
  /** Under way: cannot be pressed again, and says so. */
  readonly busy?: boolean;
}

export function Button({ look, icon, keys, busy, className, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      disabled={rest.disabled === true || busy === true}
      aria-busy={busy === true || undefined}
      aria-keyshortcuts={ariaKeys(keys)}
      className={buttonClass(look, className)}
    >
      {busy ? <Spinner /> : icon && <Icon of={icon} />}
      {children}
      {keys !== undefined && <Kbd keys={keys} className="ml-0.5" />}
    </button>
  );
}

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children' | 'title'> {
  readonly icon: IconShapes;
  /** Its name: a hint for those who look, the name for those who listen. */
  readonly name: string;
  readonly keys?: Keys;
  readonly look?: ButtonLook;
  readonly children?: ReactNode;
}

export function IconButton({
  icon,
  name,
  keys,
  look = 'quiet',
  className,
  children,
  ...rest
}: IconButtonProps) {
  return (
    <Tip words={name} {...(keys === undefined ? {} : { keys })}>
      <button
        type="button"
        {...rest}
        aria-label={name}
        aria-keyshortcuts={ariaKeys(keys)}
        className={buttonClass(look, cx('w-[1.875rem] px-0 pointer-coarse:w-11', className))}
      >
        <Icon of={icon} />
        {children}
      </button>
    </Tip>
  );
}

export function Spinner() {
  return (
    <svg
      width="16"
      height="16"
      viewBox="0 0 16 16"
      aria-hidden="true"
      className="motion-safe:animate-spin"
    >
      <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="2" opacity=".25" />
      <path d="M8 2a6 6 0 0 1 6 6" fill="none" stroke="currentColor" strokeWidth="2" />
    </svg>
  );
}
