import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { formatBytes } from '../../ui/format.ts';
import { iconMailWarning, iconSearch, iconShieldCheck, iconTrash } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Api, CallOutput } from '../../web/contract.ts';
import { Button, buttonClass } from '../parts/button.tsx';
import { Dialog, DialogActions, DialogBody } from '../parts/dialog.tsx';
import { Fetching, MoreButton } from '../parts/fetched.tsx';
import { TextInput } from '../parts/field.tsx';
import { Icon } from '../parts/icon.tsx';
import { Moment } from '../parts/moment.tsx';
import { Empty, Notice, ProblemNote, Waiting } from '../parts/notice.tsx';
import { SafeFrame } from '../parts/safe-frame.tsx';
import { Fact, Facts } from '../parts/section.tsx';
import { Cell, Row, Table } from '../parts/table.tsx';
import { say } from '../parts/toast.tsx';
import { useSettled } from '../parts/use-settled.ts';
import { quarantinedQuery, quarantineQuery } from '../server/queries.ts';
import { useWrite } from '../server/use-write.ts';
import { useSession } from '../session/session.tsx';
import { ReleaseForm } from './release-form.tsx';
import { TrustMark } from './trust-mark.tsx';

type Quarantined = CallOutput<Api['getQuarantined']>;

/** Mail that could not become part of a request by itself: nothing is lost, a person decides. */
export function QuarantineSection() {
  const { mailId } = useSearch({ strict: false });
  const navigate = useNavigate();
  const { reader } = useSession();
  const [written, setWritten] = useState('');
  const words = useSettled(written.trim());
  const [picked, setPicked] = useState<ReadonlySet<number>>(new Set());
  const found = useInfiniteQuery(quarantineQuery(words));
  const mails = found.data?.pages.flatMap((page) => page.items) ?? [];
  const open = (id: number | null) =>
    void navigate({ to: '.', search: id === null ? {} : { mailId: id } });
  const pick = (ids: readonly number[], on: boolean) => {
    const next = new Set(picked);
    for (const id of ids) {
      if (on) next.add(id);
      else next.delete(id);
    }
    setPicked(next);
  };
  const shown = mails.map(({ id }) => id);
  const chosen = shown.filter((id) => picked.has(id));
  const discard = useWrite('discardQuarantinedMails', {
    touches: [['quarantine'], ['ticket-counts']],
    onDone: ({ discarded }) => {
      setPicked(new Set());
      say(m.console_quarantine_discarded_many({ count: discarded }));
    },
  });
  return (
    <>
      {(mails.length > 0 || words !== '') && (
        <div className="mb-3 flex flex-wrap items-center gap-3">
          <TextInput
            type="search"
            className="max-w-80"
            aria-label={m.console_quarantine_search()}
            placeholder={m.console_quarantine_search()}
            value={written}
            onChange={({ target }) => setWritten(target.value)}
          />
          {mails.length > 0 && (
            <label className="flex min-h-6 items-center gap-2">
              <input
                type="checkbox"
                className="size-4 accent-brand"
                checked={chosen.length === shown.length}
                onChange={({ target }) => pick(shown, target.checked)}
              />
              {m.console_quarantine_pick_all()}
            </label>
          )}
          {chosen.length > 0 && (
            <Button
              look="danger"
              icon={iconTrash}
              busy={discard.pending}
              onClick={() => discard.send({ body: { mailIds: chosen.slice(0, 200) } })}
            >
              {m.console_quarantine_discard_picked({ count: Math.min(chosen.length, 200) })}
            </Button>
          )}
        </div>
      )}
      <ProblemNote error={discard.error} />
      <Fetching of={found} />
      {found.data !== undefined && mails.length === 0 && words !== '' && (
        <Empty icon={iconSearch} title={m.console_quarantine_no_match()} />
      )}
      {found.data !== undefined && mails.length === 0 && words === '' && (
        <Empty icon={iconShieldCheck} title={m.console_quarantine_empty()}>
          {m.console_quarantine_empty_detail()}
        </Empty>
      )}
      {mails.length > 0 && (
        <Table
          label={m.console_mail_quarantine()}
          columns={[
            { words: m.console_quarantine_pick(), acts: true },
            { words: m.console_quarantine_sender() },
            { words: m.console_quarantine_why() },
            { words: m.console_mail_created(), right: true, wide: true },
          ]}
        >
          {mails.map((mail) => (
            <Row key={mail.id}>
              <Cell>
                <input
                  type="checkbox"
                  className="size-4 accent-brand"
                  aria-label={m.console_quarantine_pick_one({
                    subject: mail.subject ?? m.console_quarantine_no_subject(),
                  })}
                  checked={picked.has(mail.id)}
                  onChange={({ target }) => pick([mail.id], target.checked)}
                />
              </Cell>
              <Cell className="min-w-36">
                <button
                  type="button"
                  onClick={() => open(mail.id)}
                  className="min-h-6 text-left font-medium hover:underline"
                >
                  {mail.subject ?? m.console_quarantine_no_subject()}
                </button>
                <span className="block text-xs wrap-anywhere text-soft">
                  {[mail.fromName, mail.fromAddress].filter(Boolean).join(' · ')}
                  {' · '}
                  {formatBytes(mail.byteSize, reader.language)}
                  {mail.copies > 1 && ` · ${m.console_quarantine_copies({ count: mail.copies })}`}
                </span>
              </Cell>
              <Cell className="min-w-36 max-w-96 wrap-anywhere">
                {mail.trust !== null && (
                  <span className="mb-0.5 block text-xs">
                    <TrustMark trust={mail.trust} />
                  </span>
                )}
                {mail.words}
              </Cell>
              <Cell right wide className="whitespace-nowrap text-soft">
                <Moment at={mail.receivedAt} as="ago" />
              </Cell>
            </Row>
          ))}
        </Table>
      )}
      <MoreButton of={found} />
      {mailId !== undefined && <QuarantinedDialog mailId={mailId} onClose={() => open(null)} />}
    </>
  );
}

function QuarantinedDialog({ mailId, onClose }: { mailId: number; onClose: () => void }) {
  const mail = useQuery(quarantinedQuery(mailId));
  return (
    <Dialog
      open
      onClose={onClose}
      size="large"
      title={mail.data?.subject ?? m.console_quarantine_no_subject()}
      {...(mail.data === undefined ? {} : { description: mail.data.words })}
    >
      {mail.isError && (
        <DialogBody>
          <ProblemNote error={mail.error} onRetry={() => void mail.refetch()} />
        </DialogBody>
      )}
      {mail.data === undefined && !mail.isError && <Waiting />}
      {mail.data !== undefined && <QuarantinedMail mail={mail.data} onClose={onClose} />}
    </Dialog>
  );
}

function QuarantinedMail({ mail, onClose }: { mail: Quarantined; onClose: () => void }) {
  const { reader } = useSession();
  const navigate = useNavigate();
  const form = useId();
  const [asFormatted, setAsFormatted] = useState(false);
  const touches = [['quarantine'], ['tickets'], ['ticket-counts']];
  const release = useWrite('releaseQuarantined', {
    touches,
    onDone: ({ ticketNumber }) => {
      onClose();
      say(m.console_quarantine_released({ number: String(ticketNumber) }), {
        action: {
          words: m.console_key_open(),
          run: () =>
            void navigate({
              to: '/tickets/$number',
              params: { number: ticketNumber },
              search: {},
            }),
        },
      });
    },
  });
  const discard = useWrite('discardQuarantined', {
    touches,
    onDone: () => {
      onClose();
      say(m.console_quarantine_discarded());
    },
  });
  const params = { mailId: mail.id };
  return (
    <>
      <DialogBody>
        <Facts>
          <Fact name={m.console_mail_from()}>
            <span className="break-all">
              {[mail.fromName, mail.fromAddress].filter(Boolean).join(' · ')}
            </span>
          </Fact>
          {mail.mailbox !== null && <Fact name={m.console_mail_to()}>{mail.mailbox}</Fact>}
          <Fact name={m.console_ticket_received()}>
            <Moment at={mail.receivedAt} as="full" />
          </Fact>
          {mail.trust !== null && (
            <Fact name={m.console_quarantine_checks()}>
              <TrustMark trust={mail.trust} />
              <ul className="mt-1 text-xs text-soft">
                {mail.checks.map((check) => (
                  <li key={check.name} className="break-words">
                    <span className="font-medium">{check.name}</span> {check.words}
                  </li>
                ))}
              </ul>
            </Fact>
          )}
          {mail.attachments.length > 0 && (
            <Fact name={m.console_quarantine_files()}>
              {mail.attachments
                .map((file) => `${file.name} (${formatBytes(file.byteSize, reader.language)})`)
                .join(', ')}
            </Fact>
          )}
        </Facts>
        {asFormatted && mail.htmlUrl !== null ? (
          <SafeFrame url={mail.htmlUrl} title={mail.subject ?? m.console_quarantine_no_subject()} />
        ) : (
          <div className="pane max-h-72 rounded-s border border-line bg-page p-3 leading-text break-words whitespace-pre-wrap">
            {mail.text}
          </div>
        )}
        <div className="-mt-2 flex flex-wrap gap-2">
          {mail.htmlUrl !== null && (
            <Button look="quiet" onClick={() => setAsFormatted(!asFormatted)}>
              {asFormatted ? m.console_message_as_text() : m.console_message_as_formatted()}
            </Button>
          )}
          <a href={mail.rawUrl} download className={buttonClass('quiet')}>
            {m.console_quarantine_raw()}
          </a>
        </div>
        {mail.handledBy === null ? (
          <ReleaseForm id={form} mail={mail} onRelease={(body) => release.send({ params, body })} />
        ) : (
          <Notice tone="note">{m.console_quarantine_handled({ name: mail.handledBy.name })}</Notice>
        )}
        <ProblemNote error={release.error ?? discard.error} />
      </DialogBody>
      {mail.handledBy === null && (
        <DialogActions>
          <Button
            look="danger"
            icon={iconTrash}
            busy={discard.pending}
            onClick={() => discard.send({ params })}
            className="mr-auto"
          >
            {m.console_quarantine_discard()}
          </Button>
          <button
            type="submit"
            form={form}
            disabled={release.pending}
            className={buttonClass('primary')}
          >
            <Icon of={iconMailWarning} />
            {m.console_quarantine_release()}
          </button>
        </DialogActions>
      )}
    </>
  );
}
