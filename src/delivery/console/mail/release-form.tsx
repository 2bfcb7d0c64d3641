import { useInfiniteQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import * as m from '../../ui/words/generated/messages.js';
import type { Api, CallInput, CallOutput } from '../../web/contract.ts';
import { Button } from '../parts/button.tsx';
import { ContactPicker } from '../parts/contact-picker.tsx';
import { Checkbox, Field, Select, TextInput } from '../parts/field.tsx';
import { organizationsQuery } from '../server/queries.ts';

type Mail = CallOutput<Api['getQuarantined']>;
type Release = CallInput<Api['releaseQuarantined']>['body'];
type Match = CallOutput<Api['searchContacts']>['items'][number];
type Way = 'ticket' | 'contact' | 'new';

/** To a request, to a known contact, or to a new one: the three ways out of the quarantine. */
export function ReleaseForm({
  id,
  mail,
  onRelease,
}: {
  id: string;
  mail: Mail;
  onRelease: (release: Release) => void;
}) {
  const name = useId();
  const [way, setWay] = useState<Way>(mail.ticketNumber === null ? 'contact' : 'ticket');
  const [number, setNumber] = useState(mail.ticketNumber === null ? '' : String(mail.ticketNumber));
  const [contact, setContact] = useState<Match | null>(mail.contact);
  const [note, setNote] = useState('');
  const [choosing, setChoosing] = useState(false);
  const [organizationId, setOrganizationId] = useState('');
  const [newName, setNewName] = useState(mail.fromName ?? '');
  const [authorised, setAuthorised] = useState(true);
  const send = () => {
    const why = note.trim() === '' ? {} : { note: note.trim() };
    if (way === 'ticket') {
      const of = mail.contact === null ? {} : { personId: mail.contact.personId };
      onRelease({ ticketNumber: Number(number.replace('#', '')), ...of, ...why });
    } else if (way === 'new') {
      onRelease({
        newContact: { organizationId: Number(organizationId), name: newName.trim(), authorised },
        ...why,
      });
    } else if (contact === null) setChoosing(true);
    else onRelease({ personId: contact.personId, ...why });
  };
  const ways = [
    ['contact', m.console_release_contact()],
    ['new', m.console_release_new()],
    ['ticket', m.console_release_ticket()],
  ] as const;
  return (
    <form
      id={id}
      className="rounded-m border border-line p-4"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <fieldset>
        <legend className="sr-only">{m.console_quarantine_release()}</legend>
        <div className="mb-3 flex flex-wrap gap-x-5 gap-y-1.5">
          {ways.map(([each, words]) => (
            <label key={each} className="flex items-center gap-2">
              <input
                type="radio"
                name={name}
                checked={way === each}
                onChange={() => setWay(each)}
                className="size-4 accent-brand"
              />
              {words}
            </label>
          ))}
        </div>
      </fieldset>
      {way === 'ticket' && (
        <Field label={m.console_release_number()}>
          <TextInput
            required
            inputMode="numeric"
            pattern="#?[0-9]+"
            value={number}
            onChange={({ target }) => setNumber(target.value)}
          />
        </Field>
      )}
      {way === 'contact' && (
        <div className="flex flex-wrap items-center gap-3">
          {contact !== null && (
            <p>
              <span className="font-strong">{contact.name}</span>
              <span className="text-soft">
                {' '}
                · {contact.email} · {contact.organization.name}
              </span>
            </p>
          )}
          <Button onClick={() => setChoosing(true)}>
            {contact === null ? m.console_new_choose_contact() : m.console_new_change_contact()}
          </Button>
        </div>
      )}
      {way === 'new' && (
        <div className="flex flex-col gap-3">
          <OrganizationSelect value={organizationId} onValue={setOrganizationId} />
          <Field label={m.console_field_name()} hint={mail.fromAddress}>
            <TextInput
              required
              maxLength={200}
              value={newName}
              onChange={({ target }) => setNewName(target.value)}
            />
          </Field>
          <Checkbox
            label={m.console_contacts_may_ask()}
            hint={m.console_contacts_may_ask_hint()}
            checked={authorised}
            onChange={({ target }) => setAuthorised(target.checked)}
          />
        </div>
      )}
      {mail.trust === 'failed' && (
        <div className="mt-3">
          <Field label={m.console_release_note()} hint={m.console_release_note_hint()}>
            <TextInput
              required={mail.reason === 'sender-forged'}
              minLength={3}
              maxLength={500}
              value={note}
              onChange={({ target }) => setNote(target.value)}
            />
          </Field>
        </div>
      )}
      {choosing && <ContactPicker onClose={() => setChoosing(false)} onContact={setContact} />}
    </form>
  );
}

function OrganizationSelect({
  value,
  onValue,
}: {
  value: string;
  onValue: (value: string) => void;
}) {
  const [written, setWritten] = useState('');
  const found = useInfiniteQuery(organizationsQuery(written.trim()));
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="grid gap-3 tablet:grid-cols-2">
      <Field label={m.console_customers_search()} optional>
        <TextInput value={written} onChange={({ target }) => setWritten(target.value)} />
      </Field>
      <Field label={m.console_queue_column_customer()}>
        <Select required value={value} onChange={({ target }) => onValue(target.value)}>
          <option value="">{m.console_release_choose()}</option>
          {items.map((organization) => (
            <option key={organization.id} value={organization.id}>
              {organization.name}
            </option>
          ))}
        </Select>
      </Field>
    </div>
  );
}
