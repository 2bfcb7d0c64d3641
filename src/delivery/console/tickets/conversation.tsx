import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Fragment, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { formatDay } from '../../ui/format.ts';
import { iconChevronDown } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Message, PendingReply, Ticket } from '../../web/contract.ts';
import { Button } from '../parts/button.tsx';
import { ProblemNote } from '../parts/notice.tsx';
import { catalogQuery, olderMessagesQuery } from '../server/queries.ts';
import { useSession } from '../session/session.tsx';
import { MessageView } from './message-view.tsx';
import { PendingReplies } from './pending-replies.tsx';

/** V.c: everything that was said, oldest first, with the newest in sight. */
export function Conversation({
  ticket,
  onSplit,
  onTakeBack,
}: {
  ticket: Ticket;
  /** T2: left out where nothing may be split. */
  onSplit?: ((message: Message) => void) | undefined;
  onTakeBack: (reply: PendingReply) => void;
}) {
  const { reader } = useSession();
  const older = useInfiniteQuery(olderMessagesQuery(ticket.number, ticket.olderMessagesCursor));
  const messages = useMemo(() => {
    const before = older.data?.pages.toReversed().flatMap((page) => page.items) ?? [];
    const seen = new Map([...before, ...ticket.messages].map((message) => [message.id, message]));
    return [...seen.values()].sort((a, b) => a.id - b.id);
  }, [older.data, ticket.messages]);
  const hasOlder =
    older.data === undefined ? ticket.olderMessagesCursor !== null : older.hasNextPage;
  const { scroller, behind, toNewest } = useStayAtNewest(
    (messages.at(-1)?.id ?? 0) + ticket.pendingReplies.length,
  );
  const loadOlder = () => void (older.data === undefined ? older.refetch() : older.fetchNextPage());

  return (
    <div className="relative min-h-0 grow">
      <div ref={scroller} className="pane h-full pb-4">
        {hasOlder && (
          <p className="flex justify-center pt-4">
            <Button look="quiet" busy={older.isFetching} onClick={loadOlder}>
              {m.console_conversation_older()}
            </Button>
          </p>
        )}
        <ProblemNote error={older.error} onRetry={loadOlder} className="m-4" />
        <RequestFacts ticket={ticket} />
        <ol aria-label={m.console_conversation_title()} className="flex flex-col gap-3">
          {messages.map((message, index) => {
            const day = formatDay(message.createdAt, reader);
            const before = messages[index - 1];
            const newDay = before === undefined || formatDay(before.createdAt, reader) !== day;
            return (
              <Fragment key={message.id}>
                {newDay && <DayLine day={day} />}
                <MessageView message={message} ticket={ticket} onSplit={onSplit} />
              </Fragment>
            );
          })}
          <PendingReplies replies={ticket.pendingReplies} onTakeBack={onTakeBack} />
        </ol>
      </div>
      {behind && (
        <Button
          look="primary"
          icon={iconChevronDown}
          onClick={toNewest}
          className="absolute right-4 bottom-3 rounded-full shadow-raised"
        >
          {m.console_conversation_newest()}
        </Button>
      )}
    </div>
  );
}

function DayLine({ day }: { day: string }) {
  return (
    <li className="mt-2 flex items-center gap-3 px-4 text-xs text-soft desk:px-6">
      <span className="h-px grow bg-line" />
      {day}
      <span className="h-px grow bg-line" />
    </li>
  );
}

/** IV.a, IV.c: what the customer expects, and the answers to the questions of the service. */
function RequestFacts({ ticket }: { ticket: Ticket }) {
  const { reader } = useSession();
  const catalog = useQuery({
    ...catalogQuery(),
    enabled: Object.keys(ticket.answers).length > 0,
  });
  const questions = new Map(
    catalog.data?.categories
      .flatMap((category) => category.services)
      .find((service) => service.id === ticket.service?.id)
      ?.questions.map((question) => [question.key, question.label[reader.language]]),
  );
  const answers = Object.entries(ticket.answers);
  if (ticket.expectedResult === '' && answers.length === 0) return null;
  return (
    <dl className="mx-4 mt-4 rounded-m border border-line bg-page px-4 py-3 desk:mx-6">
      {ticket.expectedResult !== '' && (
        <div>
          <dt className="text-xs font-strong text-soft">{m.console_ticket_expected()}</dt>
          <dd className="mt-0.5 whitespace-pre-line">{ticket.expectedResult}</dd>
        </div>
      )}
      {answers.map(([question, answer]) => (
        <div key={question} className="mt-2 first:mt-0">
          <dt className="text-xs font-strong text-soft">{questions.get(question) ?? question}</dt>
          <dd className="mt-0.5 whitespace-pre-line">{answer}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Keeps the newest message in sight for who is reading it, and moves nobody who is reading further up. */
function useStayAtNewest(newestId: number) {
  const scroller = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const [behind, setBehind] = useState(false);
  const toNewest = () => {
    const element = scroller.current;
    if (element !== null) element.scrollTop = element.scrollHeight;
    setBehind(false);
  };
  useLayoutEffect(() => {
    void newestId;
    const element = scroller.current;
    if (element === null) return;
    if (atEnd.current) element.scrollTop = element.scrollHeight;
    else setBehind(true);
  }, [newestId]);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const onScroll = () => {
      atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 80;
      if (atEnd.current) setBehind(false);
    };
    // A composer that grows takes the room from below; what was in sight stays in sight.
    const observer = new ResizeObserver(() => {
      if (atEnd.current) element.scrollTop = element.scrollHeight;
    });
    element.addEventListener('scroll', onScroll, { passive: true });
    observer.observe(element);
    return () => {
      element.removeEventListener('scroll', onScroll);
      observer.disconnect();
    };
  }, []);
  return { scroller, behind, toNewest };
}
