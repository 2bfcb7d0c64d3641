import { Link } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { formatBytes } from '../../ui/format.ts';
import type { Icon as IconShapes } from '../../ui/icons.gen.ts';
import {
  iconChevronDown,
  iconChevronRight,
  iconDownload,
  iconLock,
  iconMail,
  iconMessageSquareText,
  iconPaperclip,
  iconPhone,
  iconSparkles,
  iconSplit,
  iconUsersRound,
} from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Attachment, Message, Ticket } from '../../web/contract.ts';
import { Avatar } from '../parts/avatar.tsx';
import { Button } from '../parts/button.tsx';
import { cx } from '../parts/class-names.ts';
import { Icon } from '../parts/icon.tsx';
import { channelWords } from '../parts/marks.tsx';
import { Moment } from '../parts/moment.tsx';
import { purposeWords } from '../parts/purpose-words.ts';
import { SafeFrame } from '../parts/safe-frame.tsx';
import { useSession } from '../session/session.tsx';
import { Deliveries } from './deliveries.tsx';
import { MailNotes } from './mail-notes.tsx';
import { WrittenText } from './written-text.tsx';

/**
 * One message. Where it stands, its colour, its word and its icon all say who reads it: the customer at the left, our
 * replies set in, internal notes across the whole width in a colour of their own.
 */
export function MessageView({
  message,
  ticket,
  onSplit,
}: {
  message: Message;
  ticket: Ticket;
  onSplit?: ((message: Message) => void) | undefined;
}) {
  if (message.visibility === 'internal') return <InternalNote message={message} />;
  if (message.automatic) return <AutomaticMessage message={message} ticket={ticket} />;
  return message.author === 'customer' ? (
    <CustomerMessage message={message} ticket={ticket} onSplit={onSplit} />
  ) : (
    <Reply message={message} ticket={ticket} />
  );
}

function CustomerMessage({
  message,
  ticket,
  onSplit,
}: {
  message: Message;
  ticket: Ticket;
  onSplit: ((message: Message) => void) | undefined;
}) {
  return (
    <li className="mr-4 ml-4 max-w-3xl rounded-m border border-line bg-surface px-4 py-3 tablet:mr-14 desk:ml-6">
      <MessageHead
        message={message}
        name={message.person?.name ?? ticket.requester.name}
        role={m.console_message_customer()}
      />
      <Body message={message} />
      <SplitOff message={message} onSplit={onSplit} />
    </li>
  );
}

/** T2: another need in it becomes a request of its own; once it has, that is said here. */
function SplitOff({
  message,
  onSplit,
}: {
  message: Message;
  onSplit: ((message: Message) => void) | undefined;
}) {
  const number = message.splitIntoNumber;
  if (number !== null) {
    return (
      <p className="mt-2 text-xs">
        <Link
          to="/tickets/$number"
          params={{ number }}
          search={{}}
          className="text-brand hover:underline"
        >
          {m.console_split_out({ number: String(number) })}
        </Link>
      </p>
    );
  }
  if (onSplit === undefined) return null;
  return (
    <Button
      look="quiet"
      icon={iconSplit}
      onClick={() => onSplit(message)}
      className="mt-1 -ml-2.5 h-6 text-xs text-soft"
    >
      {m.console_key_split()}
    </Button>
  );
}

function Reply({ message, ticket }: { message: Message; ticket: Ticket }) {
  return (
    <li className="mr-4 ml-4 max-w-3xl rounded-m bg-brand-tint px-4 py-3 tablet:ml-14 tablet:self-end desk:mr-6">
      <MessageHead
        message={message}
        name={message.person?.name ?? m.common_product_name()}
        role={m.console_message_agent()}
      />
      <Body message={message} />
      <Deliveries message={message} number={ticket.number} />
    </li>
  );
}

function InternalNote({ message }: { message: Message }) {
  return (
    <li className="border-y border-l-4 border-internal-line bg-internal-tint px-3 py-3 text-on-internal-tint desk:px-5">
      <p className="mb-1.5 flex items-center gap-1.5 text-xs font-strong">
        <Icon of={iconLock} size={13} />
        {m.console_message_internal()}
      </p>
      <MessageHead message={message} name={message.person?.name ?? m.common_product_name()} />
      <Body message={message} />
    </li>
  );
}

/** What the desk sent by itself: one line, and its text for who asks. */
function AutomaticMessage({ message, ticket }: { message: Message; ticket: Ticket }) {
  const [open, setOpen] = useState(false);
  const body = useId();
  return (
    <li className="mx-4 text-soft desk:mx-6">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={body}
        onClick={() => setOpen(!open)}
        className="flex w-full items-center gap-2 rounded-s py-1 text-left text-xs hover:text-ink"
      >
        <Icon of={open ? iconChevronDown : iconChevronRight} size={14} />
        <Icon of={iconSparkles} size={14} />
        <span className="min-w-0 grow truncate">
          {m.console_message_automatic()} ·{' '}
          {message.template === null ? firstLine(message.text) : purposeWords(message.template)}
        </span>
        <Moment at={message.createdAt} as="time" />
      </button>
      <div id={body} hidden={!open} className="ml-6 border-l-2 border-line pl-3 text-ink">
        {open && <Body message={message} />}
      </div>
      <div className="ml-6">
        <Deliveries message={message} number={ticket.number} />
      </div>
    </li>
  );
}

const channelIcons: Readonly<Record<Message['channel'], IconShapes>> = {
  portal: iconMessageSquareText,
  email: iconMail,
  phone: iconPhone,
  visit: iconUsersRound,
  api: iconMessageSquareText,
};

function MessageHead({ message, name, role }: { message: Message; name: string; role?: string }) {
  return (
    <div className="mb-1.5 flex items-center gap-2">
      <Avatar name={name} size="s" />
      <span className="min-w-0 truncate font-strong">{name}</span>
      {role !== undefined && <span className="text-xs whitespace-nowrap">{role}</span>}
      <span className="ml-auto flex shrink-0 items-center gap-1.5 text-xs">
        <Icon of={channelIcons[message.channel]} size={13} />
        <span className="sr-only">{channelWords[message.channel]()}</span>
        <Moment at={message.createdAt} as="time" />
      </span>
    </div>
  );
}

function Body({ message }: { message: Message }) {
  // Pictures stand in it: the text alone would not be the message.
  const [asFormatted, setAsFormatted] = useState(message.mail?.formattedFirst === true);
  const [isWhole, setIsWhole] = useState(false);
  const { text, fullText, htmlUrl, fullHtmlUrl, rawUrl, mail, attachments } = message;
  const frameUrl = (isWhole ? fullHtmlUrl : null) ?? htmlUrl;
  const isFramed = asFormatted && frameUrl !== null;
  const hasMore = (isFramed ? fullHtmlUrl : fullText) !== null;
  return (
    <>
      {mail !== null && <MailNotes mail={mail} />}
      {isFramed ? (
        <SafeFrame key={frameUrl} url={frameUrl} title={m.console_message_formatted()} />
      ) : (
        <WrittenText text={isWhole ? (fullText ?? text) : text} />
      )}
      {(hasMore || htmlUrl !== null || rawUrl !== null) && (
        <p className="mt-1 flex flex-wrap gap-x-3 text-xs">
          {hasMore && (
            <Fold pressed={isWhole} onPress={() => setIsWhole(!isWhole)}>
              {isWhole ? m.console_message_hide_quoted() : m.console_message_show_quoted()}
            </Fold>
          )}
          {htmlUrl !== null && (
            <Fold pressed={asFormatted} onPress={() => setAsFormatted(!asFormatted)}>
              {asFormatted ? m.console_message_as_text() : m.console_message_as_formatted()}
            </Fold>
          )}
          {rawUrl !== null && (
            <a href={rawUrl} download className={foldClass}>
              {m.console_message_raw()}
            </a>
          )}
        </p>
      )}
      <Attachments attachments={attachments.filter(({ inline }) => !isFramed || !inline)} />
    </>
  );
}

const foldClass =
  'inline-flex min-h-6 items-center underline decoration-current/40 underline-offset-2 hover:decoration-current';

function Fold({
  pressed,
  onPress,
  children,
}: {
  pressed: boolean;
  onPress: () => void;
  children: string;
}) {
  return (
    <button type="button" aria-expanded={pressed} onClick={onPress} className={foldClass}>
      {children}
    </button>
  );
}

export function Attachments({ attachments }: { attachments: readonly Attachment[] }) {
  const { reader } = useSession();
  if (attachments.length === 0) return null;
  const images = attachments.filter((file) => shownAsImage.has(file.mediaType));
  const others = attachments.filter((file) => !shownAsImage.has(file.mediaType));
  return (
    <div className="mt-2.5 flex flex-col gap-2">
      {images.length > 0 && (
        <ul className="flex flex-wrap gap-2">
          {images.map((file) => (
            <li key={file.id}>
              <a
                href={file.url}
                target="_blank"
                rel="noreferrer"
                className="block overflow-hidden rounded-s border border-line bg-sunken"
              >
                <img
                  src={file.url}
                  alt={file.name}
                  loading="lazy"
                  className="h-28 max-w-56 object-cover"
                />
              </a>
            </li>
          ))}
        </ul>
      )}
      {others.length > 0 && (
        <ul className="flex flex-wrap gap-2">
          {others.map((file) => (
            <li key={file.id} className="min-w-0">
              <a
                href={file.url}
                download={file.name}
                className="group flex h-8 w-fit max-w-full items-center gap-2 rounded-s border border-edge bg-surface px-2.5 text-ink hover:bg-sunken"
              >
                <Icon of={iconPaperclip} size={14} />
                <span className="truncate">{file.name}</span>
                <span className="text-xs text-soft">
                  {formatBytes(file.byteSize, reader.language)}
                </span>
                <Icon
                  of={iconDownload}
                  size={14}
                  className={cx('text-soft group-hover:text-ink')}
                />
              </a>
              {file.role !== 'file' && (
                <p className="mt-0.5 max-w-[60ch] text-xs text-soft">{roleWords[file.role]()}</p>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

const roleWords = {
  message: m.common_mail_attached,
  calendar: m.common_mail_calendar,
  bundle: m.common_mail_bundle,
};

const shownAsImage = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

const firstLine = (text: string): string => text.trim().split('\n', 1)[0] ?? '';
