import * as m from '../../ui/words/generated/messages.js';
import type { Organization } from '../../web/contract.ts';
import { Button } from '../parts/button.tsx';
import { filledIn } from '../parts/form-dialog.tsx';
import { ProblemNote } from '../parts/notice.tsx';
import { Sheet } from '../parts/screen.tsx';
import { say } from '../parts/toast.tsx';
import { UnverifiedMailSelect, unverifiedMailOf } from '../parts/unverified-mail-select.tsx';
import { useWrite } from '../server/use-write.ts';
import { useSession } from '../session/session.tsx';

/** II: whether this customer's mail must be proved, or the firm's own rule is good enough for it. */
export function CustomerMailSheet({ organization }: { organization: Organization }) {
  const { rights } = useSession();
  const update = useWrite('setUnverifiedMail', {
    touches: [['organization', organization.id]],
    onDone: () => say(m.console_saved()),
  });
  return (
    <Sheet title={m.console_mail_rules_title()}>
      <form
        className="p-4"
        onSubmit={(event) => {
          event.preventDefault();
          update.send({
            params: { organizationId: organization.id },
            body: { unverifiedMail: unverifiedMailOf(filledIn(event.currentTarget)) },
          });
        }}
      >
        <fieldset disabled={!rights.supervision} className="flex flex-col items-start gap-3">
          <UnverifiedMailSelect
            value={organization.unverifiedMail}
            ofCustomer
            hint={m.console_unverified_customer_hint()}
          />
          <ProblemNote error={update.error} />
          {rights.supervision ? (
            <Button type="submit" busy={update.pending}>
              {m.console_save()}
            </Button>
          ) : (
            <p className="text-soft">{m.console_only_supervision()}</p>
          )}
        </fieldset>
      </form>
    </Sheet>
  );
}
