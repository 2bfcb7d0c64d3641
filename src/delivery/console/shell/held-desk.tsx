import { useState } from 'react';
import { iconTriangleAlert } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import { Button } from '../parts/button.tsx';
import { ChoiceSelect } from '../parts/choice-select.tsx';
import { Field } from '../parts/field.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import { Icon } from '../parts/icon.tsx';
import { Moment } from '../parts/moment.tsx';
import { say } from '../parts/toast.tsx';
import { useWrite } from '../server/use-write.ts';
import { useSession } from '../session/session.tsx';

interface Hold {
  readonly backupTakenAt: string;
  readonly queuedMails: number;
}

/** A desk that was restored from a backup: what it does not do, and for an administrator the way to let it go. */
export function HeldDesk({ hold }: { hold: Hold }) {
  const { rights } = useSession();
  const [asking, setAsking] = useState(false);
  return (
    <section
      aria-label={m.console_restored_title()}
      className="flex flex-wrap items-center justify-center gap-x-4 gap-y-1 bg-turn-tint px-4 py-2 text-s text-on-turn-tint"
    >
      <p className="flex items-start gap-2">
        <Icon of={iconTriangleAlert} size={14} className="mt-0.5 shrink-0" />
        <span>
          <strong className="font-strong">{m.console_restored_title()}</strong>{' '}
          <Moment at={hold.backupTakenAt} as="full" />. {m.console_restored_detail()}
          {!rights.administrator && ` ${m.console_restored_ask()}`}
        </span>
      </p>
      {rights.administrator && (
        <Button onClick={() => setAsking(true)}>{m.console_restored_release()}</Button>
      )}
      {asking && <ReleaseDialog hold={hold} onClose={() => setAsking(false)} />}
    </section>
  );
}

type Mail = 'send' | 'keep';

function ReleaseDialog({ hold, onClose }: { hold: Hold; onClose: () => void }) {
  const [mail, setMail] = useState<Mail>('send');
  const release = useWrite('releaseRestoredDesk', {
    touches: [['restored-hold'], ['outgoing-mail'], ['mailboxes']],
    onDone: () => say(m.console_restored_released()),
  });
  return (
    <FormDialog
      title={m.console_restored_release_title()}
      description={m.console_restored_release_detail()}
      act={m.console_restored_release_act()}
      busy={release.pending}
      error={release.error}
      onClose={onClose}
      onSend={() => release.send({ body: { keepMail: mail === 'keep' } })}
    >
      {hold.queuedMails > 0 && (
        <Field
          label={m.console_restored_mail({ count: hold.queuedMails })}
          hint={m.console_restored_mail_hint()}
        >
          <ChoiceSelect<Mail>
            words={{ send: m.console_restored_mail_send, keep: m.console_restored_mail_keep }}
            value={mail}
            onValue={setMail}
          />
        </Field>
      )}
    </FormDialog>
  );
}
