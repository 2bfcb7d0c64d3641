import type { Tx } from '../../platform/database/index.ts';
import { readService } from '../catalog/index.ts';
import { readScopeAnswer, type Ticket } from '../tickets/index.ts';
import type { LetterScope } from './model.ts';

/** I: what the firm answers about the scope of a request, as it was kept with it; null while it is ours. */
export async function scopeTold(
  tx: Tx,
  { id, status }: Pick<Ticket, 'id' | 'status'>,
): Promise<LetterScope | null> {
  if (status !== 'rejected' && status !== 'referred') return null;
  const told = await readScopeAnswer(tx, id);
  if (told === null) return null;
  const suggested =
    told.suggestedServiceId === null ? null : await readService(tx, told.suggestedServiceId);
  return { answer: told.answer, suggested: suggested?.active ? suggested.name : null };
}
