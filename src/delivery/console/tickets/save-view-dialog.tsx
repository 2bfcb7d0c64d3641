import * as m from '../../ui/words/generated/messages.js';
import { Checkbox, Field, TextInput } from '../parts/field.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import { say } from '../parts/toast.tsx';
import { type QueueFilter, savedViewsQuery } from '../server/queries.ts';
import { useWrite } from '../server/use-write.ts';
import { useSession } from '../session/session.tsx';
import { viewOfFilter } from './saved-view-filter.ts';

/** What the queue shows now, under a name. */
export function SaveViewDialog({ filter, onClose }: { filter: QueueFilter; onClose: () => void }) {
  const { rights } = useSession();
  const save = useWrite('saveView', {
    touches: [savedViewsQuery().queryKey],
    onDone: () => {
      onClose();
      say(m.console_saved_view_saved());
    },
  });
  return (
    <FormDialog
      title={m.console_saved_view_save()}
      description={m.console_saved_view_hint()}
      act={m.console_save()}
      busy={save.pending}
      error={save.error}
      onClose={onClose}
      onSend={(filled) =>
        save.send({
          body: {
            name: filled.text('name'),
            shared: filled.checked('shared'),
            ...viewOfFilter(filter),
          },
        })
      }
    >
      <Field name="name" label={m.console_field_name()}>
        <TextInput name="name" required maxLength={40} autoFocus />
      </Field>
      {rights.supervision && (
        <Checkbox
          name="shared"
          label={m.console_macros_share()}
          hint={m.console_saved_view_share_hint()}
        />
      )}
    </FormDialog>
  );
}
