import { Dialog as Base } from '@base-ui/react/dialog';
import { type ReactNode, useRef } from 'react';
import { iconX } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import { IconButton } from './button.tsx';
import { cx } from './class-names.ts';

interface DialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly description?: ReactNode;
  readonly size?: 'small' | 'medium' | 'large';
  readonly children: ReactNode;
}

const widths = { small: 'tablet:max-w-md', medium: 'tablet:max-w-xl', large: 'tablet:max-w-3xl' };

/** A question on top of the screen; on a phone it rises from the bottom. Escape and the cross leave it. */
export function Dialog({
  open,
  onClose,
  title,
  description,
  size = 'small',
  children,
}: DialogProps) {
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="appear fixed inset-0 z-40 bg-scrim" />
        <Base.Viewport className="fixed inset-0 z-40 flex items-end justify-center tablet:items-start tablet:p-6 tablet:pt-[12vh]">
          <Base.Popup
            ref={popup}
            initialFocus={() => firstToFill(popup.current)}
            className={cx(
              'appear flex max-h-[92dvh] w-full flex-col overflow-hidden rounded-t-l bg-raised shadow-raised outline-none tablet:max-h-[80dvh] tablet:rounded-m',
              widths[size],
            )}
          >
            <header className="flex items-start gap-3 px-5 pt-4 pb-3">
              <div className="min-w-0 grow">
                <Base.Title className="text-base font-heading leading-tight">{title}</Base.Title>
                {description !== undefined && (
                  <Base.Description className="mt-1 text-s text-soft">
                    {description}
                  </Base.Description>
                )}
              </div>
              <Base.Close
                render={
                  <IconButton icon={iconX} name={m.console_close()} className="-mt-1 -mr-2" />
                }
              />
            </header>
            {children}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}

/** The scrolling middle of a dialog. */
export function DialogBody({
  children,
  className,
  readOnly = false,
}: {
  children: ReactNode;
  className?: string;
  /** Nothing in it takes the focus: it does so itself, or no key could scroll it. */
  readOnly?: boolean;
}) {
  return (
    <div
      {...(readOnly ? { tabIndex: 0 } : {})}
      className={cx('pane flex flex-col gap-4 px-5 pb-5', className)}
    >
      {children}
    </div>
  );
}

/** What can be decided, at the end: the way out first, the act last. */
export function DialogActions({ children }: { children: ReactNode }) {
  return (
    <footer className="flex flex-wrap items-center justify-end gap-2 border-t border-line bg-page px-5 py-3">
      {children}
    </footer>
  );
}

/** Where the hands go first: what asked for it, else the first field, else the dialog itself, so that it is read out. */
function firstToFill(popup: HTMLElement | null): HTMLElement | null {
  const active = document.activeElement;
  if (active instanceof HTMLElement && popup?.contains(active)) return active;
  const field = popup?.querySelector<HTMLElement>(
    'input:not([hidden], [type="hidden"]), textarea, select',
  );
  return field ?? popup;
}
