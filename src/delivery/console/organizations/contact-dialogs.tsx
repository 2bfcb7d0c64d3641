import * as m from '../../ui/words/generated/messages.js';
import type { Contact, Organization } from '../../web/contract.ts';
import { Checkbox, Field, Select, TextArea, TextInput } from '../parts/field.tsx';
import { type Filled, FormDialog } from '../parts/form-dialog.tsx';
import { say } from '../parts/toast.tsx';
import { useWrite } from '../server/use-write.ts';

/** II: a person who may ask, with a mail that lets them in. */
export function InviteContactDialog({
  organization,
  onClose,
}: {
  organization: Organization;
  onClose: () => void;
}) {
  const invite = useWrite('inviteContact', {
    touches: [['organization', organization.id]],
    onDone: ({ name }) => {
      onClose();
      say(m.console_contacts_added({ name }));
    },
  });
  return (
    <FormDialog
      title={m.console_contacts_invite()}
      description={organization.name}
      act={m.console_contacts_invite_act()}
      busy={invite.pending}
      error={invite.error}
      onClose={onClose}
      onSend={(filled) => {
        const phone = filled.given('phone');
        invite.send({
          params: { organizationId: organization.id },
          body: {
            name: filled.text('name'),
            email: filled.text('email'),
            role: roleIn(filled),
            authorised: filled.checked('authorised'),
            ...(phone === undefined ? {} : { phone }),
            invite: filled.checked('invite'),
          },
        });
      }}
    >
      <Field name="name" label={m.console_field_name()}>
        <TextInput name="name" required maxLength={200} autoFocus />
      </Field>
      <Field name="email" label={m.console_field_email()}>
        <TextInput name="email" type="email" required maxLength={254} />
      </Field>
      <Field name="phone" label={m.console_field_phone()} optional>
        <TextInput name="phone" type="tel" maxLength={50} />
      </Field>
      <RoleSelect chosen="customer" />
      <Checkbox
        name="authorised"
        defaultChecked
        label={m.console_contacts_may_ask()}
        hint={m.console_contacts_may_ask_hint()}
      />
      <Checkbox name="invite" defaultChecked label={m.console_contacts_send_now()} />
    </FormDialog>
  );
}

export function EditContactDialog({
  organization,
  contact,
  onClose,
}: {
  organization: Organization;
  contact: Contact;
  onClose: () => void;
}) {
  const update = useWrite('updateContact', {
    touches: [['organization', organization.id], ['tickets'], ['ticket-counts']],
    onDone: () => {
      onClose();
      say(m.console_saved());
    },
  });
  return (
    <FormDialog
      title={m.console_contacts_edit({ name: contact.name })}
      description={contact.email}
      act={m.console_save()}
      busy={update.pending}
      error={update.error}
      onClose={onClose}
      onSend={(filled) =>
        update.send({
          params: { organizationId: organization.id, personId: contact.personId },
          body: {
            name: filled.text('name'),
            role: roleIn(filled),
            phone: filled.text('phone'),
            authorised: filled.checked('authorised'),
            addresses: filled
              .text('addresses')
              .split(/[\s,;]+/)
              .filter(Boolean),
          },
        })
      }
    >
      <Field name="name" label={m.console_field_name()}>
        <TextInput name="name" required maxLength={200} defaultValue={contact.name} />
      </Field>
      <Field name="phone" label={m.console_field_phone()} optional>
        <TextInput name="phone" type="tel" maxLength={50} defaultValue={contact.phone ?? ''} />
      </Field>
      <RoleSelect chosen={contact.role} />
      <Field
        name="addresses"
        label={m.console_contacts_addresses()}
        optional
        hint={m.console_contacts_addresses_hint()}
      >
        <TextArea name="addresses" rows={3} defaultValue={furtherAddresses(contact).join('\n')} />
      </Field>
      <Checkbox
        name="authorised"
        defaultChecked={contact.authorised}
        label={m.console_contacts_may_ask()}
        hint={m.console_contacts_may_ask_hint()}
      />
    </FormDialog>
  );
}

/** III: besides the one to which letters go, which is always among them. */
export const furtherAddresses = (contact: Contact): readonly string[] =>
  contact.addresses.filter((address) => address !== contact.email);

const roleIn = (filled: Filled): Contact['role'] =>
  filled.text('role') === 'customer_administrator' ? 'customer_administrator' : 'customer';

function RoleSelect({ chosen }: { chosen: Contact['role'] }) {
  return (
    <Field name="role" label={m.console_contacts_role()} hint={m.console_contacts_role_hint()}>
      <Select name="role" defaultValue={chosen}>
        <option value="customer">{m.console_contacts_requester()}</option>
        <option value="customer_administrator">{m.console_contacts_administrator()}</option>
      </Select>
    </Field>
  );
}
