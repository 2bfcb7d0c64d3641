import * as m from '../../ui/words/generated/messages.js';
import { Dialog, DialogBody } from '../parts/dialog.tsx';
import { Kbd } from '../parts/kbd.tsx';
import { groupWords, type ShortcutGroup, shortcutList } from './shortcuts.ts';

const groups: readonly ShortcutGroup[] = ['ticket', 'general', 'queue', 'go'];

/** The whole keyboard, whether or not it can be used right here. */
export function ShortcutSheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={m.console_sheet_title()}
      description={m.console_sheet_hint()}
      size="large"
    >
      <DialogBody readOnly>
        <div className="columns-1 gap-8 tablet:columns-2">
          {groups.map((group) => (
            <section key={group} className="mb-5 break-inside-avoid-column">
              <h3 className="mb-1 text-xs font-strong text-soft">{groupWords[group]()}</h3>
              <ul>
                {shortcutList.map(([id, shortcut]) =>
                  shortcut.group === group && shortcut.keys !== undefined ? (
                    <li
                      key={id}
                      className="flex items-center justify-between gap-4 border-b border-line py-1.5"
                    >
                      {shortcut.words()}
                      <Kbd keys={shortcut.keys} className="inline-flex text-soft" />
                    </li>
                  ) : null,
                )}
              </ul>
            </section>
          ))}
        </div>
      </DialogBody>
    </Dialog>
  );
}
