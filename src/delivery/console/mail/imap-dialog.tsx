import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import * as m from '../../ui/words/generated/messages.js';
import { type Api, type CallInput, type CallOutput, ProblemAnswer } from '../../web/contract.ts';
import { Button } from '../parts/button.tsx';
import { ChoiceSelect } from '../parts/choice-select.tsx';
import { Dialog, DialogBody } from '../parts/dialog.tsx';
import { Checkbox, Field, TextInput } from '../parts/field.tsx';
import { type Filled, FormDialog } from '../parts/form-dialog.tsx';
import { ProblemNote, Waiting } from '../parts/notice.tsx';
import { say } from '../parts/toast.tsx';
import { imapSourceQuery } from '../server/queries.ts';
import { useWrite } from '../server/use-write.ts';

type Source = CallOutput<Api['getImapSource']>;
type Security = Source['security'];
type SignIn = Source['signIn'];
type Mailbox = CallOutput<Api['listMailboxes']>['items'][number];

const usualPort: Readonly<Record<Security, number>> = { tls: 993, starttls: 143, none: 143 };
const securities = {
  tls: m.mailboxes_imap_security_tls,
  starttls: m.mailboxes_imap_security_starttls,
  none: m.mailboxes_imap_security_none,
} as const satisfies Readonly<Record<Security, () => string>>;
const signIns = {
  password: m.mailboxes_imap_sign_in_password,
  microsoft: m.mailboxes_imap_sign_in_microsoft,
  google: m.mailboxes_imap_sign_in_google,
} as const satisfies Readonly<Record<SignIn, () => string>>;
const hosts: Readonly<Record<SignIn, string>> = {
  password: '',
  microsoft: 'outlook.office365.com',
  google: 'imap.gmail.com',
};

/** III: where the mail of a mailbox is fetched. What is stored is loaded first; a password is never among it. */
export function ImapDialog({ mailbox, onClose }: { mailbox: Mailbox; onClose: () => void }) {
  const stored = useQuery(imapSourceQuery(mailbox.id));
  const none = stored.error instanceof ProblemAnswer && stored.error.problem.status === 404;
  if (stored.data !== undefined || none) {
    return <ImapForm mailbox={mailbox} stored={stored.data ?? null} onClose={onClose} />;
  }
  return (
    <Dialog open onClose={onClose} title={title(mailbox)} size="medium">
      <DialogBody>
        {stored.isError ? (
          <ProblemNote error={stored.error} onRetry={() => void stored.refetch()} />
        ) : (
          <Waiting />
        )}
      </DialogBody>
    </Dialog>
  );
}

const title = ({ address }: Mailbox): string => m.mailboxes_imap_title({ address });

function ImapForm({
  mailbox,
  stored,
  onClose,
}: {
  mailbox: Mailbox;
  stored: Source | null;
  onClose: () => void;
}) {
  const [security, setSecurity] = useState<Security>(stored?.security ?? 'tls');
  const [signIn, setSignIn] = useState<SignIn>(stored?.signIn ?? 'password');
  const touches = [['mailboxes'], ['imap-source', mailbox.id]];
  const params = { mailboxId: mailbox.id };
  const set = useWrite('setImapSource', {
    touches,
    onDone: () => {
      onClose();
      say(m.console_saved());
    },
  });
  const remove = useWrite('removeImapSource', {
    touches,
    onDone: () => {
      onClose();
      say(m.mailboxes_imap_removed());
    },
  });
  return (
    <FormDialog
      title={title(mailbox)}
      description={m.mailboxes_imap_detail()}
      act={m.console_save()}
      size="medium"
      busy={set.pending || remove.pending}
      error={set.error ?? remove.error}
      onClose={onClose}
      onSend={(filled) => set.send({ params, body: bodyOf(filled, security, signIn) })}
    >
      <div className="grid grid-cols-1 gap-3 tablet:grid-cols-2">
        <Field name="signIn" label={m.mailboxes_imap_sign_in()}>
          <ChoiceSelect name="signIn" words={signIns} value={signIn} onValue={setSignIn} />
        </Field>
        <Field name="security" label={m.mailboxes_imap_security()}>
          <ChoiceSelect name="security" words={securities} value={security} onValue={setSecurity} />
        </Field>
      </div>
      <div className="grid grid-cols-[minmax(0,1fr)_6.5rem] gap-3">
        <Field name="host" label={m.mailboxes_imap_host()}>
          <TextInput
            key={signIn}
            name="host"
            required
            maxLength={253}
            autoComplete="off"
            spellCheck={false}
            defaultValue={stored?.signIn === signIn ? stored.host : hosts[signIn]}
          />
        </Field>
        <Field name="port" label={m.mailboxes_imap_port()}>
          <TextInput
            key={security}
            name="port"
            type="number"
            required
            min={1}
            max={65_535}
            defaultValue={stored?.security === security ? stored.port : usualPort[security]}
          />
        </Field>
      </div>
      <div className="grid grid-cols-1 gap-3 tablet:grid-cols-2">
        <Field name="user" label={m.mailboxes_imap_user()}>
          <TextInput
            name="user"
            required
            maxLength={200}
            autoComplete="off"
            spellCheck={false}
            defaultValue={stored?.user ?? mailbox.address}
          />
        </Field>
        <SecretField
          name="secret"
          label={signIn === 'password' ? m.mailboxes_imap_password() : m.mailboxes_imap_token()}
          stored={stored?.signIn === signIn}
        />
      </div>
      {signIn !== 'password' && (
        <div className="grid grid-cols-1 gap-3 tablet:grid-cols-2">
          <Field name="oauthClientId" label={m.mailboxes_imap_client_id()}>
            <TextInput
              name="oauthClientId"
              required
              maxLength={200}
              autoComplete="off"
              spellCheck={false}
              defaultValue={stored?.oauthClientId ?? ''}
            />
          </Field>
          <SecretField
            name="clientSecret"
            label={m.mailboxes_imap_client_secret()}
            stored={stored?.hasClientSecret ?? false}
            optional
          />
          {signIn === 'microsoft' && (
            <Field name="oauthTenant" label={m.mailboxes_imap_tenant()} optional>
              <TextInput
                name="oauthTenant"
                maxLength={200}
                autoComplete="off"
                spellCheck={false}
                defaultValue={stored?.oauthTenant ?? ''}
              />
            </Field>
          )}
        </div>
      )}
      <div className="grid grid-cols-1 gap-3 tablet:grid-cols-2">
        <Field name="folder" label={m.mailboxes_imap_folder()}>
          <TextInput
            name="folder"
            required
            maxLength={200}
            defaultValue={stored?.folder ?? 'INBOX'}
          />
        </Field>
        <Field
          name="doneFolder"
          label={m.mailboxes_imap_done_folder()}
          hint={m.mailboxes_imap_done_folder_hint()}
          optional
        >
          <TextInput name="doneFolder" maxLength={200} defaultValue={stored?.doneFolder ?? ''} />
        </Field>
      </div>
      <Checkbox
        name="takeExisting"
        label={m.mailboxes_imap_existing()}
        hint={m.mailboxes_imap_existing_hint()}
        defaultChecked={stored !== null && stored.since === null}
      />
      {stored !== null && (
        <p>
          <Button look="danger" onClick={() => remove.send({ params })}>
            {m.mailboxes_imap_remove()}
          </Button>
        </p>
      )}
    </FormDialog>
  );
}

/** A secret is written and never shown: what is stored stays when nothing is written. */
function SecretField({
  name,
  label,
  stored,
  optional = false,
}: {
  name: string;
  label: string;
  stored: boolean;
  optional?: boolean;
}) {
  return (
    <Field
      name={name}
      label={label}
      hint={stored ? m.mailboxes_imap_secret_kept() : m.mailboxes_imap_secret_sealed()}
      optional={optional}
    >
      <TextInput
        name={name}
        type="password"
        autoComplete="new-password"
        required={!stored && !optional}
        maxLength={8192}
      />
    </Field>
  );
}

function bodyOf(
  filled: Filled,
  security: Security,
  signIn: SignIn,
): CallInput<Api['setImapSource']>['body'] {
  const secret = filled.given('secret');
  const clientSecret = filled.given('clientSecret');
  return {
    host: filled.text('host'),
    port: Number(filled.text('port')),
    security,
    user: filled.text('user'),
    signIn,
    ...(secret === undefined ? {} : { secret }),
    oauthTenant: filled.text('oauthTenant'),
    oauthClientId: filled.text('oauthClientId'),
    ...(clientSecret === undefined ? {} : { clientSecret }),
    folder: filled.text('folder'),
    doneFolder: filled.given('doneFolder') ?? null,
    takeExisting: filled.checked('takeExisting'),
  };
}
