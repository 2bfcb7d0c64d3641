import * as m from '../../ui/words/generated/messages.js';
import { Field, TextInput } from '../parts/field.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import { LanguageSelect, TimeZoneInput } from '../parts/locale-fields.tsx';
import { say } from '../parts/toast.tsx';
import { useWrite } from '../server/use-write.ts';
import { useSession } from '../session/session.tsx';

export function NewOrganizationDialog({
  onClose,
  onAdded,
}: {
  onClose: () => void;
  onAdded: (organizationId: number) => void;
}) {
  const { me } = useSession();
  const create = useWrite('createOrganization', {
    touches: [['organizations']],
    onDone: ({ id, name }) => {
      onClose();
      say(m.console_customers_added({ name }));
      onAdded(id);
    },
  });
  return (
    <FormDialog
      title={m.console_customers_new()}
      description={m.console_customers_new_detail()}
      act={m.console_add()}
      busy={create.pending}
      error={create.error}
      onClose={onClose}
      onSend={(filled) => {
        const taxId = filled.given('taxId');
        const reference = filled.given('reference');
        const endsOn = filled.given('endsOn');
        create.send({
          body: {
            name: filled.text('name'),
            ...(taxId === undefined ? {} : { taxId }),
            language: filled.text('language') === 'en' ? 'en' : 'es',
            timeZone: filled.text('timeZone'),
            ...(reference === undefined
              ? {}
              : {
                  contract: {
                    reference,
                    startsOn: filled.text('startsOn'),
                    ...(endsOn === undefined ? {} : { endsOn }),
                  },
                }),
          },
        });
      }}
    >
      <Field name="name" label={m.console_field_name()}>
        <TextInput name="name" required maxLength={200} autoFocus />
      </Field>
      <Field name="taxId" label={m.console_field_tax_id()} optional>
        <TextInput name="taxId" maxLength={50} />
      </Field>
      <div className="grid grid-cols-2 gap-3">
        <LanguageSelect defaultValue={me.language} />
        <TimeZoneInput defaultValue={me.timeZone} />
      </div>
      <ContractFields />
    </FormDialog>
  );
}

/** A reference and its days; without an end it goes on. */
export function ContractFields({ required = false }: { required?: boolean }) {
  return (
    <>
      <Field
        name="reference"
        label={m.console_contract_reference()}
        optional={!required}
        hint={required ? undefined : m.console_contract_hint()}
      >
        <TextInput name="reference" required={required} maxLength={200} />
      </Field>
      <div className="grid grid-cols-2 gap-3">
        <Field name="startsOn" label={m.console_contract_starts()}>
          <TextInput name="startsOn" type="date" required={required} defaultValue={today()} />
        </Field>
        <Field name="endsOn" label={m.console_contract_ends()} optional>
          <TextInput name="endsOn" type="date" />
        </Field>
      </div>
    </>
  );
}

/** Today where the browser is: only a proposal. */
const today = (): string => new Intl.DateTimeFormat('sv-SE').format();
