import { Menu as Base } from '@base-ui/react/menu';
import type { ReactElement, ReactNode } from 'react';
import type { Icon as IconShapes } from '../../ui/icons.gen.ts';
import type { Keys } from '../keyboard/keymap.ts';
import { cx } from './class-names.ts';
import { Icon } from './icon.tsx';
import { Kbd } from './kbd.tsx';

export function Menu({
  trigger,
  align = 'end',
  side = 'bottom',
  open,
  onOpen,
  children,
}: {
  trigger: ReactElement;
  align?: 'start' | 'end';
  side?: 'top' | 'right' | 'bottom';
  /** Held by the caller, when a key opens it as well. */
  open?: boolean;
  onOpen?: (open: boolean) => void;
  children: ReactNode;
}) {
  return (
    <Base.Root
      modal={false}
      {...(open === undefined ? {} : { open })}
      {...(onOpen === undefined ? {} : { onOpenChange: (next: boolean) => onOpen(next) })}
    >
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner side={side} align={align} sideOffset={4} className="z-50 outline-none">
          <Base.Popup className="appear min-w-48 rounded-m border border-line bg-raised p-1 text-s shadow-raised outline-none">
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

const itemClass =
  'flex w-full items-center gap-2.5 rounded-s px-2 py-1.5 outline-none select-none data-disabled:opacity-50 data-highlighted:bg-brand-tint data-highlighted:text-on-brand-tint pointer-coarse:py-3';

export function MenuItem({
  icon,
  keys,
  danger,
  onSelect,
  render,
  children,
}: {
  icon?: IconShapes;
  keys?: Keys;
  danger?: boolean;
  onSelect?: () => void;
  /** A link instead of a button. */
  render?: ReactElement;
  children: ReactNode;
}) {
  return (
    <Base.Item
      {...(render === undefined ? {} : { render })}
      {...(onSelect === undefined ? {} : { onClick: onSelect })}
      className={cx(itemClass, danger && 'text-bad')}
    >
      {icon && <Icon of={icon} />}
      <span className="grow">{children}</span>
      {keys !== undefined && <Kbd keys={keys} className="text-soft" />}
    </Base.Item>
  );
}

export const MenuSeparator = () => <Base.Separator className="mx-1 my-1 h-px bg-line" />;
