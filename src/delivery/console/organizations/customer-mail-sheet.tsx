import * as m from '../../ui/words/generated/messages.js';
import type { Organization } from '../../web/contract.ts';
import { Sheet } from '../parts/screen.tsx';
import { SupervisedForm } from '../parts/supervised-form.tsx';
import { say } from '../parts/toast.tsx';
import { UnverifiedMailSelect, unverifiedMailOf } from '../parts/unverified-mail-select.tsx';
import { useWrite } from '../server/use-write.ts';

/** II: whether this customer's mail must be proved, or the firm's own rule is good enough for it. */
export function CustomerMailSheet({ organization }: { organization: Organization }) {
  const update = useWrite('setUnverifiedMail', {
    touches: [['organization', organization.id]],
    onDone: () => say(m.console_saved()),
  });
  return (
    <Sheet title={m.console_mail_rules_title()}>
      <SupervisedForm
        pending={update.pending}
        error={update.error}
        onSend={(filled) =>
          update.send({
            params: { organizationId: organization.id },
            body: { unverifiedMail: unverifiedMailOf(filled) },
          })
        }
      >
        <UnverifiedMailSelect
          value={organization.unverifiedMail}
          ofCustomer
          hint={m.console_unverified_customer_hint()}
        />
      </SupervisedForm>
    </Sheet>
  );
}
