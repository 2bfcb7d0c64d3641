import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { formatBytes } from '../../ui/format.ts';
import { iconInbox, iconMailCheck, iconRefreshCw } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Api, CallOutput } from '../../web/contract.ts';
import { Button } from '../parts/button.tsx';
import { cx } from '../parts/class-names.ts';
import {
  deliveryIcons,
  deliveryStateWords,
  deliveryTone,
  deliveryWords,
  mayResend,
} from '../parts/delivery-words.ts';
import { Dialog, DialogActions, DialogBody } from '../parts/dialog.tsx';
import { Fetching, MoreButton } from '../parts/fetched.tsx';
import { Icon } from '../parts/icon.tsx';
import { Moment } from '../parts/moment.tsx';
import { Empty, Notice, ProblemNote, Waiting } from '../parts/notice.tsx';
import { purposeWords } from '../parts/purpose-words.ts';
import { SafeFrame } from '../parts/safe-frame.tsx';
import { Fact, Facts } from '../parts/section.tsx';
import { Cell, Row, Table } from '../parts/table.tsx';
import { say } from '../parts/toast.tsx';
import { type MailState, oneOutgoingMailQuery, outgoingMailQuery } from '../server/queries.ts';
import { useWrite } from '../server/use-write.ts';
import { useSession } from '../session/session.tsx';

type Mail = CallOutput<Api['listOutgoingMail']>['items'][number];

const states = [
  'queued',
  'deferred',
  'bounced',
  'failed',
  'local',
  'sent',
] as const satisfies readonly MailState[];

export function OutgoingSection() {
  const search = useSearch({ strict: false });
  const navigate = useNavigate();
  const state = states.find((each) => each === search.state);
  const found = useInfiniteQuery(outgoingMailQuery(state));
  const mails = found.data?.pages.flatMap((page) => page.items) ?? [];
  const open = (mailId: number | null) =>
    void navigate({
      to: '.',
      search: {
        ...(state === undefined ? {} : { state }),
        ...(mailId === null ? {} : { mailId }),
      },
    });
  return (
    <>
      {found.data?.pages[0]?.relayConfigured === false && (
        <Notice tone="turn" icon={iconInbox} title={m.console_mail_local_title()} className="mb-4">
          {m.console_mail_local_detail()}
        </Notice>
      )}
      <label className="mb-3 flex items-center justify-end gap-2 text-soft">
        {m.console_mail_state()}
        <select
          value={state ?? ''}
          onChange={({ target }) =>
            void navigate({ to: '.', search: target.value === '' ? {} : { state: target.value } })
          }
          className="h-[1.875rem] rounded-s border border-edge bg-surface px-2 text-ink pointer-coarse:h-11"
        >
          <option value="">{m.console_view_all()}</option>
          {states.map((each) => (
            <option key={each} value={each}>
              {deliveryWords[each]()}
            </option>
          ))}
        </select>
      </label>
      <Fetching of={found} />
      {found.data !== undefined && mails.length === 0 && (
        <Empty icon={iconMailCheck} title={m.console_mail_outgoing_empty()}>
          {m.console_mail_outgoing_empty_detail()}
        </Empty>
      )}
      {mails.length > 0 && (
        <Table
          label={m.console_mail_outgoing()}
          columns={[
            { words: m.console_mail_subject() },
            { words: m.console_mail_to(), wide: true },
            { words: m.console_queue_column_status() },
            { words: m.console_mail_created(), right: true },
          ]}
        >
          {mails.map((mail) => (
            <MailRow key={mail.id} mail={mail} onOpen={() => open(mail.id)} />
          ))}
        </Table>
      )}
      <MoreButton of={found} />
      {search.mailId !== undefined && (
        <MailDialog mailId={search.mailId} onClose={() => open(null)} />
      )}
    </>
  );
}

function MailRow({ mail, onOpen }: { mail: Mail; onOpen: () => void }) {
  return (
    <Row>
      <Cell>
        <button
          type="button"
          onClick={onOpen}
          className="min-h-6 text-left font-medium hover:underline"
        >
          {mail.subject}
        </button>
        <span className="block text-xs text-soft">
          {purposeWords(mail.purpose)}
          {mail.ticketNumber !== null && (
            <>
              {' · '}
              <Link
                to="/tickets/$number"
                params={{ number: mail.ticketNumber }}
                search={{}}
                className="hover:underline"
              >
                #{mail.ticketNumber}
              </Link>
            </>
          )}
          <span className="tablet:hidden"> · {mail.toAddress}</span>
        </span>
      </Cell>
      <Cell wide className="break-all">
        {mail.toAddress}
      </Cell>
      <Cell className={deliveryTone[mail.state]}>
        <span className="inline-flex items-center gap-1.5">
          <Icon of={deliveryIcons[mail.state]} size={14} />
          {deliveryStateWords(mail)}
        </span>
        {mail.lastReply !== null && mail.state !== 'sent' && (
          <span className="block max-w-80 truncate font-mono text-xs" title={mail.lastReply}>
            {mail.lastReply}
          </span>
        )}
      </Cell>
      <Cell right className="whitespace-nowrap text-soft">
        <Moment at={mail.createdAt} as="ago" />
      </Cell>
    </Row>
  );
}

/** One mail as its reader gets it, and what the other server said. */
function MailDialog({ mailId, onClose }: { mailId: number; onClose: () => void }) {
  const { reader, rights } = useSession();
  const [asText, setAsText] = useState(false);
  const mail = useQuery(oneOutgoingMailQuery(mailId));
  const resend = useWrite('resendOutgoingMail', {
    touches: [['outgoing-mail'], ['ticket-counts'], ['ticket']],
    onDone: () => {
      onClose();
      say(m.console_delivery_resending({ address: mail.data?.toAddress ?? '' }));
    },
  });
  const { data } = mail;
  return (
    <Dialog open onClose={onClose} size="large" title={data?.subject ?? m.console_loading()}>
      <DialogBody>
        <ProblemNote error={mail.error} onRetry={() => void mail.refetch()} />
        {data === undefined && !mail.isError && <Waiting />}
        {data !== undefined && (
          <>
            <Facts>
              <Fact name={m.console_mail_from()}>{data.fromAddress}</Fact>
              <Fact name={m.console_mail_to()}>{data.toAddress}</Fact>
              {data.replyTo !== null && (
                <Fact name={m.console_mail_reply_to()}>
                  <span className="break-all">{data.replyTo}</span>
                </Fact>
              )}
              <Fact name={m.console_queue_column_status()}>
                <span className={cx('inline-flex items-center gap-1.5', deliveryTone[data.state])}>
                  <Icon of={deliveryIcons[data.state]} size={14} />
                  {deliveryStateWords(data)}
                </span>
                {data.sentAt !== null && (
                  <>
                    {' · '}
                    <Moment at={data.sentAt} as="full" />
                  </>
                )}
                {data.lastReply !== null && (
                  <span className="block font-mono text-xs break-all">{data.lastReply}</span>
                )}
              </Fact>
              {data.letterVersion !== null && (
                <Fact name={m.letters_made_by()}>
                  {m.letters_made_by_version({ version: String(data.letterVersion) })}
                </Fact>
              )}
              <Fact name={m.console_mail_message_id()}>
                <span className="font-mono text-xs break-all">{data.messageId}</span>
              </Fact>
              {data.files.length > 0 && (
                <Fact name={m.console_quarantine_files()}>
                  {data.files.map((file) => (
                    <a
                      key={file.url}
                      className="block text-brand hover:underline"
                      href={file.url}
                      target="_blank"
                      rel="noreferrer"
                    >
                      {file.name} ({formatBytes(file.byteSize, reader.language)})
                    </a>
                  ))}
                </Fact>
              )}
            </Facts>
            {data.bodyText === '' && data.htmlUrl === null ? (
              <Notice tone="note">{m.console_mail_secret()}</Notice>
            ) : data.htmlUrl !== null && !asText ? (
              <SafeFrame url={data.htmlUrl} title={data.subject} />
            ) : (
              <pre className="rounded-s border border-line bg-page p-3 font-sans leading-text whitespace-pre-wrap">
                {data.bodyText}
              </pre>
            )}
            {data.htmlUrl !== null && data.bodyText !== '' && (
              <Button look="quiet" onClick={() => setAsText(!asText)} className="self-start">
                {asText ? m.console_message_as_formatted() : m.console_message_as_text()}
              </Button>
            )}
            <ProblemNote error={resend.error} />
          </>
        )}
      </DialogBody>
      {rights.desk && data !== undefined && mayResend(data.state) && (
        <DialogActions>
          <Button
            look="primary"
            icon={iconRefreshCw}
            busy={resend.pending}
            onClick={() => resend.send({ params: { mailId } })}
          >
            {m.console_delivery_resend()}
          </Button>
        </DialogActions>
      )}
    </Dialog>
  );
}
