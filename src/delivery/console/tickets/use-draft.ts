import { useEffect, useMemo, useRef, useState } from 'react';
import type { Ticket } from '../../web/contract.ts';
import { serverNow } from '../server/call.ts';
import { useSession } from '../session/session.tsx';
import {
  createDraftStore,
  type DraftAttachment,
  type DraftMode,
  type DraftStore,
} from './draft-store.ts';
import { newestFromOthers } from './newest-message.ts';
import type { ResolutionForm } from './resolution-words.ts';

const monthMilliseconds = 30 * 24 * 60 * 60_000;

export function useDraftStore(): DraftStore {
  const { me } = useSession();
  return useMemo(() => createDraftStore(localStorage, me.personId), [me.personId]);
}

export interface DraftInHand {
  readonly text: string;
  readonly setText: (text: string) => void;
  readonly attachments: readonly DraftAttachment[];
  readonly setAttachments: (
    change: (before: readonly DraftAttachment[]) => readonly DraftAttachment[],
  ) => void;
  /** The newest message of somebody else that the writer has seen; null when there is none. */
  readonly seenMessageId: number | null;
  /** The writer has read what came in the meantime. */
  readonly seeNewest: () => void;
  readonly forget: () => void;
  /** Of a resolution that was taken back. */
  readonly form: ResolutionForm | null;
}

/** One draft, written through to this machine with every stroke: no tab, reload or crash loses it. */
export function useDraft(ticket: Ticket, mode: DraftMode): DraftInHand {
  const { me } = useSession();
  const store = useDraftStore();
  const [kept] = useState(() => store.read(ticket.number, mode));
  const newest = newestFromOthers(ticket.messages, me.personId)?.id ?? null;
  const [text, setText] = useState(kept?.text ?? '');
  const [attachments, setAttachments] = useState<readonly DraftAttachment[]>(
    kept?.attachments ?? [],
  );
  const [seen, setSeen] = useState(kept === null ? newest : kept.seenMessageId);
  const sent = useRef(false);

  // With nothing written there is nothing that could be stale.
  const empty = text.trim() === '';
  const seenMessageId = empty ? newest : seen;
  useEffect(() => {
    if (empty) setSeen(newest);
  }, [empty, newest]);

  useEffect(() => {
    if (sent.current) return;
    store.write(ticket.number, mode, { text, attachments, seenMessageId, savedAt: serverNow() });
  }, [store, ticket.number, mode, text, attachments, seenMessageId]);
  useEffect(() => store.prune(serverNow() - monthMilliseconds), [store]);

  return {
    text,
    setText,
    form: kept?.form ?? null,
    attachments,
    setAttachments,
    seenMessageId,
    seeNewest: () => setSeen(newest),
    forget: () => {
      sent.current = true;
      store.forget(ticket.number, mode);
    },
  };
}
