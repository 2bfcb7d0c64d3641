import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { secondMs } from '../../../kernel/duration.ts';
import type { Draft as KeptDraft, Ticket } from '../../web/contract.ts';
import { call, serverNow } from '../server/call.ts';
import { draftsQuery } from '../server/queries.ts';
import { useSession } from '../session/session.tsx';
import {
  createDraftStore,
  type DraftAttachment,
  type DraftContent,
  type DraftMode,
  type DraftStore,
  isEmptyDraft,
} from './draft-store.ts';
import { newestFromOthers } from './newest-message.ts';
import { copyOf, draftNow, pushDraft, pushUnderWay } from './push-draft.ts';
import type { ResolutionForm } from './resolution-words.ts';

const monthMilliseconds = 30 * 24 * 60 * 60_000;
/** How long the hand rests before what it typed is taken to the desk. */
const settleMs = 1.5 * secondMs;
const retryMs = 20 * secondMs;

export function useDraftStore(): DraftStore {
  const { me } = useSession();
  return useMemo(() => createDraftStore(localStorage, me.personId), [me.personId]);
}

export interface DraftInHand extends DraftContent {
  readonly setText: (text: string) => void;
  readonly setForm: (form: ResolutionForm) => void;
  readonly setAttachments: (
    change: (before: readonly DraftAttachment[]) => readonly DraftAttachment[],
  ) => void;
  /** The writer has read what came in the meantime. */
  readonly seeNewest: () => void;
  /** It was sent, and is over. */
  readonly forget: () => void;
  /** Whether the desk has it; `here`: it cannot be reached, and this machine keeps it until it can. */
  readonly kept: 'desk' | 'here';
  /** What other machines had written of the same without this one. */
  readonly setAside: readonly KeptDraft[];
  readonly takeIn: (other: KeptDraft) => void;
  readonly drop: (other: KeptDraft) => void;
}

const nothing: DraftContent = { text: '', attachments: [], seenMessageId: null, form: null };

/**
 * One draft. Every stroke is kept on this machine, so that no tab, reload or crash loses it, and taken to the desk when
 * the hand rests, so that another machine finds it.
 */
export function useDraft({ number: ticketNumber, messages }: Ticket, mode: DraftMode): DraftInHand {
  const { me } = useSession();
  const queries = useQueryClient();
  const store = useDraftStore();
  const drafts = useQuery(draftsQuery(ticketNumber)).data?.items;
  const atDesk = draftNow(drafts, mode);
  const newest = newestFromOthers(messages, me.personId)?.id ?? null;
  const [content, setContent] = useState<DraftContent>(
    () => store.read(ticketNumber, mode) ?? (atDesk === null ? nothing : copyOf(atDesk)),
  );
  const [kept, setKept] = useState<DraftInHand['kept']>('desk');
  const inHand = useRef(content);
  const sent = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const become = (next: DraftContent) => {
    inHand.current = next;
    setContent(next);
  };
  const save = () => {
    clearTimeout(timer.current);
    if (sent.current || !store.read(ticketNumber, mode)?.unsaved) return;
    pushDraft({ ticketNumber, mode }, { store, queries }).then(
      () => setKept('desk'),
      () => {
        setKept('here');
        saveIn(retryMs);
      },
    );
  };
  const saveIn = (milliseconds: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(save, milliseconds);
  };
  const change = (part: Partial<DraftContent>) => {
    if (sent.current) return;
    const before = inHand.current;
    // With nothing written there was nothing that could be stale.
    const seenMessageId = isEmptyDraft(before) ? newest : before.seenMessageId;
    const next = { ...before, seenMessageId, ...part };
    become(next);
    const revision = store.read(ticketNumber, mode)?.revision ?? null;
    store.write(ticketNumber, mode, { ...next, savedAt: serverNow(), revision, unsaved: true });
    saveIn(settleMs);
  };
  const forget = () => {
    sent.current = true;
    clearTimeout(timer.current);
    store.forget(ticketNumber, mode);
    void settleSent(ticketNumber, mode, inHand.current.text).finally(() =>
      queries.invalidateQueries({ queryKey: ['drafts', ticketNumber] }),
    );
  };
  const drop = (other: KeptDraft) => {
    queries.setQueryData(['drafts', ticketNumber], {
      items: (drafts ?? []).filter(({ id }) => id !== other.id),
    });
    void call('discardDraft', { params: { number: ticketNumber, draftId: other.id } })
      .catch(() => undefined)
      .finally(() => queries.invalidateQueries({ queryKey: ['drafts', ticketNumber] }));
  };

  // What the desk says now: taken up where nothing was typed here that it does not have.
  const latest = useRef({ save, saveIn, become });
  latest.current = { save, saveIn, become };
  useEffect(() => {
    if (sent.current || drafts === undefined) return;
    const here = store.read(ticketNumber, mode);
    if (here?.unsaved) return latest.current.saveIn(settleMs);
    const now = draftNow(drafts, mode);
    if (now === null) {
      store.forget(ticketNumber, mode);
      if (here !== null) latest.current.become(nothing);
      return;
    }
    const copy = copyOf(now);
    store.write(ticketNumber, mode, copy);
    if (!isSame(copy, inHand.current)) latest.current.become(copy);
  }, [store, ticketNumber, mode, drafts]);
  useEffect(() => {
    const act = () => latest.current.save();
    document.addEventListener('visibilitychange', act);
    addEventListener('online', act);
    return () => {
      document.removeEventListener('visibilitychange', act);
      removeEventListener('online', act);
      // Whoever folds it or goes on to the next request leaves it at the desk.
      act();
      clearTimeout(timer.current);
    };
  }, []);
  useEffect(() => store.prune(serverNow() - monthMilliseconds), [store]);

  return {
    ...content,
    seenMessageId: isEmptyDraft(content) ? newest : content.seenMessageId,
    setText: (text) => change({ text }),
    setForm: (form) => change({ form }),
    setAttachments: (next) => change({ attachments: next(inHand.current.attachments) }),
    seeNewest: () => change({ seenMessageId: newest }),
    forget,
    kept,
    setAside: (drafts ?? []).filter((each) => each.mode === mode && each.setAside),
    takeIn: (other) => {
      const { text, attachments } = inHand.current;
      change({
        text: text.trim() === '' ? other.text : `${text}\n\n${other.text}`,
        attachments: [
          ...attachments,
          ...copyOf(other).attachments.filter(({ id }) => !attachments.some((a) => a.id === id)),
        ],
      });
      drop(other);
    },
    drop,
  };
}

const isSame = (a: DraftContent, b: DraftContent): boolean =>
  a.text === b.text &&
  a.form === b.form &&
  a.seenMessageId === b.seenMessageId &&
  a.attachments.map(({ id }) => id).join() === b.attachments.map(({ id }) => id).join();

/** What was still on its way to the desk when the message left must not come back as a draft. */
async function settleSent(ticketNumber: number, mode: DraftMode, text: string): Promise<void> {
  const underWay = pushUnderWay({ ticketNumber, mode });
  if (underWay === undefined) return;
  await underWay.catch(() => undefined);
  const params = { number: ticketNumber };
  const left = draftNow((await call('listDrafts', { params })).items, mode);
  if (left?.text !== text) return;
  await call('discardDraft', { params: { ...params, draftId: left.id } });
}
