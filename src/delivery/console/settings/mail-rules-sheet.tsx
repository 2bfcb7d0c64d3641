import { useQuery } from '@tanstack/react-query';
import * as m from '../../ui/words/generated/messages.js';
import { Button } from '../parts/button.tsx';
import { Field, TextInput } from '../parts/field.tsx';
import { filledIn } from '../parts/form-dialog.tsx';
import { ProblemNote, Waiting } from '../parts/notice.tsx';
import { Sheet } from '../parts/screen.tsx';
import { say } from '../parts/toast.tsx';
import { UnverifiedMailSelect, unverifiedMailOf } from '../parts/unverified-mail-select.tsx';
import { mailRulesQuery } from '../server/queries.ts';
import { useWrite } from '../server/use-write.ts';
import { useSession } from '../session/session.tsx';

/** II: what the desk does with mail of an authorised address when nothing proves who wrote it. */
export function MailRulesSheet() {
  const { rights } = useSession();
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
      <form
        className="p-5"
        onSubmit={(event) => {
          event.preventDefault();
          const filled = filledIn(event.currentTarget);
          const unverifiedMail = unverifiedMailOf(filled);
          const replyAddressDays = Number(filled.text('replyAddressDays'));
          if (unverifiedMail !== null) update.send({ body: { unverifiedMail, replyAddressDays } });
        }}
      >
        <fieldset disabled={!rights.supervision} className="flex flex-col gap-4">
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
          <ProblemNote error={update.error} />
          {rights.supervision ? (
            <Button type="submit" look="primary" busy={update.pending} className="self-start">
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
