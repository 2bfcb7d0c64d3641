import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type RefObject, useState } from 'react';
import { iconSettings } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Macro, Ticket } from '../../web/contract.ts';
import { matches } from '../parts/matches.ts';
import { Picker, type PickerGroup, type PickerItem } from '../parts/picker.tsx';
import { firmQuery, macrosQuery } from '../server/queries.ts';
import { useSession } from '../session/session.tsx';
import { fillMacro } from './fill-macro.ts';

interface MacroPickerProps {
  readonly ticket: Ticket;
  /** In which the reader of the message is written to; null: the agent's own. */
  readonly language: 'es' | 'en' | null;
  readonly returnTo: RefObject<HTMLElement | null>;
  readonly onClose: () => void;
  readonly onPick: (filled: ReturnType<typeof fillMacro>) => void;
}

/** Found by its name or by what it says, in the language of whoever reads it; in the other one where there is none. */
export function MacroPicker({ ticket, language, returnTo, onClose, onPick }: MacroPickerProps) {
  const { me, reader } = useSession();
  const navigate = useNavigate();
  const [written, setWritten] = useState('');
  const macros = useQuery(macrosQuery());
  const firm = useQuery(firmQuery());
  const facts = {
    contact: ticket.requester.name,
    customer: ticket.organization.name,
    ticket: `#${ticket.number}`,
    subject: ticket.subject,
    agent: me.name,
    firm: firm.data?.name ?? '',
  };
  const itemOf = (macro: Macro): PickerItem => {
    const filled = fillMacro(textIn(macro, language ?? reader.language), facts);
    return {
      id: `macro-${macro.id}`,
      words: macro.name,
      detail: filled.text,
      run: () => onPick(filled),
    };
  };
  const group = (value: string, shared: boolean): PickerGroup => ({
    value,
    items: (macros.data?.items ?? [])
      .filter((macro) => macro.shared === shared)
      .map(itemOf)
      .filter(({ words, detail }) => matches(`${words} ${detail}`, written)),
  });
  const groups: readonly PickerGroup[] = [
    group(m.console_macros_own(), false),
    group(m.console_macros_shared(), true),
    {
      value: m.console_macros_more(),
      items: [
        {
          id: 'manage',
          words: m.console_macros_manage(),
          icon: iconSettings,
          run: () => void navigate({ to: '/settings/$section', params: { section: 'macros' } }),
        },
      ],
    },
  ];
  return (
    <Picker
      open
      onClose={onClose}
      title={m.console_macro_insert()}
      placeholder={m.console_macro_placeholder()}
      written={written}
      onWritten={setWritten}
      groups={groups.filter(({ items }) => items.length > 0)}
      empty={m.console_macros_empty()}
      busy={macros.isPending || firm.isPending}
      returnTo={returnTo}
    />
  );
}

const textIn = ({ texts }: Macro, language: 'es' | 'en'): string =>
  texts[language] ?? texts.es ?? texts.en ?? '';
