import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog } from '@base-ui/react/dialog';
import type { ReactNode, RefObject } from 'react';
import { type Icon as IconShapes, iconSearch } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Keys } from '../keyboard/keymap.ts';
import { Icon } from './icon.tsx';
import { Kbd } from './kbd.tsx';

export interface PickerItem {
  readonly id: string;
  readonly words: string;
  readonly detail?: string;
  readonly icon?: IconShapes;
  readonly mark?: ReactNode;
  readonly keys?: Keys;
  /** Leads to another question in this one's place. */
  readonly asks?: true;
  readonly run: () => void;
}

export interface PickerGroup {
  /** Its heading, and its identity. */
  readonly value: string;
  readonly items: readonly PickerItem[];
}

interface PickerProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly placeholder: string;
  readonly written: string;
  readonly onWritten: (written: string) => void;
  readonly groups: readonly PickerGroup[];
  readonly empty: string;
  readonly busy?: boolean;
  /** Where the focus goes afterwards; else where it was. */
  readonly returnTo?: RefObject<HTMLElement | null>;
}

/** Type, look, Enter: one list for the palette, for whom to assign to, and for finding a contact. */
export function Picker(props: PickerProps) {
  const { open, onClose, title, placeholder, written, onWritten, groups, empty, busy, returnTo } =
    props;
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="appear fixed inset-0 z-40 bg-scrim" />
        <Dialog.Viewport className="fixed inset-0 z-40 flex items-start justify-center p-3 tablet:pt-[12vh]">
          <Dialog.Popup
            aria-label={title}
            {...(returnTo === undefined ? {} : { finalFocus: returnTo })}
            className="appear flex max-h-[min(34rem,calc(100dvh-1.5rem))] w-full max-w-xl flex-col overflow-hidden rounded-m bg-raised shadow-raised outline-none"
          >
            <Autocomplete.Root
              open
              inline
              items={groups}
              filter={null}
              value={written}
              onValueChange={onWritten}
              itemToStringValue={wordsOf}
              autoHighlight="always"
              keepHighlight
            >
              <div className="flex items-center gap-2.5 border-b border-line px-4">
                <Icon of={iconSearch} className="text-soft" />
                <Autocomplete.Input
                  aria-label={title}
                  placeholder={placeholder}
                  className="h-12 w-full bg-transparent text-m outline-none placeholder:text-soft"
                />
              </div>
              <Autocomplete.Status className="sr-only">
                {busy ? m.console_loading() : null}
              </Autocomplete.Status>
              <div className="pane">
                <Autocomplete.Empty>
                  <p className="px-4 py-6 text-soft">{busy ? m.console_loading() : empty}</p>
                </Autocomplete.Empty>
                <Autocomplete.List className="p-1.5 data-empty:p-0">
                  {(group: PickerGroup) => (
                    <Autocomplete.Group key={group.value} items={group.items} className="mb-1">
                      <Autocomplete.GroupLabel className="px-2.5 pt-2 pb-1 text-xs font-strong text-soft">
                        {group.value}
                      </Autocomplete.GroupLabel>
                      <Autocomplete.Collection>
                        {(item: PickerItem) => (
                          <PickerRow
                            key={item.id}
                            item={item}
                            onRun={() => {
                              if (item.asks !== true) onClose();
                              item.run();
                            }}
                          />
                        )}
                      </Autocomplete.Collection>
                    </Autocomplete.Group>
                  )}
                </Autocomplete.List>
              </div>
              <footer className="hidden gap-4 border-t border-line bg-page px-4 py-2 text-xs text-soft pointer-fine:flex">
                <span className="flex items-center gap-1.5">
                  <Kbd keys="Enter" /> {m.console_palette_hint_open()}
                </span>
                <span className="flex items-center gap-1.5">
                  <Kbd keys="ArrowUp ArrowDown" /> {m.console_palette_hint_move()}
                </span>
                <span className="flex items-center gap-1.5">
                  <Kbd keys="Escape" /> {m.console_palette_hint_leave()}
                </span>
              </footer>
            </Autocomplete.Root>
          </Dialog.Popup>
        </Dialog.Viewport>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function PickerRow({ item, onRun }: { item: PickerItem; onRun: () => void }) {
  return (
    <Autocomplete.Item
      value={item}
      onClick={onRun}
      className="flex min-h-9 cursor-default items-center gap-2.5 rounded-s px-2.5 py-1.5 outline-none select-none data-highlighted:bg-brand-tint data-highlighted:text-on-brand-tint pointer-coarse:min-h-12"
    >
      {item.icon && <Icon of={item.icon} className="opacity-75" />}
      {item.mark}
      <span className="min-w-0 grow truncate">
        {item.words}
        {item.detail !== undefined && <span className="text-soft"> · {item.detail}</span>}
      </span>
      {item.keys !== undefined && <Kbd keys={item.keys} className="text-soft" />}
    </Autocomplete.Item>
  );
}

const wordsOf = (item: PickerItem): string => item.words;
