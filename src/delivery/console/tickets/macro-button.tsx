import { lazy, type RefObject, Suspense, useEffect, useRef, useState } from 'react';
import { iconZap } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Contact, Ticket } from '../../web/contract.ts';
import { shortcuts } from '../keyboard/shortcuts.ts';
import { useCommands } from '../keyboard/use-commands.tsx';
import { IconButton } from '../parts/button.tsx';
import { withInserted } from '../parts/with-inserted.ts';
import type { DraftMode } from './draft-store.ts';

const loadPicker = () => import('./macro-picker.tsx');
const MacroPicker = lazy(() => loadPicker().then((part) => ({ default: part.MacroPicker })));

interface MacroButtonProps {
  readonly ticket: Ticket;
  readonly mode: DraftMode;
  readonly requester: Contact | undefined;
  readonly area: RefObject<HTMLTextAreaElement | null>;
  readonly text: string;
  readonly onText: (text: string) => void;
}

/** Puts what is written often where the cursor is, and the cursor where writing goes on. */
export function MacroButton(props: MacroButtonProps) {
  const { ticket, mode, requester, area, text, onText } = props;
  const [picking, setPicking] = useState(false);
  const cursorNext = useRef<number | null>(null);
  useCommands({ macro: () => setPicking(true) });
  // There before it is asked for, so that the first strokes are not lost.
  useEffect(() => void loadPicker(), []);
  // Once the text stands there, whatever it stood as before.
  useEffect(() => {
    if (picking || cursorNext.current === null) return;
    area.current?.focus();
    area.current?.setSelectionRange(cursorNext.current, cursorNext.current);
    cursorNext.current = null;
  });
  return (
    <>
      <IconButton
        icon={iconZap}
        name={m.console_macro_insert()}
        keys={shortcuts.macro.keys}
        onClick={() => setPicking(true)}
      />
      {picking && (
        <Suspense>
          <MacroPicker
            ticket={ticket}
            language={mode === 'note' ? null : (requester?.language ?? null)}
            returnTo={area}
            onClose={() => setPicking(false)}
            onPick={(filled) => {
              const field = area.current;
              const inserted = withInserted(text, filled.text, {
                start: field?.selectionStart ?? text.length,
                end: field?.selectionEnd ?? text.length,
              });
              cursorNext.current = inserted.cursor - filled.text.length + filled.cursor;
              onText(inserted.text);
            }}
          />
        </Suspense>
      )}
    </>
  );
}
