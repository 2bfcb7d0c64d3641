import type { ResolutionForm } from './resolution-words.ts';

/** What a message is written as; each has a draft of its own, so that a note can never become a reply. */
export type DraftMode = 'reply' | 'note' | 'ask' | 'resolve';

export interface DraftAttachment {
  readonly id: number;
  readonly name: string;
  readonly byteSize: number;
}

export interface Draft {
  readonly text: string;
  readonly attachments: readonly DraftAttachment[];
  /** The newest message its writer had seen; null when that was not known. */
  readonly seenMessageId: number | null;
  /** Epoch milliseconds. */
  readonly savedAt: number;
  /** VIII.a: the form of a resolution that was taken back. */
  readonly form?: ResolutionForm;
}

type Keeper = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

/** Drafts of one person on this machine, one per ticket and mode. A full or forbidden storage loses nothing on screen. */
export interface DraftStore {
  read(ticketNumber: number, mode: DraftMode): Draft | null;
  write(ticketNumber: number, mode: DraftMode, draft: Draft): void;
  forget(ticketNumber: number, mode: DraftMode): void;
  /** Drops what nobody touched since `before`, in epoch milliseconds. */
  prune(before: number): void;
}

export function createDraftStore(keeper: Keeper, personId: number): DraftStore {
  const prefix = `atenta.draft.${personId}.`;
  const keyOf = (ticketNumber: number, mode: DraftMode) => `${prefix}${ticketNumber}.${mode}`;
  const store: DraftStore = {
    read: (ticketNumber, mode) => readDraft(keeper, keyOf(ticketNumber, mode)),
    write(ticketNumber, mode, draft) {
      if (draft.text.trim() === '' && draft.attachments.length === 0) {
        store.forget(ticketNumber, mode);
        return;
      }
      attempt(() => keeper.setItem(keyOf(ticketNumber, mode), JSON.stringify(draft)));
    },
    forget: (ticketNumber, mode) => attempt(() => keeper.removeItem(keyOf(ticketNumber, mode))),
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

const keysOf = (keeper: Keeper): readonly string[] =>
  Array.from({ length: keeper.length }, (_, index) => keeper.key(index) ?? '');

function readDraft(keeper: Keeper, key: string): Draft | null {
  try {
    const value: unknown = JSON.parse(keeper.getItem(key) ?? 'null');
    return isDraft(value) ? value : null;
  } catch {
    return null;
  }
}

function isDraft(value: unknown): value is Draft {
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
