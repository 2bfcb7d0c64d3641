import { Tooltip } from '@base-ui/react/tooltip';
import type { ReactElement } from 'react';
import type { Keys } from '../keyboard/keymap.ts';
import { Kbd } from './kbd.tsx';

/** A hint for those who look. What it says is also the accessible name of `children`, so nothing depends on it. */
export function Tip({
  words,
  keys,
  side = 'bottom',
  children,
}: {
  words: string;
  keys?: Keys;
  side?: 'top' | 'right' | 'bottom' | 'left';
  children: ReactElement;
}) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger render={children} />
      <Tooltip.Portal>
        <Tooltip.Positioner side={side} sideOffset={6} className="z-50">
          <Tooltip.Popup className="appear flex items-center gap-2 rounded-s bg-ink px-2 py-1 text-xs text-page shadow-raised">
            {words}
            {keys !== undefined && <Kbd keys={keys} />}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}

export const TipProvider = Tooltip.Provider;
