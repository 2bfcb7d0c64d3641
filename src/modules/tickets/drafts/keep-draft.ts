import type { Instant } from '../../../kernel/clock.ts';
import { type Declined, decline } from '../../../kernel/declined.ts';
import type { Tx } from '../../../platform/database/index.ts';
import { keepUnsentAttachments } from '../../correspondence/index.ts';
import { type Draft, draftLifetimeMs, setAsideMax } from './model.ts';
import { saysTheSame, settleConflict } from './settle-conflict.ts';
import { countSetAside, endDraft, insertDraft, lockDraft, updateDraft } from './store.ts';

export interface DraftToKeep
  extends Pick<
    Draft,
    'personId' | 'ticketId' | 'mode' | 'text' | 'form' | 'attachmentIds' | 'seenMessageId'
  > {
  /** The saving that the writer went on from; null: it began anew. */
  readonly basedOn: number | null;
  /** When it was typed, by the writer's own account: offline that is long before it is saved. */
  readonly writtenAt: Instant;
  readonly at: Instant;
}

/**
 * Keeps what somebody has written so far, with its files. Two machines of one person may each have written without the
 * other: then the newer one is the draft, and what the other says beyond it is set aside, to be taken in or dropped.
 * Declined: `draft-ended` when it went on from one that was sent or dropped meanwhile, `drafts-too-many`.
 */
export async function keepDraft(tx: Tx, given: DraftToKeep): Promise<Declined | null> {
  const { at, personId, basedOn } = given;
  const until = at + draftLifetimeMs;
  const coming = {
    ...given,
    // A clock that goes ahead wins nothing.
    writtenAt: Math.min(given.writtenAt, at),
    attachmentIds: await keepUnsentAttachments(tx, {
      attachmentIds: given.attachmentIds,
      personId,
      until,
    }),
    savedAt: at,
  };
  const kept = await lockDraft(tx, given);
  if (isEmpty(coming)) {
    // Emptied; what was written since on another machine stays.
    if (kept?.revision === basedOn) await endDraft(tx, given);
    return null;
  }
  if (kept === undefined && basedOn !== null) return decline('draft-ended');
  // Null where another window began one at the same moment: then there are two, as ever.
  const first = kept === undefined ? await insertDraft(tx, { ...coming, setAside: false }) : null;
  if (first !== null) return null;
  const before = kept ?? (await lockDraft(tx, given));
  if (before === undefined) return decline('draft-ended');
  if (saysTheSame(before, coming)) return null;
  if (basedOn === before.revision) {
    await updateDraft(tx, before.id, coming);
    return null;
  }
  const { wins, losesNothing } = settleConflict(before, coming);
  const loser = wins === 'coming' ? before : coming;
  if (!losesNothing) {
    if ((await countSetAside(tx, given)) >= setAsideMax) {
      return decline('drafts-too-many', { max: setAsideMax });
    }
    await insertDraft(tx, { ...loser, setAside: true, savedAt: at });
  }
  if (wins === 'coming') await updateDraft(tx, before.id, coming);
  return null;
}

const isEmpty = ({ text, attachmentIds }: Pick<Draft, 'text' | 'attachmentIds'>): boolean =>
  text.trim() === '' && attachmentIds.length === 0;
