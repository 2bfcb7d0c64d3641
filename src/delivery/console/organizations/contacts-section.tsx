import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { formatDay } from '../../ui/format.ts';
import {
  iconEllipsis,
  iconMail,
  iconMailWarning,
  iconPencil,
  iconSend,
  iconShieldAlert,
  iconUserPlus,
  iconUsersRound,
} from '../../ui/icons.gen.ts';
import { undeliveredWords } from '../../ui/undelivered-words.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Contact, Organization } from '../../web/contract.ts';
import { Avatar } from '../parts/avatar.tsx';
import { Button, IconButton } from '../parts/button.tsx';
import { cx } from '../parts/class-names.ts';
import { Clause } from '../parts/clause.tsx';
import { Fetching } from '../parts/fetched.tsx';
import { Icon } from '../parts/icon.tsx';
import { invitationWords } from '../parts/invitation-words.ts';
import { channelWords } from '../parts/marks.tsx';
import { Menu, MenuItem, MenuSeparator } from '../parts/menu.tsx';
import { Moment } from '../parts/moment.tsx';
import { Empty } from '../parts/notice.tsx';
import { Cell, Row, Table } from '../parts/table.tsx';
import { say, sayProblem } from '../parts/toast.tsx';
import { contactsQuery } from '../server/queries.ts';
import { useWrite } from '../server/use-write.ts';
import { useSession } from '../session/session.tsx';
import { EditContactDialog, furtherAddresses, InviteContactDialog } from './contact-dialogs.tsx';
import { CustomerMailSheet } from './customer-mail-sheet.tsx';

/** II: who may ask in the customer's name, and from which addresses. */
export function ContactsSection({ organization }: { organization: Organization }) {
  const { rights } = useSession();
  const contacts = useQuery(contactsQuery(organization.id));
  const [inviting, setInviting] = useState(false);
  const [editing, setEditing] = useState<Contact | null>(null);
  const invite = rights.contacts && (
    <Button look="primary" icon={iconUserPlus} onClick={() => setInviting(true)}>
      {m.console_contacts_invite()}
    </Button>
  );
  return (
    <div className="max-w-6xl">
      <div className="mb-3 flex justify-end">{contacts.data?.items.length !== 0 && invite}</div>
      <Fetching of={contacts} />
      {contacts.data?.items.length === 0 && (
        <Empty icon={iconUsersRound} title={m.console_contacts_empty()} action={invite}>
          {m.console_contacts_empty_detail()}
        </Empty>
      )}
      {contacts.data !== undefined && contacts.data.items.length > 0 && (
        <Table
          label={m.console_contacts_title()}
          columns={[
            { words: m.console_field_name() },
            { words: m.console_contacts_role(), wide: true },
            { words: m.console_contacts_authorised() },
            { words: m.console_contacts_access(), wide: true },
            { words: m.console_contacts_terms(), wide: true },
            { words: m.console_more(), acts: true },
          ]}
        >
          {contacts.data.items.map((contact) => (
            <ContactRow
              key={contact.personId}
              contact={contact}
              organization={organization}
              onEdit={() => setEditing(contact)}
            />
          ))}
        </Table>
      )}
      <div className="mt-5 max-w-xl">
        <CustomerMailSheet organization={organization} />
      </div>
      {inviting && (
        <InviteContactDialog organization={organization} onClose={() => setInviting(false)} />
      )}
      {editing !== null && (
        <EditContactDialog
          organization={organization}
          contact={editing}
          onClose={() => setEditing(null)}
        />
      )}
    </div>
  );
}

function ContactRow({
  contact,
  organization,
  onEdit,
}: {
  contact: Contact;
  organization: Organization;
  onEdit: () => void;
}) {
  const { reader, rights } = useSession();
  const touches = [['organization', organization.id], ['tickets'], ['ticket-counts']];
  const update = useWrite('updateContact', {
    touches,
    onDone: () => say(m.console_saved()),
    onProblem: sayProblem,
  });
  const resend = useWrite('resendInvitation', {
    touches,
    onDone: () => say(m.console_contacts_invited({ name: contact.name })),
    onProblem: sayProblem,
  });
  const deliverable = useWrite('clearUndeliverable', {
    touches,
    onDone: () => say(m.console_contacts_deliverable_done({ name: contact.name })),
    onProblem: sayProblem,
  });
  const reset = useWrite('resetSecondFactor', {
    touches,
    onDone: () => say(m.console_second_factor_reset_done({ name: contact.name })),
    onProblem: sayProblem,
  });
  const params = { organizationId: organization.id, personId: contact.personId };
  return (
    <Row className={contact.disabled ? 'text-soft' : ''}>
      <Cell>
        <span className="flex items-center gap-3">
          <Avatar name={contact.name} />
          <span className="min-w-0">
            <span className="font-medium">{contact.name}</span>
            <span className="block text-xs break-all text-soft">
              {[contact.email, ...furtherAddresses(contact), contact.phone]
                .filter(Boolean)
                .join(' · ')}
            </span>
            {contact.undeliverable.map((each) => (
              <span key={each.address} className="mt-0.5 flex gap-1.5 text-xs text-bad">
                <Icon of={iconMailWarning} size={13} className="mt-0.5 shrink-0" />
                {m.console_contacts_undeliverable({
                  address: each.address,
                  since: formatDay(each.since, reader),
                  reason: undeliveredWords(each),
                })}
              </span>
            ))}
          </span>
        </span>
      </Cell>
      <Cell wide>
        {contact.role === 'customer_administrator'
          ? m.console_contacts_administrator()
          : m.console_contacts_requester()}
      </Cell>
      <Cell className={cx(!contact.authorised && 'font-strong text-bad')}>
        {contact.disabled
          ? m.console_person_disabled()
          : contact.authorised
            ? m.console_yes()
            : m.console_no()}
      </Cell>
      <Cell wide className={cx(contact.invitation === 'expired' && 'text-turn')}>
        {invitationWords[contact.invitation]()}
      </Cell>
      <Cell wide>
        {contact.termsAcceptedAt === null && (
          <span className="text-turn">{m.console_contacts_terms_pending()}</span>
        )}
        {contact.termsAccepted.length > 0 && (
          <ul className="flex flex-col gap-1 text-xs text-soft">
            {contact.termsAccepted.map(({ version, acceptedAt, channel }) => (
              <li key={version} className="flex flex-wrap items-center gap-x-1.5">
                <Clause id="T7" version={version} />
                {m.console_contacts_terms_version({
                  version: String(version),
                  door: channelWords[channel](),
                })}{' '}
                <Moment at={acceptedAt} as="day" />
              </li>
            ))}
          </ul>
        )}
      </Cell>
      <Cell right>
        {rights.contacts && (
          <Menu
            trigger={
              <IconButton icon={iconEllipsis} name={m.console_acts_for({ name: contact.name })} />
            }
          >
            <MenuItem icon={iconPencil} onSelect={onEdit}>
              {m.console_edit()}
            </MenuItem>
            {contact.invitation !== 'accepted' && !contact.disabled && (
              <MenuItem
                icon={iconMail}
                onSelect={() => resend.send({ params: { personId: contact.personId } })}
              >
                {contact.invitation === 'none'
                  ? m.console_contacts_send_invitation()
                  : m.console_contacts_resend_invitation()}
              </MenuItem>
            )}
            {contact.secondFactor && rights.administrator && (
              <MenuItem
                icon={iconShieldAlert}
                onSelect={() => reset.send({ params: { personId: contact.personId } })}
              >
                {m.console_second_factor_reset()}
              </MenuItem>
            )}
            {contact.undeliverable.length > 0 && (
              <MenuItem icon={iconSend} onSelect={() => deliverable.send({ params })}>
                {m.console_contacts_deliverable()}
              </MenuItem>
            )}
            <MenuSeparator />
            <MenuItem
              onSelect={() => update.send({ params, body: { authorised: !contact.authorised } })}
            >
              {contact.authorised ? m.console_contacts_revoke() : m.console_contacts_authorise()}
            </MenuItem>
            <MenuItem
              danger={!contact.disabled}
              onSelect={() => update.send({ params, body: { disabled: !contact.disabled } })}
            >
              {contact.disabled ? m.console_person_enable() : m.console_person_disable()}
            </MenuItem>
          </Menu>
        )}
      </Cell>
    </Row>
  );
}
