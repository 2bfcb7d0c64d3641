import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { iconPencil, iconPlus, iconTrash, iconZap } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Macro } from '../../web/contract.ts';
import { Button, IconButton } from '../parts/button.tsx';
import { Fetching } from '../parts/fetched.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import { Empty } from '../parts/notice.tsx';
import { Sheet } from '../parts/screen.tsx';
import { say } from '../parts/toast.tsx';
import { macrosQuery } from '../server/queries.ts';
import { useWrite } from '../server/use-write.ts';
import { useSession } from '../session/session.tsx';
import { MacroDialog } from './macro-dialog.tsx';

type Open =
  | { readonly what: 'edit'; readonly macro: Macro | null }
  | { readonly what: 'remove'; readonly macro: Macro };

/** What is written often: one's own, and what supervision wrote for the whole desk. */
export function MacrosSection() {
  const macros = useQuery(macrosQuery());
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  const items = macros.data?.items ?? [];
  const add = (
    <Button look="primary" icon={iconPlus} onClick={() => setOpen({ what: 'edit', macro: null })}>
      {m.console_macros_new()}
    </Button>
  );
  return (
    <>
      {items.length > 0 && (
        <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
          <p className="text-soft">{m.console_macros_intro()}</p>
          {add}
        </div>
      )}
      <Fetching of={macros} />
      {macros.data !== undefined && items.length === 0 && (
        <Empty icon={iconZap} title={m.console_macros_none()} action={add}>
          {m.console_macros_intro()}
        </Empty>
      )}
      <div className="flex flex-col gap-4">
        <MacroList
          title={m.console_macros_own()}
          macros={items.filter(({ shared }) => !shared)}
          onOpen={setOpen}
        />
        <MacroList
          title={m.console_macros_shared()}
          macros={items.filter(({ shared }) => shared)}
          onOpen={setOpen}
        />
      </div>
      {open?.what === 'edit' && (
        <MacroDialog macro={open.macro} variables={macros.data?.variables ?? []} onClose={close} />
      )}
      {open?.what === 'remove' && <RemoveMacro macro={open.macro} onClose={close} />}
    </>
  );
}

function MacroList({
  title,
  macros,
  onOpen,
}: {
  title: string;
  macros: readonly Macro[];
  onOpen: (open: Open) => void;
}) {
  const { rights, reader } = useSession();
  if (macros.length === 0) return null;
  return (
    <Sheet title={title}>
      <ul>
        {macros.map((macro) => (
          <li
            key={macro.id}
            className="flex items-start gap-3 border-b border-line px-4 py-2.5 last:border-b-0"
          >
            <div className="min-w-0 grow">
              <p className="font-medium">{macro.name}</p>
              <p className="line-clamp-2 text-xs break-words text-soft">
                {macro.texts[reader.language] ?? macro.texts.es ?? macro.texts.en}
              </p>
              <p className="mt-1 text-xs text-soft">{languagesOf(macro)}</p>
            </div>
            {(!macro.shared || rights.supervision) && (
              <>
                <IconButton
                  icon={iconPencil}
                  name={m.console_macros_edit({ name: macro.name })}
                  onClick={() => onOpen({ what: 'edit', macro })}
                />
                <IconButton
                  icon={iconTrash}
                  name={m.console_macros_remove_named({ name: macro.name })}
                  onClick={() => onOpen({ what: 'remove', macro })}
                />
              </>
            )}
          </li>
        ))}
      </ul>
    </Sheet>
  );
}

const languagesOf = ({ texts }: Macro): string =>
  [texts.es !== null && 'Español', texts.en !== null && 'English'].filter(Boolean).join(' · ');

function RemoveMacro({ macro, onClose }: { macro: Macro; onClose: () => void }) {
  const remove = useWrite('removeMacro', {
    touches: [['macros']],
    onDone: () => {
      onClose();
      say(m.console_macros_removed());
    },
  });
  return (
    <FormDialog
      title={m.console_macros_remove_title({ name: macro.name })}
      act={m.console_macros_remove()}
      look="danger"
      busy={remove.pending}
      error={remove.error}
      onClose={onClose}
      onSend={() => remove.send({ params: { macroId: macro.id } })}
    >
      <p>
        {macro.shared
          ? m.console_macros_remove_shared_detail()
          : m.console_macros_remove_own_detail()}
      </p>
    </FormDialog>
  );
}
