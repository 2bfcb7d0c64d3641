import { z } from 'zod';
import {
  countUnreadNotices,
  listNotices,
  readNotices,
} from '../../../modules/notifications/index.ts';
import { inTransaction } from '../../../platform/database/index.ts';
import { readCursor, toPage } from '../../../platform/http.ts';
import { explainDecision, readDecision } from '../../../policy/decisions.ts';
import type { Mounting } from '../handlers.ts';
import { toTime } from './as-json.ts';

const unreadMax = 100;

/** V.d: what the desk told its own people: each reads and clears only what is theirs. */
export function mountNotices({ mount }: Mounting): void {
  mount('listNotices', async ({ query }, { database, principal, language, timeZone }) => {
    const found = await listNotices(database.db, principal.personId, {
      before: readCursor(query.cursor, z.tuple([z.int()]))?.[0] ?? null,
      limit: query.limit + 1,
    });
    const { items, nextCursor } = toPage(found, query.limit, ({ id }) => [id]);
    return {
      items: items.map(({ id, ticket, decision, agreementVersion, at, readAt }) => ({
        id,
        kind: decision.kind,
        ticket,
        words: explainDecision(readDecision(decision), language, timeZone),
        clause: decision.clause,
        agreementVersion,
        at: toTime(at),
        read: readAt !== null,
      })),
      nextCursor,
    };
  });

  mount('countNotices', async (_, { database, principal }) => ({
    unread: await countUnreadNotices(database.db, principal.personId, unreadMax),
  }));

  mount('readNotices', async ({ body }, { database, principal, at }) => {
    await inTransaction(database, (tx) =>
      readNotices(tx, principal.personId, { through: body.throughId, at }),
    );
    return { unread: await countUnreadNotices(database.db, principal.personId, unreadMax) };
  });
}
