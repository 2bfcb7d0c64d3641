import { useQuery } from '@tanstack/react-query';
import * as m from '../../ui/words/generated/messages.js';
import { Field, TextInput } from '../parts/field.tsx';
import { ProblemNote, Waiting } from '../parts/notice.tsx';
import { Sheet } from '../parts/screen.tsx';
import { SupervisedForm } from '../parts/supervised-form.tsx';
import { say } from '../parts/toast.tsx';
import { UnverifiedMailSelect, unverifiedMailOf } from '../parts/unverified-mail-select.tsx';
import { mailRulesQuery } from '../server/queries.ts';
import { useWrite } from '../server/use-write.ts';

/** II: what the desk does with mail of an authorised address when nothing proves who wrote it. */
export function MailRulesSheet() {
  const rules = useQuery(mailRulesQuery());
  const update = useWrite('updateMailRules', {
    touches: [['mail-rules']],
    onDone: () => say(m.console_saved()),
  });
  if (rules.data === undefined) {
    return rules.isError ? (
      <ProblemNote error={rules.error} onRetry={() => void rules.refetch()} />
    ) : (
      <Waiting />
    );
  }
  return (
    <Sheet title={m.console_mail_rules_title()}>
      <SupervisedForm
        pending={update.pending}
        error={update.error}
        onSend={(filled) => {
          const unverifiedMail = unverifiedMailOf(filled);
          const replyAddressDays = Number(filled.text('replyAddressDays'));
          if (unverifiedMail !== null) update.send({ body: { unverifiedMail, replyAddressDays } });
        }}
      >
        <UnverifiedMailSelect
          value={rules.data.unverifiedMail}
          hint={m.console_mail_rules_hint()}
        />
        <Field
          name="replyAddressDays"
          label={m.console_reply_address_days()}
          hint={m.console_reply_address_days_hint()}
        >
          <TextInput
            name="replyAddressDays"
            type="number"
            inputMode="numeric"
            required
            min={1}
            max={365}
            step={1}
            defaultValue={rules.data.replyAddressDays}
          />
        </Field>
      </SupervisedForm>
    </Sheet>
  );
}
