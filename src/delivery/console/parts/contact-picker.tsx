import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import * as m from '../../ui/words/generated/messages.js';
import type { Api, CallOutput } from '../../web/contract.ts';
import { contactMatchesQuery } from '../server/queries.ts';
import { Avatar } from './avatar.tsx';
import { Picker } from './picker.tsx';
import { useSettled } from './use-settled.ts';

type Match = CallOutput<Api['searchContacts']>['items'][number];

/** Finds a contact by name, address or customer. */
export function ContactPicker({
  onClose,
  onContact,
}: {
  onClose: () => void;
  onContact: (contact: Match) => void;
}) {
  const [written, setWritten] = useState('');
  const settled = useSettled(written.trim());
  const found = useQuery(contactMatchesQuery(settled));
  const items = (settled === '' ? [] : (found.data?.items ?? [])).map((contact) => ({
    id: String(contact.personId),
    words: contact.name,
    detail: `${contact.email} · ${contact.organization.name}${contact.authorised ? '' : ` · ${m.console_contact_unauthorised()}`}`,
    mark: <Avatar name={contact.name} size="s" />,
    run: () => onContact(contact),
  }));
  return (
    <Picker
      open
      onClose={onClose}
      title={m.console_new_choose_contact()}
      placeholder={m.console_new_contact_placeholder()}
      written={written}
      onWritten={setWritten}
      groups={items.length === 0 ? [] : [{ value: m.console_contacts_title(), items }]}
      empty={settled === '' ? m.console_new_contact_type() : m.console_new_contact_none()}
      busy={found.isFetching}
    />
  );
}
