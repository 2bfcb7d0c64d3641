import type { Instant } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/database/index.ts';
import { standingNewsAt } from '../../policy/standing.ts';
import { isMailQueued } from '../correspondence/index.ts';
import { readStandingHistory } from '../people/index.ts';
import { countAdmittedAt } from '../tickets/index.ts';
import type { Post } from './post.ts';
import { postPersonalLetter, writeLetter } from './post-letter.ts';
import { administratorsOf } from './tell-of-units.ts';

/**
 * II: what a moment of the standing brings, to each administrator of the company: once an entry and kind, and of an end
 * that was moved once a time that it was, however often and late this runs. That a plan does not take place is told to whom the plan was.
 */
export async function tellOfStanding(
  tx: Tx,
  post: Post,
  { organizationId, at }: { readonly organizationId: number; readonly at: Instant },
): Promise<void> {
  const history = (await readStandingHistory(tx, organizationId, at)) ?? [];
  const found = standingNewsAt(history, at);
  if (found.length === 0) return;
  const recipients = await administratorsOf(tx, organizationId, at);
  for (const { news, entry, since, until } of found) {
    const admittedRequests =
      news === 'restored' ? await countAdmittedAt(tx, organizationId, at) : 0;
    const letter = {
      ...{ kind: 'standing' as const, news, since, until, admittedRequests },
      reason: entry.customerReason,
    };
    for (const recipient of recipients) {
      const { personId } = recipient;
      const plan = post.messageId({ key: `standing-planned.${entry.id}`, personId });
      if (news === 'withdrawn' && !(await isMailQueued(tx, plan))) continue;
      const isMoved = news === 'extended' || news === 'shortened';
      await postPersonalLetter(tx, post, {
        key: `standing-${news}.${entry.id}${isMoved ? `.${at}` : ''}`,
        purpose: `standing-${news}`,
        written: await writeLetter(tx, post, { letter, recipient }),
        sensitive: false,
      });
    }
  }
}
