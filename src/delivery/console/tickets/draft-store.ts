import type { Draft as KeptDraft } from '../../web/contract.ts';
import type { ResolutionForm } from './resolution-words.ts';

/** What a message is written as; each has a draft of its own, so that a note can never become a reply. */
export type DraftMode = KeptDraft['mode'];

export interface DraftAttachment {
  readonly id: number;
  readonly name: string;
  readonly byteSize: number;
}

/** What a person has written, wherever it is kept. */
export interface DraftContent {
  readonly text: string;
  readonly attachments: readonly DraftAttachment[];
  /** The newest message of somebody else that its writer had seen; null when that was not known. */
  readonly seenMessageId: number | null;
  /** VIII.a: of a resolution. */
  readonly form: ResolutionForm | null;
}

/** The copy of this machine, by which nothing is lost while the desk cannot be reached. */
export interface Draft extends DraftContent {
  /** When it was typed, in epoch milliseconds. */
  readonly savedAt: number;
  /** The desk's saving that it went on from; null when the desk has none of it. */
  readonly revision: number | null;
  /** Typed since then: the desk does not have it. */
  readonly unsaved: boolean;
}

export const isEmptyDraft = ({ text, attachments }: Pick<DraftContent, 'text' | 'attachments'>) =>
  text.trim() === '' && attachments.length === 0;

type Keeper = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

/** Drafts of one person on this machine, one per ticket and mode. A full or forbidden storage loses nothing on screen. */
export interface DraftStore {
  read(ticketNumber: number, mode: DraftMode): Draft | null;
  write(ticketNumber: number, mode: DraftMode, draft: Draft): void;
  forget(ticketNumber: number, mode: DraftMode): void;
  /** Where something was typed that the desk does not have. */
  unsaved(): readonly { readonly ticketNumber: number; readonly mode: DraftMode }[];
  /** Drops what nobody touched since `before`, in epoch milliseconds. */
  prune(before: number): void;
}

export function createDraftStore(keeper: Keeper, personId: number): DraftStore {
  const prefix = `atenta.draft.${personId}.`;
  const keyOf = (ticketNumber: number, mode: DraftMode) => `${prefix}${ticketNumber}.${mode}`;
  const store: DraftStore = {
    read: (ticketNumber, mode) => readDraft(keeper, keyOf(ticketNumber, mode)),
    write(ticketNumber, mode, draft) {
      // That what the desk has was emptied is something to tell it.
      if (isEmptyDraft(draft) && draft.revision === null) {
        store.forget(ticketNumber, mode);
        return;
      }
      attempt(() => keeper.setItem(keyOf(ticketNumber, mode), JSON.stringify(draft)));
    },
    forget: (ticketNumber, mode) => attempt(() => keeper.removeItem(keyOf(ticketNumber, mode))),
    unsaved: () =>
      keysOf(keeper).flatMap((key) => {
        const [number, mode] = key.startsWith(prefix) ? key.slice(prefix.length).split('.') : [];
        const place = { ticketNumber: Number(number), mode: modes.find((each) => each === mode) };
        if (place.mode === undefined || !readDraft(keeper, key)?.unsaved) return [];
        return [{ ticketNumber: place.ticketNumber, mode: place.mode }];
      }),
    prune(before) {
      for (const key of keysOf(keeper)) {
        if (!key.startsWith(prefix)) continue;
        const draft = readDraft(keeper, key);
        if (draft === null || draft.savedAt < before) attempt(() => keeper.removeItem(key));
      }
    },
  };
  return store;
}

const modes: readonly DraftMode[] = ['reply', 'note', 'ask', 'resolve'];

const keysOf = (keeper: Keeper): readonly string[] =>
  Array.from({ length: keeper.length }, (_, index) => keeper.key(index) ?? '');

function readDraft(keeper: Keeper, key: string): Draft | null {
  try {
    const value: unknown = JSON.parse(keeper.getItem(key) ?? 'null');
    if (!isDraft(value)) return null;
    // What was written before the desk kept drafts: it has none of it.
    const { form = null, revision = null, unsaved = true } = value;
    return { ...value, form, revision, unsaved };
  } catch {
    return null;
  }
}

type Stored = Omit<Draft, 'form' | 'revision' | 'unsaved'> & Partial<Draft>;

function isDraft(value: unknown): value is Stored {
  if (typeof value !== 'object' || value === null) return false;
  const { text, attachments, seenMessageId, savedAt } = value as Record<keyof Draft, unknown>;
  return (
    typeof text === 'string' &&
    Array.isArray(attachments) &&
    (seenMessageId === null || typeof seenMessageId === 'number') &&
    typeof savedAt === 'number'
  );
}

/** Private windows and full disks refuse to store; what is on the screen stays there all the same. */
function attempt(act: () => void): void {
  try {
    act();
  } catch {
    // Nothing to do: the draft lives on in the composer.
  }
}
