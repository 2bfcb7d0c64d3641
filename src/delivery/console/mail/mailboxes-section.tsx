import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  iconDownload,
  iconEllipsis,
  iconListChecks,
  iconMail,
  iconPencil,
  iconPlus,
  iconTrash,
} from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Api, CallOutput } from '../../web/contract.ts';
import { Button, IconButton } from '../parts/button.tsx';
import { Fetching } from '../parts/fetched.tsx';
import { Checkbox, Field, Select, TextArea, TextInput } from '../parts/field.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import { LanguageSelect } from '../parts/locale-fields.tsx';
import { Menu, MenuItem } from '../parts/menu.tsx';
import { Empty } from '../parts/notice.tsx';
import { Cell, Row, Table } from '../parts/table.tsx';
import { TeamSelect } from '../parts/team-select.tsx';
import { say } from '../parts/toast.tsx';
import { catalogQuery, mailboxesQuery, teamsQuery } from '../server/queries.ts';
import { useWrite } from '../server/use-write.ts';
import { useSession } from '../session/session.tsx';
import { CheckDialog } from './check-dialog.tsx';
import { ImapDialog } from './imap-dialog.tsx';
import { MailboxState } from './mailbox-state.tsx';

type Mailbox = CallOutput<Api['listMailboxes']>['items'][number];

interface Opened {
  readonly what: 'mailbox' | 'imap' | 'check' | 'remove';
  /** Null: a new one. */
  readonly mailboxId: number | null;
}

/** III: the addresses that customers write to, each for a team or a service if one likes. */
export function MailboxesSection() {
  const { rights, reader } = useSession();
  const mailboxes = useQuery(mailboxesQuery());
  const teams = useQuery(teamsQuery());
  const catalog = useQuery(catalogQuery());
  const [dialog, setDialog] = useState<Opened | null>(null);
  const services = catalog.data?.categories.flatMap((category) => category.services) ?? [];
  const add = rights.administrator && (
    <Button
      look="primary"
      icon={iconPlus}
      onClick={() => setDialog({ what: 'mailbox', mailboxId: null })}
    >
      {m.console_mailboxes_new()}
    </Button>
  );
  return (
    <>
      {mailboxes.data?.items.length !== 0 && <div className="mb-3 flex justify-end">{add}</div>}
      <Fetching of={mailboxes} />
      {mailboxes.data?.items.length === 0 && (
        <Empty icon={iconMail} title={m.console_mailboxes_empty()} action={add}>
          {m.console_mailboxes_empty_detail()}
        </Empty>
      )}
      {mailboxes.data !== undefined && mailboxes.data.items.length > 0 && (
        <Table
          label={m.console_mail_mailboxes()}
          columns={[
            { words: m.console_mailboxes_address() },
            { words: m.console_mailboxes_goes_to(), wide: true },
            { words: m.console_field_language(), wide: true },
            { words: m.mailboxes_incoming() },
            { words: m.console_edit(), acts: true },
          ]}
        >
          {mailboxes.data.items.map((mailbox) => (
            <Row key={mailbox.id}>
              <Cell>
                <span className="font-medium break-all">{mailbox.address}</span>
                <span className="block text-xs text-soft">{mailbox.name}</span>
              </Cell>
              <Cell wide>
                {[
                  teams.data?.items.find((team) => team.id === mailbox.teamId)?.name,
                  services.find((service) => service.id === mailbox.serviceId)?.name[
                    reader.language
                  ],
                ]
                  .filter(Boolean)
                  .join(' · ') || (
                  <span className="text-soft">{m.console_mailboxes_anybody()}</span>
                )}
              </Cell>
              <Cell wide>{mailbox.language === 'es' ? 'Español' : 'English'}</Cell>
              <Cell>
                <MailboxState mailbox={mailbox} />
              </Cell>
              <Cell right>
                {rights.administrator && (
                  <MailboxActs
                    mailbox={mailbox}
                    onOpen={(what) => setDialog({ what, mailboxId: mailbox.id })}
                  />
                )}
              </Cell>
            </Row>
          ))}
        </Table>
      )}
      <OpenedDialog
        opened={dialog}
        mailboxes={mailboxes.data?.items ?? []}
        onClose={() => setDialog(null)}
      />
    </>
  );
}

function MailboxActs({
  mailbox: { address },
  onOpen,
}: {
  mailbox: Mailbox;
  onOpen: (what: Opened['what']) => void;
}) {
  return (
    <Menu trigger={<IconButton icon={iconEllipsis} name={m.mailboxes_acts({ address })} />}>
      <MenuItem icon={iconPencil} onSelect={() => onOpen('mailbox')}>
        {m.console_edit()}
      </MenuItem>
      <MenuItem icon={iconDownload} onSelect={() => onOpen('imap')}>
        {m.mailboxes_act_imap()}
      </MenuItem>
      <MenuItem icon={iconListChecks} onSelect={() => onOpen('check')}>
        {m.mailboxes_act_check()}
      </MenuItem>
      <MenuItem icon={iconTrash} danger onSelect={() => onOpen('remove')}>
        {m.mailboxes_act_remove()}
      </MenuItem>
    </Menu>
  );
}

function OpenedDialog({
  opened,
  mailboxes,
  onClose,
}: {
  opened: Opened | null;
  mailboxes: readonly Mailbox[];
  onClose: () => void;
}) {
  if (opened === null) return null;
  const mailbox = mailboxes.find(({ id }) => id === opened.mailboxId) ?? null;
  if (opened.what === 'mailbox') return <MailboxDialog mailbox={mailbox} onClose={onClose} />;
  if (mailbox === null) return null;
  if (opened.what === 'check') return <CheckDialog mailbox={mailbox} onClose={onClose} />;
  return opened.what === 'imap' ? (
    <ImapDialog mailbox={mailbox} onClose={onClose} />
  ) : (
    <RemoveDialog mailbox={mailbox} onClose={onClose} />
  );
}

function RemoveDialog({ mailbox, onClose }: { mailbox: Mailbox; onClose: () => void }) {
  const remove = useWrite('removeMailbox', { touches: [['mailboxes']], onDone: onClose });
  return (
    <FormDialog
      title={m.mailboxes_remove_title({ address: mailbox.address })}
      act={m.mailboxes_remove()}
      look="danger"
      busy={remove.pending}
      error={remove.error}
      onClose={onClose}
      onSend={() => remove.send({ params: { mailboxId: mailbox.id } })}
    >
      <p>{m.mailboxes_remove_detail()}</p>
    </FormDialog>
  );
}

function MailboxDialog({ mailbox, onClose }: { mailbox: Mailbox | null; onClose: () => void }) {
  const { reader } = useSession();
  const _teams = useQuery(teamsQuery());
  const catalog = useQuery(catalogQuery());
  const done = {
    touches: [['mailboxes']],
    onDone: () => {
      onClose();
      say(m.console_saved());
    },
  };
  const create = useWrite('createMailbox', done);
  const update = useWrite('updateMailbox', done);
  return (
    <FormDialog
      title={mailbox?.address ?? m.console_mailboxes_new()}
      description={m.console_mailboxes_detail()}
      act={mailbox === null ? m.console_add() : m.console_save()}
      busy={create.pending || update.pending}
      error={create.error ?? update.error}
      onClose={onClose}
      onSend={(filled) => {
        const teamId = filled.given('teamId');
        const serviceId = filled.given('serviceId');
        const common = {
          name: filled.text('name'),
          language: filled.text('language') === 'en' ? ('en' as const) : ('es' as const),
          signature: filled.text('signature'),
        };
        if (mailbox === null) {
          create.send({
            body: {
              ...common,
              address: filled.text('address'),
              ...(teamId === undefined ? {} : { teamId: Number(teamId) }),
              ...(serviceId === undefined ? {} : { serviceId: Number(serviceId) }),
            },
          });
        } else {
          update.send({
            params: { mailboxId: mailbox.id },
            body: {
              ...common,
              teamId: teamId === undefined ? null : Number(teamId),
              serviceId: serviceId === undefined ? null : Number(serviceId),
              active: filled.checked('active'),
              trustedAuthservId: filled.given('trustedAuthservId') ?? null,
            },
          });
        }
      }}
    >
      {mailbox === null && (
        <Field name="address" label={m.console_mailboxes_address()}>
          <TextInput name="address" type="email" required maxLength={254} autoFocus />
        </Field>
      )}
      <Field name="name" label={m.console_mailboxes_name()} hint={m.console_mailboxes_name_hint()}>
        <TextInput name="name" required maxLength={200} defaultValue={mailbox?.name ?? ''} />
      </Field>
      <div className="grid grid-cols-1 gap-3 tablet:grid-cols-2">
        <TeamSelect chosen={mailbox?.teamId ?? null} />
        <Field name="serviceId" label={m.console_ticket_service()} optional>
          <Select name="serviceId" defaultValue={mailbox?.serviceId ?? ''}>
            <option value="">{m.console_none()}</option>
            {catalog.data?.categories.flatMap((category) =>
              category.services.map((service) => (
                <option key={service.id} value={service.id}>
                  {service.name[reader.language]}
                </option>
              )),
            )}
          </Select>
        </Field>
      </div>
      <LanguageSelect defaultValue={mailbox?.language ?? reader.language} />
      <Field name="signature" label={m.console_people_signature()} optional>
        <TextArea
          name="signature"
          rows={3}
          maxLength={2000}
          defaultValue={mailbox?.signature ?? ''}
        />
      </Field>
      {mailbox !== null && (
        <Field
          name="trustedAuthservId"
          label={m.console_mailboxes_authserv()}
          hint={m.console_mailboxes_authserv_hint()}
          optional
        >
          <TextInput
            name="trustedAuthservId"
            maxLength={253}
            defaultValue={mailbox.trustedAuthservId ?? ''}
          />
        </Field>
      )}
      {mailbox !== null && (
        <Checkbox
          name="active"
          defaultChecked={mailbox.active}
          label={m.console_mailboxes_active()}
          hint={m.console_mailboxes_active_hint()}
        />
      )}
    </FormDialog>
  );
}
