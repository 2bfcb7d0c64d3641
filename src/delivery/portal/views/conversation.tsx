import { formatNear } from '../../ui/format.ts';
import {
  type Icon as IconShape,
  iconMail,
  iconMailCheck,
  iconMailWarning,
} from '../../ui/icons.gen.ts';
import { paths } from '../../ui/paths.ts';
import { undeliveredWords } from '../../ui/undelivered-words.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Message } from '../../web/contract.ts';
import type { PageContext } from '../page-context.ts';
import { AttachmentLinks } from './attachments.tsx';
import { When } from './elements.tsx';
import { Icon } from './icon.tsx';
import { MailNotes } from './mail-notes.tsx';
import { Text } from './text.tsx';

type Say = PageContext['say'];
type DeliveryState = Exclude<Message['deliveries'][number]['state'], 'local'>;

interface ConversationProps {
  readonly context: PageContext;
  readonly messages: readonly Message[];
  /** T2: the request out of whose messages the reader may split another one; null when of none. */
  readonly splitFrom?: number | null;
}

export const Conversation = ({ context, messages, splitFrom = null }: ConversationProps) => (
  <ol class="conversation">
    {messages.map((message) => (
      <li key={message.id} id={`m${message.id}`} class={message.author} data-message={message.id}>
        {message.automatic ? (
          <AutomaticMessage context={context} message={message} />
        ) : (
          <PersonMessage context={context} message={message} splitFrom={splitFrom} />
        )}
      </li>
    ))}
  </ol>
);

interface MessageProps {
  readonly context: PageContext;
  readonly message: Message;
}

const PersonMessage = ({
  context,
  message,
  splitFrom,
}: MessageProps & { readonly splitFrom: number | null }) => {
  const { say, me } = context;
  const mine = message.person !== null && message.person.personId === me?.personId;
  return (
    <article>
      <header>
        <strong>{mine ? m.portal_message_you({}, say) : authorName(message, context)}</strong>
        <span class="message-when">
          <When context={context} at={message.createdAt}>
            {formatNear(message.createdAt, context.now, context)}
          </When>{' '}
          {channelWords(message.channel, say)}
        </span>
      </header>
      <MessageBody context={context} message={message} />
      <SplitOff context={context} message={message} splitFrom={mine ? splitFrom : null} />
    </article>
  );
};

/** T2: another need in the own message can be asked for apart; once it was, the link leads there. */
const SplitOff = ({
  context: { say },
  message,
  splitFrom,
}: MessageProps & { readonly splitFrom: number | null }) => {
  const number = message.splitIntoNumber;
  if (number !== null) {
    return (
      <p class="message-more go">
        <a href={paths.ticket(number)}>{m.portal_split_done({ number }, say)}</a>
      </p>
    );
  }
  return splitFrom === null ? null : (
    <p class="message-more go">
      <a href={paths.splitMessage(splitFrom, message.id)}>{m.portal_split_offer({}, say)}</a>
    </p>
  );
};

/** Letters that the desk writes by itself stand back: the conversation is between people (V.a is not attention). */
const AutomaticMessage = ({ context, message }: MessageProps) => (
  <details class="automatic">
    <summary>
      <Icon shape={iconMail} />
      <span>
        {templateName(message.template, context)}{' '}
        <When context={context} at={message.createdAt}>
          {formatNear(message.createdAt, context.now, context)}
        </When>
      </span>
    </summary>
    <MessageBody context={context} message={message} />
  </details>
);

const MessageBody = ({ context, message }: MessageProps) => {
  const { say } = context;
  // Pictures stand in it: the text alone would not be the message.
  const letter = message.mail?.formattedFirst === true ? message.htmlUrl : null;
  const original = message.fullHtmlUrl ?? message.htmlUrl;
  return (
    <>
      {message.mail === null ? null : <MailNotes context={context} mail={message.mail} />}
      {letter === null ? (
        <Text>{message.text}</Text>
      ) : (
        <>
          <LetterFrame context={context} url={letter} />
          <details class="whole">
            <summary>{m.portal_message_text({}, say)}</summary>
            <Text>{message.text}</Text>
          </details>
        </>
      )}
      {message.fullText === null ? null : (
        <details class="whole">
          <summary>{m.portal_message_whole({}, say)}</summary>
          <Text>{message.fullText}</Text>
        </details>
      )}
      <AttachmentLinks
        context={context}
        attachments={message.attachments.filter(({ inline }) => letter === null || !inline)}
      />
      {original === null || original === letter ? null : (
        <details class="whole">
          <summary>{m.portal_message_formatted({}, say)}</summary>
          <LetterFrame context={context} url={original} />
        </details>
      )}
      <Deliveries context={context} message={message} />
    </>
  );
};

/** A mail as it was formatted. Its pictures come with the reader's cookie, so the origin is ours; no script runs in it. */
const LetterFrame = ({
  context: { say },
  url,
}: {
  readonly context: PageContext;
  readonly url: string;
}) => (
  <>
    <iframe
      class="letter"
      src={url}
      title={m.portal_message_frame({}, say)}
      sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
      loading="lazy"
      data-letter
    />
    <p class="message-more go">
      <a href={url} target="_blank" rel="noopener">
        {m.portal_message_window({}, say)}
      </a>
    </p>
  </>
);

/** Where no relay is set up mail stays at the desk: that is its administrators' concern, and the message is here. */
const Deliveries = ({ context: { say }, message }: MessageProps) => {
  const told = message.deliveries.flatMap(({ state, ...delivery }) =>
    state === 'local' ? [] : [{ ...delivery, state }],
  );
  return told.length === 0 ? null : (
    <ul class="deliveries" aria-label={m.portal_deliveries({}, say)}>
      {told.map((delivery) => {
        const { icon, words } = deliveryWords[delivery.state];
        const reason = undeliveredWords(
          { reason: delivery.undeliveredReason, status: delivery.undeliveredStatus },
          say,
        );
        return (
          <li key={delivery.mailId} class={delivery.state}>
            <Icon shape={icon} />
            <span>{words({ address: delivery.address, reason }, say)}</span>
          </li>
        );
      })}
    </ul>
  );
};

const deliveryWords: Readonly<
  Record<
    DeliveryState,
    { icon: IconShape; words: (given: { address: string; reason: string }, say: Say) => string }
  >
> = {
  queued: { icon: iconMail, words: m.portal_delivery_queued },
  sending: { icon: iconMail, words: m.portal_delivery_queued },
  deferred: { icon: iconMail, words: m.portal_delivery_deferred },
  sent: { icon: iconMailCheck, words: m.portal_delivery_sent },
  bounced: { icon: iconMailWarning, words: m.portal_delivery_bounced },
  failed: { icon: iconMailWarning, words: m.portal_delivery_failed },
};

const authorName = ({ person, author }: Message, { say, firmName }: PageContext): string => {
  if (person !== null && author === 'agent') {
    return m.portal_message_agent({ name: person.name, firm: firmName }, say);
  }
  return person?.name ?? firmName;
};

function channelWords(channel: Message['channel'], say: Say): string {
  switch (channel) {
    case 'portal':
      return '';
    case 'email':
      return m.common_channel_email({}, say);
    case 'phone':
      return m.common_channel_phone({}, say);
    case 'visit':
      return m.common_channel_visit({}, say);
    case 'api':
      return m.common_channel_api({}, say);
  }
}

/** Letters are named by what they are for; one that has no name yet is still a letter of the desk. */
function templateName(template: string | null, { say }: PageContext): string {
  const named: Readonly<Record<string, (none: object, say: Say) => string>> = {
    acknowledgement: m.portal_letter_acknowledgement,
    held: m.portal_letter_acknowledgement,
    'information-request': m.portal_letter_information,
    'units-asked': m.portal_letter_units,
    reminder: m.portal_letter_reminder,
    'priority-verified': m.portal_letter_priority,
    'priority-changed': m.portal_letter_priority,
    'suggestion-read': m.portal_letter_suggestion,
    resolved: m.portal_letter_resolved,
    closed: m.portal_letter_closed,
    abandoned: m.portal_letter_abandoned,
    referred: m.portal_letter_referred,
    rejected: m.portal_letter_rejected,
    'scope-decided': m.portal_letter_scope,
    admitted: m.portal_letter_admitted,
    appointment: m.portal_letter_appointment,
    merged: m.portal_letter_merged,
  };
  return (named[template ?? ''] ?? m.portal_letter_other)({}, say);
}
