import * as m from '../../ui/words/generated/messages.js';
import type { PendingReply, Ticket } from '../../web/contract.ts';
import { say, sayProblem } from '../parts/toast.tsx';
import { serverNow } from '../server/call.ts';
import { useWrite } from '../server/use-write.ts';
import { useSession } from '../session/session.tsx';
import type { DraftMode } from './draft-store.ts';
import { newestFromOthers } from './newest-message.ts';
import { useDraftStore } from './use-draft.ts';

const modes: Readonly<Record<PendingReply['act'], DraftMode>> = {
  reply: 'reply',
  'ask-information': 'ask',
  resolve: 'resolve',
};

/** Takes a reply back before it leaves: its words and files are a draft again, before what was begun meanwhile. */
export function useTakeBack(ticket: Ticket, onMode: (mode: DraftMode) => void) {
  const { number } = ticket;
  const { me } = useSession();
  const drafts = useDraftStore();
  const back = useWrite('takeBackReply', {
    touches: [['ticket', number], ['tickets']],
    onDone: ({ act, text, form, attachments }) => {
      const mode = modes[act];
      const begun = drafts.read(number, mode);
      drafts.write(number, mode, {
        text: begun === null ? text : `${text}\n\n${begun.text}`,
        attachments: [...attachments, ...(begun?.attachments ?? [])],
        seenMessageId: newestFromOthers(ticket.messages, me.personId)?.id ?? null,
        savedAt: serverNow(),
        form,
        revision: begun?.revision ?? null,
        unsaved: true,
      });
      onMode(mode);
      say(m.console_pending_undone());
    },
    onProblem: sayProblem,
  });
  return (reply: PendingReply) => back.send({ params: { number, pendingReplyId: reply.id } });
}
