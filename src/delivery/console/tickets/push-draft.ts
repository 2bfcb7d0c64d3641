import type { QueryClient } from '@tanstack/react-query';
import { type Draft as KeptDraft, ProblemAnswer } from '../../web/contract.ts';
import { call } from '../server/call.ts';
import type { Draft, DraftMode, DraftStore } from './draft-store.ts';

export interface DraftPlace {
  readonly ticketNumber: number;
  readonly mode: DraftMode;
}

/** The draft that goes on, of those that the desk has of a request. */
export const draftNow = (
  drafts: readonly KeptDraft[] | undefined,
  mode: DraftMode,
): KeptDraft | null => drafts?.find((each) => each.mode === mode && !each.setAside) ?? null;

/** What the desk has, as a copy for this machine. */
export const copyOf = (kept: KeptDraft): Draft => ({
  text: kept.text,
  attachments: kept.attachments.map(({ id, name, byteSize }) => ({ id, name, byteSize })),
  seenMessageId: kept.seenMessageId,
  form: kept.form,
  savedAt: Date.parse(kept.writtenAt),
  revision: kept.revision,
  unsaved: false,
});

const underWay = new Map<string, Promise<void>>();
const nameOf = ({ ticketNumber, mode }: DraftPlace) => `${ticketNumber} ${mode}`;

/** What is on its way to the desk; undefined when nothing is. */
export const pushUnderWay = (place: DraftPlace): Promise<void> | undefined =>
  underWay.get(nameOf(place));

/** Takes to the desk what was typed here since the last time, one after the other. Rejects where it did not arrive. */
export function pushDraft(
  place: DraftPlace,
  desk: { readonly store: DraftStore; readonly queries: QueryClient },
): Promise<void> {
  const name = nameOf(place);
  const before = underWay.get(name) ?? Promise.resolve();
  const next = before
    .catch(() => undefined)
    .then(() => push(place, desk))
    .finally(() => {
      if (underWay.get(name) === next) underWay.delete(name);
    });
  underWay.set(name, next);
  return next;
}

async function push(
  place: DraftPlace,
  { store, queries }: { readonly store: DraftStore; readonly queries: QueryClient },
): Promise<void> {
  const { ticketNumber, mode } = place;
  const sent = store.read(ticketNumber, mode);
  if (sent === null || !sent.unsaved) return;
  const { items } = await keep(place, sent).catch((error: unknown) => {
    // It was sent or dropped elsewhere, and went on being written here: it begins anew.
    if (isEnded(error)) return keep(place, { ...sent, revision: null });
    throw error;
  });
  const kept = draftNow(items, mode);
  const now = store.read(ticketNumber, mode);
  if (now !== null) {
    if (now.savedAt === sent.savedAt) {
      if (kept === null) store.forget(ticketNumber, mode);
      else store.write(ticketNumber, mode, copyOf(kept));
    } else if (kept === null || kept.text === sent.text) {
      store.write(ticketNumber, mode, { ...now, revision: kept?.revision ?? null });
    }
    // Else another machine's goes on, and what was typed here meanwhile did not go on from it: the desk settles it next.
  }
  const queryKey = ['drafts', ticketNumber];
  await queries.cancelQueries({ queryKey });
  queries.setQueryData(queryKey, { items });
}

const isEnded = (error: unknown): boolean =>
  error instanceof ProblemAnswer && error.problem.reason === 'draft-ended';

const keep = ({ ticketNumber: number, mode }: DraftPlace, draft: Draft) =>
  call('keepDraft', {
    params: { number },
    body: {
      mode,
      text: draft.text,
      form: mode === 'resolve' ? draft.form : null,
      attachmentIds: draft.attachments.map(({ id }) => id),
      seenMessageId: draft.seenMessageId,
      basedOn: draft.revision,
      writtenAt: new Date(draft.savedAt).toISOString(),
    },
  });
