import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { iconCopy, iconKeyRound, iconPlus, iconTrash } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Api, CallOutput } from '../../web/contract.ts';
import { Button, IconButton } from '../parts/button.tsx';
import { Dialog, DialogActions, DialogBody } from '../parts/dialog.tsx';
import { Fetching } from '../parts/fetched.tsx';
import { Checkbox, Field, Select, TextInput } from '../parts/field.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import { Moment } from '../parts/moment.tsx';
import { Empty, Notice } from '../parts/notice.tsx';
import { Cell, Row, Table } from '../parts/table.tsx';
import { say } from '../parts/toast.tsx';
import { agentsQuery, apiKeysQuery } from '../server/queries.ts';
import { useWrite } from '../server/use-write.ts';
import { useSession } from '../session/session.tsx';

type ApiKey = CallOutput<Api['listApiKeys']>['items'][number];

/** Keys of other programs: each acts as one person and never more. */
export function ApiKeysSection() {
  const keys = useQuery(apiKeysQuery());
  const [creating, setCreating] = useState(false);
  const [made, setMade] = useState<string | null>(null);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const add = (
    <Button look="primary" icon={iconPlus} onClick={() => setCreating(true)}>
      {m.console_keys_new()}
    </Button>
  );
  return (
    <>
      {keys.data?.items.length !== 0 && <div className="mb-3 flex justify-end">{add}</div>}
      <Fetching of={keys} />
      {keys.data?.items.length === 0 && (
        <Empty icon={iconKeyRound} title={m.console_keys_empty()} action={add}>
          {m.console_keys_empty_detail()}
        </Empty>
      )}
      {keys.data !== undefined && keys.data.items.length > 0 && (
        <Table
          label={m.console_people_api_keys()}
          columns={[
            { words: m.console_field_name() },
            { words: m.console_keys_person(), wide: true },
            { words: m.console_keys_scopes() },
            { words: m.console_keys_used(), wide: true },
            { words: m.console_keys_expires(), wide: true },
            { words: m.console_keys_revoke(), acts: true },
          ]}
        >
          {keys.data.items.map((key) => (
            <Row key={key.id}>
              <Cell>
                <span className="font-medium">{key.name}</span>
                <span className="block font-mono text-xs text-soft">{key.start}…</span>
              </Cell>
              <Cell wide>{key.person.name}</Cell>
              <Cell>
                {key.scopes.includes('write') ? m.console_keys_write() : m.console_keys_read()}
              </Cell>
              <Cell wide>
                {key.lastUsedAt === null ? (
                  <span className="text-soft">{m.console_keys_never()}</span>
                ) : (
                  <Moment at={key.lastUsedAt} as="ago" />
                )}
              </Cell>
              <Cell wide>
                {key.expiresAt === null ? (
                  m.console_contract_open_end()
                ) : (
                  <Moment at={key.expiresAt} as="day" />
                )}
              </Cell>
              <Cell right>
                <IconButton
                  icon={iconTrash}
                  name={m.console_keys_revoke_named({ name: key.name })}
                  onClick={() => setRevoking(key)}
                />
              </Cell>
            </Row>
          ))}
        </Table>
      )}
      {creating && (
        <CreateKeyDialog
          onClose={() => setCreating(false)}
          onMade={(key) => {
            setCreating(false);
            setMade(key);
          }}
        />
      )}
      {made !== null && <MadeKeyDialog apiKey={made} onClose={() => setMade(null)} />}
      {revoking !== null && <RevokeDialog apiKey={revoking} onClose={() => setRevoking(null)} />}
    </>
  );
}

function CreateKeyDialog({
  onClose,
  onMade,
}: {
  onClose: () => void;
  onMade: (key: string) => void;
}) {
  const { me } = useSession();
  const agents = useQuery(agentsQuery());
  const create = useWrite('createApiKey', {
    touches: [['api-keys']],
    onDone: ({ key }) => onMade(key),
  });
  return (
    <FormDialog
      title={m.console_keys_new()}
      description={m.console_keys_new_detail()}
      act={m.console_keys_create()}
      busy={create.pending}
      error={create.error}
      onClose={onClose}
      onSend={(filled) => {
        const expires = filled.given('expiresAt');
        create.send({
          body: {
            name: filled.text('name'),
            personId: Number(filled.text('personId')),
            scopes: filled.checked('write') ? ['read', 'write'] : ['read'],
            ...(expires === undefined
              ? {}
              : { expiresAt: new Date(`${expires}T23:59:59`).toISOString() }),
          },
        });
      }}
    >
      <Field name="name" label={m.console_field_name()} hint={m.console_keys_name_hint()}>
        <TextInput name="name" required maxLength={200} autoFocus />
      </Field>
      <Field name="personId" label={m.console_keys_person()} hint={m.console_keys_person_hint()}>
        <Select name="personId" defaultValue={me.personId}>
          {(agents.data?.items ?? [{ personId: me.personId, name: me.name, disabled: false }])
            .filter((agent) => !agent.disabled)
            .map((agent) => (
              <option key={agent.personId} value={agent.personId}>
                {agent.name}
              </option>
            ))}
        </Select>
      </Field>
      <Checkbox
        name="write"
        label={m.console_keys_may_write()}
        hint={m.console_keys_may_write_hint()}
      />
      <Field name="expiresAt" label={m.console_keys_expires()} optional>
        <TextInput name="expiresAt" type="date" />
      </Field>
    </FormDialog>
  );
}

/** The key itself: shown here and never again. */
function MadeKeyDialog({ apiKey, onClose }: { apiKey: string; onClose: () => void }) {
  return (
    <Dialog open onClose={onClose} title={m.console_keys_made()}>
      <DialogBody>
        <Notice tone="turn">{m.console_keys_made_detail()}</Notice>
        <p className="rounded-s border border-edge bg-page px-3 py-2 font-mono break-all select-all">
          {apiKey}
        </p>
      </DialogBody>
      <DialogActions>
        <Button
          icon={iconCopy}
          onClick={() =>
            void navigator.clipboard.writeText(apiKey).then(() => say(m.console_copied()))
          }
        >
          {m.console_copy()}
        </Button>
        <Button look="primary" onClick={onClose}>
          {m.console_keys_kept()}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function RevokeDialog({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const revoke = useWrite('revokeApiKey', {
    touches: [['api-keys']],
    onDone: () => {
      onClose();
      say(m.console_keys_revoked());
    },
  });
  return (
    <FormDialog
      title={m.console_keys_revoke_named({ name: apiKey.name })}
      description={m.console_keys_revoke_detail()}
      act={m.console_keys_revoke()}
      look="danger"
      busy={revoke.pending}
      error={revoke.error}
      onClose={onClose}
      onSend={() => revoke.send({ params: { apiKeyId: apiKey.id } })}
    >
      <p className="text-soft">
        {apiKey.person.name} · <span className="font-mono">{apiKey.start}…</span>
      </p>
    </FormDialog>
  );
}
