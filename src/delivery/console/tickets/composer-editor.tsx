import { useQuery } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState } from 'react';
import {
  iconChevronDown,
  iconCircleCheck,
  iconCircleQuestionMark,
  iconCloudOff,
  iconLock,
  iconPaperclip,
  iconSend,
} from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Contact, PendingReply, Ticket } from '../../web/contract.ts';
import { Button, IconButton } from '../parts/button.tsx';
import { cx } from '../parts/class-names.ts';
import { Icon } from '../parts/icon.tsx';
import { Moment } from '../parts/moment.tsx';
import { Notice, ProblemNote } from '../parts/notice.tsx';
import { say } from '../parts/toast.tsx';
import { isStatus } from '../server/problem-words.ts';
import { agreementVersionQuery } from '../server/queries.ts';
import { useSession } from '../session/session.tsx';
import { AttachmentList } from './attachment-list.tsx';
import type { DraftMode } from './draft-store.ts';
import { MacroButton } from './macro-button.tsx';
import { newestFromOthers } from './newest-message.ts';
import { type ResolutionForm, resolutionForms, resolutionWords } from './resolution-words.ts';
import { SetAsideDrafts } from './set-aside-drafts.tsx';
import { useDraft } from './use-draft.ts';
import { useMentions } from './use-mentions.tsx';
import { forgetStroke, noteStroke } from './use-my-whereabouts.ts';
import { useTicketWrite } from './use-ticket-write.ts';
import { discardUploaded, filesOf, useUploads } from './use-uploads.ts';

interface EditorProps {
  readonly ticket: Ticket;
  readonly mode: DraftMode;
  readonly requester: Contact | undefined;
  readonly onClose: () => void;
  /** It waits, and can be taken back for so long. */
  readonly onQueued: (reply: PendingReply, undoSeconds: number) => void;
}

export function ComposerEditor({ ticket, mode, requester, onClose, onQueued }: EditorProps) {
  const { number } = ticket;
  const draft = useDraft(ticket, mode);
  const area = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const form = draft.form ?? 'solution';
  const [over, setOver] = useState(false);
  const { uploads, add, uploading } = useUploads((file) =>
    draft.setAttachments((all) => [...all, file]),
  );
  const done = (words: string) => () => {
    draft.forget();
    onClose();
    say(words);
  };
  const writes = {
    reply: useTicketWrite('addMessage', number, done(m.console_sent_reply())),
    note: useTicketWrite('addMessage', number, done(m.console_sent_note())),
    ask: useTicketWrite('askForInformation', number, done(m.console_sent_ask())),
    resolve: useTicketWrite('resolveTicket', number, done(m.console_sent_resolve())),
  };
  const { me } = useSession();
  const undoSeconds = me.undoSeconds ?? 0;
  const queue = useTicketWrite('queueReply', number, (reply) => {
    draft.forget();
    onClose();
    onQueued(reply, undoSeconds);
  });
  const waits = mode !== 'note' && undoSeconds > 0;
  const { pending, error } = waits ? queue : writes[mode];

  const newer = newestFromOthers(ticket.messages, me.personId);
  const stale =
    mode !== 'note' && newer !== undefined && newer.id > (draft.seenMessageId ?? 0) ? newer : null;
  const mentions = useMentions({
    on: mode === 'note',
    area,
    text: draft.text,
    onText: draft.setText,
  });
  const ready = draft.text.trim() !== '' && !uploading && !pending && !mentions.unknown;
  const send = (knowing = false) => {
    if (!ready || (stale !== null && !knowing)) return;
    const params = { number };
    const text = draft.text.trim();
    const attachmentIds = draft.attachments.map((file) => file.id);
    const newestSeen = knowing ? newer?.id : draft.seenMessageId;
    const seen = {
      endsDraft: true,
      ...(newestSeen == null ? {} : { lastSeenMessageId: newestSeen }),
    };
    if (waits) {
      const acts = { reply: 'reply', ask: 'ask-information', resolve: 'resolve' } as const;
      const ofForm = mode === 'resolve' ? { form } : {};
      queue.send({ params, body: { act: acts[mode], text, ...ofForm, attachmentIds, ...seen } });
    } else if (mode === 'reply') {
      writes.reply.send({ params, body: { text, visibility: 'public', attachmentIds, ...seen } });
    } else if (mode === 'note') {
      writes.note.send({
        params,
        body: {
          text,
          visibility: 'internal',
          attachmentIds,
          mentions: [...mentions.mentioned],
          endsDraft: true,
        },
      });
    } else if (mode === 'ask') {
      writes.ask.send({ params, body: { text, attachmentIds, ...seen } });
    } else {
      writes.resolve.send({ params, body: { form, text, attachmentIds, ...seen } });
    }
  };
  useEffect(() => {
    const element = area.current;
    element?.focus();
    element?.setSelectionRange(element.value.length, element.value.length);
    return forgetStroke;
  }, []);

  const internal = mode === 'note';
  return (
    <form
      className={cx(
        'px-3 pt-2 pb-3 desk:px-5',
        over && 'outline-2 -outline-offset-4 outline-brand outline-dashed',
      )}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false);
        const files = filesOf(event.dataTransfer);
        if (files.length === 0) return;
        event.preventDefault();
        add(files);
      }}
    >
      <Recipients ticket={ticket} mode={mode} requester={requester} />
      {mode === 'ask' && <Attempts ticket={ticket} />}
      {mode === 'resolve' && <ResolutionForms ticket={ticket} form={form} onForm={draft.setForm} />}
      <SetAsideDrafts drafts={draft.setAside} onTakeIn={draft.takeIn} onDrop={draft.drop} />
      {stale !== null && (
        <Notice
          tone="turn"
          live="assertive"
          className="mb-2"
          title={
            <>
              {m.console_stale_title({ name: stale.person?.name ?? ticket.requester.name })}{' '}
              <Moment at={stale.createdAt} as="ago" />
            </>
          }
        >
          <p className="mt-1 line-clamp-4 whitespace-pre-line">{stale.text}</p>
          <div className="mt-2 flex flex-wrap gap-2">
            <Button onClick={draft.seeNewest}>{m.console_stale_go_on()}</Button>
            <Button look="quiet" disabled={!ready} onClick={() => send(true)}>
              {m.console_stale_send()}
            </Button>
          </div>
        </Notice>
      )}
      <label className="sr-only" htmlFor={`write-${mode}`}>
        {internal ? m.console_compose_note() : m.console_compose_public()}
      </label>
      <textarea
        id={`write-${mode}`}
        ref={area}
        value={draft.text}
        readOnly={pending}
        rows={4}
        placeholder={placeholders[mode]()}
        onChange={({ target }) => {
          draft.setText(target.value);
          noteStroke(mode);
        }}
        onSelect={mentions.look}
        {...mentions.field}
        onPaste={(event) => {
          const files = filesOf(event.clipboardData);
          if (files.length === 0) return;
          event.preventDefault();
          add(files);
        }}
        onKeyDown={(event) => {
          if (mentions.take(event)) return;
          if (event.key === 'Escape') onClose();
          if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) {
            event.preventDefault();
            send();
          }
        }}
        className="field-sizing-content max-h-72 min-h-24 w-full resize-none rounded-s bg-transparent py-1 text-m leading-text text-ink outline-none placeholder:text-soft"
      />
      {mentions.list}
      <AttachmentList
        attachments={draft.attachments}
        uploads={uploads}
        onRemove={(id) => {
          draft.setAttachments((all) => all.filter((file) => file.id !== id));
          discardUploaded(id);
        }}
      />
      {/* The desk's objection to a stale reply is the notice above, with the message itself. */}
      {!(stale !== null && isStatus(error, 409)) && <ProblemNote error={error} className="mb-2" />}
      {draft.kept === 'here' && (
        <p role="status" className="mb-1.5 flex items-center gap-1.5 text-xs">
          <Icon of={iconCloudOff} size={13} />
          {m.console_compose_saved_here()}
        </p>
      )}
      <div className="flex items-center gap-2">
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          aria-label={m.console_compose_attach()}
          onChange={({ target }) => {
            add([...(target.files ?? [])]);
            target.value = '';
          }}
        />
        <IconButton
          icon={iconPaperclip}
          name={m.console_compose_attach()}
          onClick={() => picker.current?.click()}
        />
        <MacroButton
          ticket={ticket}
          mode={mode}
          requester={requester}
          area={area}
          text={draft.text}
          onText={draft.setText}
        />
        <span className="min-w-0 truncate text-xs">
          {uploading
            ? m.console_compose_uploading()
            : draft.kept === 'desk' &&
              draft.text !== '' && (
                <span className="max-tablet:sr-only">{m.console_compose_saved()}</span>
              )}
        </span>
        <span className="ml-auto" />
        <IconButton
          icon={iconChevronDown}
          name={m.console_compose_fold()}
          keys="Escape"
          onClick={onClose}
        />
        <Button
          type="submit"
          look={internal ? 'internal' : 'primary'}
          icon={sendIcons[mode]}
          keys="mod+Enter"
          busy={pending}
          disabled={!ready || stale !== null}
          className={cx(internal && 'border-2 font-strong')}
        >
          {sendWords[mode]()}
        </Button>
      </div>
    </form>
  );
}

const placeholders: Readonly<Record<DraftMode, () => string>> = {
  reply: m.console_placeholder_reply,
  note: m.console_placeholder_note,
  ask: m.console_placeholder_ask,
  resolve: m.console_placeholder_resolve,
};
const sendWords: Readonly<Record<DraftMode, () => string>> = {
  reply: m.console_send_reply,
  note: m.console_send_note,
  ask: m.console_send_ask,
  resolve: m.console_send_resolve,
};
const sendIcons = {
  reply: iconSend,
  note: iconLock,
  ask: iconCircleQuestionMark,
  resolve: iconCircleCheck,
};

/** Always in sight: who will read this. */
function Recipients({ ticket, mode, requester }: Omit<EditorProps, 'onClose' | 'onQueued'>) {
  if (mode === 'note') {
    return (
      <p className="mb-1 flex items-center gap-1.5 font-strong">
        <Icon of={iconLock} size={14} />
        {m.console_recipients_internal()}
      </p>
    );
  }
  return (
    <p className="mb-1 text-soft">
      {m.console_recipients_to()}{' '}
      <span className="font-medium text-ink">{ticket.requester.name}</span>
      {requester !== undefined && <span> · {requester.email}</span>}
      {requester?.disabled && (
        <span className="font-medium text-bad"> · {m.console_recipients_disabled()}</span>
      )}
      <span> · {m.console_recipients_how()}</span>
    </p>
  );
}

/** VIII.b: how often it was asked already; two unanswered ones allow closing. */
function Attempts({ ticket }: { ticket: Ticket }) {
  const attempts = ticket.informationRequest?.attempts ?? [];
  return (
    <p className="mb-1 rounded-s bg-turn-tint px-2.5 py-1.5 text-xs text-on-turn-tint">
      {attempts.length === 0
        ? m.console_ask_first()
        : m.console_ask_next({
            attempt: String(attempts.length + 1),
            made: String(attempts.length),
          })}
    </p>
  );
}

/** VIII.a: the form that the resolution takes. */
function ResolutionForms({
  ticket,
  form,
  onForm,
}: {
  ticket: Ticket;
  form: ResolutionForm;
  onForm: (form: ResolutionForm) => void;
}) {
  const name = useId();
  const agreement = useQuery(agreementVersionQuery(ticket.agreementVersion));
  return (
    <fieldset className="mb-1.5">
      <legend className="sr-only">{m.console_form_legend()}</legend>
      <div className="flex flex-wrap gap-x-4 gap-y-1">
        {resolutionForms.map((each) => (
          <label key={each} className="flex items-center gap-1.5 pointer-coarse:py-2">
            <input
              type="radio"
              name={name}
              checked={form === each}
              onChange={() => onForm(each)}
              className="size-4 accent-brand"
            />
            {resolutionWords[each]()}
          </label>
        ))}
      </div>
      {agreement.data !== undefined && (
        <p className="mt-1 text-xs text-soft">
          {m.console_resolve_hint({ days: String(agreement.data.closing.automaticCloseDays) })}
        </p>
      )}
    </fieldset>
  );
}
