import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { iconBookmark, iconBuilding, iconCornerUpLeft, iconPencil } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { MyDraft } from '../../web/contract.ts';
import { PriorityMark } from '../parts/marks.tsx';
import { matches } from '../parts/matches.ts';
import { Picker, type PickerGroup, type PickerItem } from '../parts/picker.tsx';
import { useSettled } from '../parts/use-settled.ts';
import {
  myDraftsQuery,
  organizationsQuery,
  savedViewsQuery,
  ticketsQuery,
} from '../server/queries.ts';
import { useSession } from '../session/session.tsx';
import { filterOfView } from '../tickets/saved-view-filter.ts';
import { readSearch } from '../tickets/search-words.ts';
import { groupWords, type ShortcutGroup, shortcutList } from './shortcuts.ts';
import { useCommandRegistry } from './use-commands.tsx';

/** Everything that can be found or done from here. Mounted while it is open. */
export function Palette({ onClose }: { onClose: () => void }) {
  const [written, setWritten] = useState('');
  const settled = useSettled(written.trim());
  const navigate = useNavigate();
  const found = readSearch(settled);
  const searching = settled.length > 1;
  const tickets = useInfiniteQuery({
    ...ticketsQuery({ view: 'all', q: settled }),
    enabled: searching && found.number === null,
  });
  const customers = useInfiniteQuery({
    ...organizationsQuery(found.customer ?? found.q),
    enabled: searching && found.number === null && (found.customer ?? found.q) !== '',
  });
  const openTicket = (number: number) =>
    void navigate({ to: '/tickets/$number', params: { number }, search: {} });

  const { rights } = useSession();
  const drafts = useQuery({ ...myDraftsQuery(), enabled: rights.desk }).data?.items ?? [];
  const views = useQuery(savedViewsQuery()).data?.items ?? [];
  const groups: PickerGroup[] = [
    ...useCommandGroups(written),
    {
      value: m.console_palette_drafts(),
      items: drafts
        .filter(({ ticket, text }) =>
          matches(
            `${m.console_palette_drafts()} #${ticket.number} ${ticket.subject} ${text}`,
            written,
          ),
        )
        .map(({ id, mode, ticket }) => ({
          id: `draft-${id}`,
          words: `#${ticket.number} ${ticket.subject}`,
          detail: draftWords[mode](),
          icon: iconPencil,
          run: () => openTicket(ticket.number),
        })),
    },
    {
      value: m.console_saved_views(),
      items: views
        .filter(({ name }) => matches(name, written))
        .map((view) => ({
          id: `view-${view.id}`,
          words: view.name,
          icon: iconBookmark,
          run: () => void navigate({ to: '/tickets', search: filterOfView(view) }),
        })),
    },
  ];
  if (found.number !== null) {
    const { number } = found;
    groups.unshift({
      value: m.console_palette_tickets(),
      items: [
        {
          id: 'number',
          words: m.console_palette_open_number({ number: String(number) }),
          icon: iconCornerUpLeft,
          run: () => openTicket(number),
        },
      ],
    });
  } else if (searching) {
    groups.push(
      {
        value: m.console_palette_tickets(),
        items: (tickets.data?.pages[0]?.items ?? []).slice(0, 7).map((ticket) => ({
          id: `ticket-${ticket.number}`,
          words: `#${ticket.number} ${ticket.subject}`,
          detail: ticket.organization.name,
          mark: <PriorityMark priority={ticket.priority} verified={ticket.priorityVerified} />,
          run: () => openTicket(ticket.number),
        })),
      },
      {
        value: m.console_palette_customers(),
        items: (customers.data?.pages[0]?.items ?? []).slice(0, 5).map((organization) => ({
          id: `organization-${organization.id}`,
          words: organization.name,
          icon: iconBuilding,
          run: () =>
            void navigate({
              to: '/organizations/$organizationId',
              params: { organizationId: organization.id },
            }),
        })),
      },
    );
  }
  return (
    <Picker
      open
      onClose={onClose}
      title={m.console_palette_title()}
      placeholder={m.console_palette_placeholder()}
      written={written}
      onWritten={setWritten}
      groups={groups.filter((group) => group.items.length > 0)}
      empty={m.console_palette_empty()}
      busy={tickets.isFetching || customers.isFetching}
    />
  );
}

const draftWords: Readonly<Record<MyDraft['mode'], () => string>> = {
  reply: m.console_compose_reply,
  note: m.console_compose_note,
  ask: m.console_compose_ask,
  resolve: m.console_compose_resolve,
};

function useCommandGroups(written: string): readonly PickerGroup[] {
  const registry = useCommandRegistry();
  // What the screen offered when the palette was opened.
  const [offered] = useState(() => registry.now());
  const order: readonly ShortcutGroup[] = ['ticket', 'queue', 'general', 'go'];
  return order.map((group) => ({
    value: groupWords[group](),
    items: shortcutList.flatMap(([id, shortcut]): PickerItem[] => {
      const run = offered.get(id);
      if (shortcut.group !== group || shortcut.quiet || run === undefined) return [];
      if (!matches(shortcut.words(), written)) return [];
      return [
        {
          id,
          words: shortcut.words(),
          icon: shortcut.icon,
          ...(shortcut.keys === undefined ? {} : { keys: shortcut.keys }),
          run,
        },
      ];
    }),
  }));
}
