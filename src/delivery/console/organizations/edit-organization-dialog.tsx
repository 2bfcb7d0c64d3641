import * as m from '../../ui/words/generated/messages.js';
import type { Organization } from '../../web/contract.ts';
import { Field, TextInput } from '../parts/field.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import { LanguageSelect, TimeZoneInput } from '../parts/locale-fields.tsx';
import { say } from '../parts/toast.tsx';
import { useWrite } from '../server/use-write.ts';

export function EditOrganizationDialog({
  organization,
  onClose,
}: {
  organization: Organization;
  onClose: () => void;
}) {
  const update = useWrite('updateOrganization', {
    touches: [['organization', organization.id], ['organizations']],
    onDone: () => {
      onClose();
      say(m.console_saved());
    },
  });
  return (
    <FormDialog
      title={m.console_customer_edit()}
      act={m.console_save()}
      busy={update.pending}
      error={update.error}
      onClose={onClose}
      onSend={(filled) =>
        update.send({
          params: { organizationId: organization.id },
          body: {
            name: filled.text('name'),
            taxId: filled.text('taxId'),
            language: filled.text('language') === 'en' ? 'en' : 'es',
            timeZone: filled.text('timeZone'),
          },
        })
      }
    >
      <Field name="name" label={m.console_field_name()}>
        <TextInput name="name" required maxLength={200} defaultValue={organization.name} />
      </Field>
      <Field name="taxId" label={m.console_field_tax_id()} optional>
        <TextInput name="taxId" maxLength={50} defaultValue={organization.taxId ?? ''} />
      </Field>
      <div className="grid grid-cols-2 gap-3">
        <LanguageSelect defaultValue={organization.language} />
        <TimeZoneInput defaultValue={organization.timeZone} />
      </div>
    </FormDialog>
  );
}
