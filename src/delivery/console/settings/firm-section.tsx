import { useQuery } from '@tanstack/react-query';
import * as m from '../../ui/words/generated/messages.js';
import { Button } from '../parts/button.tsx';
import { Field, FieldErrors, TextInput } from '../parts/field.tsx';
import { filledIn } from '../parts/form-dialog.tsx';
import { LanguageSelect, TimeZoneInput } from '../parts/locale-fields.tsx';
import { ProblemNote, Waiting } from '../parts/notice.tsx';
import { Sheet } from '../parts/screen.tsx';
import { say } from '../parts/toast.tsx';
import { problemWords } from '../server/problem-words.ts';
import { firmQuery } from '../server/queries.ts';
import { useWrite } from '../server/use-write.ts';
import { useSession } from '../session/session.tsx';
import { FactorRulesSheet } from './factor-rules-sheet.tsx';
import { MailRulesSheet } from './mail-rules-sheet.tsx';

/** The firm that gives the support, what it does with mail that nothing proves, and who must have a second factor. */
export function FirmSection() {
  const { rights } = useSession();
  return (
    <div className="flex max-w-xl flex-col gap-5">
      <FirmSheet />
      <MailRulesSheet />
      {rights.administrator && <FactorRulesSheet />}
    </div>
  );
}

/** Its name stands on every letter. */
function FirmSheet() {
  const { rights } = useSession();
  const firm = useQuery(firmQuery());
  const update = useWrite('updateFirm', {
    touches: [['firm']],
    onDone: () => say(m.console_saved()),
  });
  if (firm.data === undefined) {
    return firm.isError ? (
      <ProblemNote error={firm.error} onRetry={() => void firm.refetch()} />
    ) : (
      <Waiting />
    );
  }
  return (
    <Sheet className="p-5">
      <FieldErrors value={update.error === null ? new Map() : problemWords(update.error).fields}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            const filled = filledIn(event.currentTarget);
            update.send({
              body: {
                name: filled.text('name'),
                language: filled.text('language') === 'en' ? 'en' : 'es',
                timeZone: filled.text('timeZone'),
              },
            });
          }}
        >
          <fieldset disabled={!rights.administrator} className="flex flex-col gap-4">
            <Field name="name" label={m.console_field_name()} hint={m.console_firm_name_hint()}>
              <TextInput name="name" required maxLength={200} defaultValue={firm.data.name} />
            </Field>
            <div className="grid gap-3 tablet:grid-cols-2">
              <LanguageSelect defaultValue={firm.data.language} />
              <TimeZoneInput defaultValue={firm.data.timeZone} />
            </div>
            <p className="text-xs text-soft">{m.console_firm_hint()}</p>
            <ProblemNote error={update.error} />
            {rights.administrator ? (
              <Button type="submit" look="primary" busy={update.pending} className="self-start">
                {m.console_save()}
              </Button>
            ) : (
              <p className="text-soft">{m.console_only_administrators()}</p>
            )}
          </fieldset>
        </form>
      </FieldErrors>
    </Sheet>
  );
}
