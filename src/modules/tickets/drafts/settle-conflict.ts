import type { Draft } from './model.ts';

export type Written = Pick<Draft, 'text' | 'form' | 'attachmentIds' | 'writtenAt'>;

export interface Settled {
  readonly wins: 'kept' | 'coming';
  /** Whether the other one says anything that the winner does not: only then is it set aside. */
  readonly losesNothing: boolean;
}

/** Two drafts of one person, each written without the other: the newer one goes on, and of the other nothing is lost. */
export function settleConflict(kept: Written, coming: Written): Settled {
  const wins = coming.writtenAt >= kept.writtenAt ? 'coming' : 'kept';
  const [winner, loser] = wins === 'coming' ? [coming, kept] : [kept, coming];
  const losesNothing =
    winner.text.includes(loser.text.trim()) &&
    loser.attachmentIds.every((id) => winner.attachmentIds.includes(id));
  return { wins, losesNothing };
}

/** Whether saving the one where the other stands changes anything. */
export const saysTheSame = (a: Written, b: Written): boolean =>
  a.text === b.text && a.form === b.form && sameIds(a.attachmentIds, b.attachmentIds);

const sameIds = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((id, index) => id === b[index]);
