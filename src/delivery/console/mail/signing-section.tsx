import { useQuery } from '@tanstack/react-query';
import { formatDay } from '../../ui/format.ts';
import { iconCircleCheck, iconCopy, iconLock, iconMail } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Api, CallOutput } from '../../web/contract.ts';
import { Button, IconButton } from '../parts/button.tsx';
import { Fetching } from '../parts/fetched.tsx';
import { Icon } from '../parts/icon.tsx';
import { Empty, ProblemNote } from '../parts/notice.tsx';
import { say } from '../parts/toast.tsx';
import { dkimKeysQuery } from '../server/queries.ts';
import { useWrite } from '../server/use-write.ts';
import { useSession } from '../session/session.tsx';

type Key = CallOutput<Api['listDkimKeys']>['items'][number];

const touches = [['dkim-keys']];

/** RFC 6376: with which key the mail of each domain is signed, and what is to be published for it. */
export function SigningSection() {
  const found = useQuery(dkimKeysQuery());
  return (
    <>
      <p className="mb-4 max-w-3xl text-soft">{m.console_dkim_intro()}</p>
      <Fetching of={found} />
      {found.data?.domains.length === 0 && (
        <Empty icon={iconMail} title={m.console_dkim_empty()}>
          {m.console_mailboxes_empty_detail()}
        </Empty>
      )}
      <ul className="flex max-w-3xl flex-col gap-4">
        {found.data?.domains.map((domain) => (
          <Domain
            key={domain}
            domain={domain}
            keys={found.data.items.filter((key) => key.domain === domain)}
          />
        ))}
      </ul>
    </>
  );
}

function Domain({ domain, keys }: { domain: string; keys: readonly Key[] }) {
  const { reader } = useSession();
  const active = keys.find(({ activeSince }) => activeSince !== null);
  const waiting = keys.find(({ activeSince }) => activeSince === null);
  const create = useWrite('createDkimKey', { touches });
  const retire = useWrite('retireDkimKey', { touches });
  return (
    <li className="rounded-m border border-line bg-surface p-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h2 className="font-strong break-all">{domain}</h2>
        <p
          className={
            active?.activeSince == null ? 'text-turn' : 'inline-flex items-center gap-1.5 text-good'
          }
        >
          {active?.activeSince == null ? (
            m.console_dkim_unsigned()
          ) : (
            <>
              <Icon of={iconCircleCheck} size={14} />
              {m.console_dkim_active({ since: formatDay(active.activeSince, reader) })}
            </>
          )}
        </p>
        <span className="ml-auto flex flex-wrap gap-2">
          {waiting === undefined && (
            <Button
              look={active === undefined ? 'primary' : 'secondary'}
              icon={iconLock}
              busy={create.pending}
              onClick={() => create.send({ body: { domain } })}
            >
              {active === undefined ? m.console_dkim_create() : m.console_dkim_replace()}
            </Button>
          )}
          {active !== undefined && (
            <Button
              look="quiet"
              busy={retire.pending}
              onClick={() => retire.send({ params: { dkimKeyId: active.id } })}
            >
              {m.console_dkim_retire()}
            </Button>
          )}
        </span>
      </div>
      <ProblemNote error={create.error ?? retire.error} />
      {waiting !== undefined && <Record waiting={waiting} replaces={active !== undefined} />}
    </li>
  );
}

/** The record to publish, and the check that it is there: only then is anything signed with it. */
function Record({ waiting, replaces }: { waiting: Key; replaces: boolean }) {
  const { domain, recordName, recordText } = waiting;
  const params = { dkimKeyId: waiting.id };
  const activate = useWrite('activateDkimKey', {
    touches,
    onDone: () => say(m.console_dkim_done({ domain })),
  });
  const discard = useWrite('retireDkimKey', { touches });
  return (
    <div className="mt-4 flex flex-col gap-3 border-t border-line pt-4">
      <p>
        <span className="font-medium text-turn">{m.console_dkim_waiting()}.</span>{' '}
        {m.console_dkim_publish({ domain })}{' '}
        {replaces && <span className="text-soft">{m.console_dkim_replace_detail()}</span>}
      </p>
      <Copied
        name={m.console_dkim_record_name()}
        copy={m.console_dkim_copy_name()}
        text={recordName}
      />
      <Copied
        name={m.console_dkim_record_text()}
        copy={m.console_dkim_copy_text()}
        text={recordText}
      />
      <ProblemNote error={activate.error ?? discard.error} />
      <div className="flex flex-wrap gap-2">
        <Button
          look="primary"
          icon={iconCircleCheck}
          busy={activate.pending}
          onClick={() => activate.send({ params })}
        >
          {m.console_dkim_check()}
        </Button>
        <Button look="quiet" busy={discard.pending} onClick={() => discard.send({ params })}>
          {m.console_dkim_discard()}
        </Button>
      </div>
    </div>
  );
}

function Copied({ name, copy, text }: { name: string; copy: string; text: string }) {
  return (
    <div>
      <p className="mb-1 text-xs text-soft">{name}</p>
      <div className="flex items-start gap-2">
        <code className="min-w-0 grow rounded-s border border-edge bg-page px-2.5 py-1.5 font-mono text-xs break-all select-all">
          {text}
        </code>
        <IconButton
          icon={iconCopy}
          name={copy}
          onClick={() =>
            void navigator.clipboard.writeText(text).then(() => say(m.console_copied()))
          }
        />
      </div>
    </div>
  );
}
