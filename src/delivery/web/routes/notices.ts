import { z } from 'zod';
import { assert } from '../../../kernel/assert.ts';
import {
  countUnreadNotices,
  listNotices,
  type Notice,
  readNotices,
} from '../../../modules/notifications/index.ts';
import { namesOf, namesOfTeams } from '../../../modules/people/index.ts';
import { ticketsOf } from '../../../modules/tickets/index.ts';
import { inTransaction } from '../../../platform/database/index.ts';
import { readCursor, toPage } from '../../../platform/http.ts';
import { explainDecision, readDecision } from '../../../policy/decisions.ts';
import * as m from '../../ui/words/generated/messages.js';
import { describeEvent } from '../describe-ticket.ts';
import type { Mounting } from '../handlers.ts';
import type { RequestContext } from '../request-context.ts';
import { toTime } from './as-json.ts';

const unreadMax = 100;

/** V.d: what the desk told its own people: each reads and clears only what is theirs. */
export function mountNotices({ mount }: Mounting): void {
  mount('listNotices', async ({ query }, context) => {
    const { database, principal } = context;
    const found = await listNotices(database.db, principal.personId, {
      before: readCursor(query.cursor, z.tuple([z.int()]))?.[0] ?? null,
      limit: query.limit + 1,
    });
    const { items, nextCursor } = toPage(found, query.limit, ({ id }) => [id]);
    const say = await noticeWriter(items, context);
    return {
      items: items.map(({ id, ticket, about, at, readAt }) => ({
        id,
        ticket: { number: ticket.number, subject: ticket.subject },
        ...say(about),
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

type About = Notice['about'];

/** What each of them says, in the reader's words; the names that they need are read at once. */
async function noticeWriter(notices: readonly Notice[], context: RequestContext) {
  const { database, language } = context;
  const events = notices.flatMap(({ about }) => (about.kind === 'event' ? [about.event] : []));
  const [people, teams, tickets] = await Promise.all([
    namesOf(
      database.db,
      notices.flatMap(({ about }) => peopleIn(about)),
    ),
    namesOfTeams(
      database.db,
      events.flatMap(({ data }) => Number(data['teamId'] ?? 0) || []),
    ),
    ticketsOf(
      database.db,
      events.map(({ ticketId }) => ticketId),
    ),
  ]);
  const person = (personId: number | null) =>
    personId === null ? null : { personId, name: people.get(personId)?.name ?? '' };
  const locale = { locale: language };
  const none = { clause: null, agreementVersion: null };

  return (about: About) => {
    switch (about.kind) {
      case 'decision': {
        const { decision, agreementVersion } = about;
        const { kind, clause } = decision;
        const words = explainDecision(readDecision(decision), language, context.timeZone);
        return { kind, words, clause, agreementVersion };
      }
      case 'event': {
        const ticket = tickets.get(about.event.ticketId);
        assert(ticket !== undefined, 'a line of a log is of a request');
        const { type, actor, words } = describeEvent(
          about.event,
          { ticket, teams, person },
          context,
        );
        // What the desk did by itself has nobody to name.
        const said =
          actor === null ? words : m.log_notice_event({ name: actor.name, words }, locale);
        return { kind: type, words: said, ...none };
      }
      case 'mentioned':
      case 'customer-wrote': {
        const { kind, text, authorPersonId } = about;
        const said = { name: person(authorPersonId)?.name ?? '', text: beginning(text) };
        const words =
          kind === 'mentioned'
            ? m.log_notice_mentioned(said, locale)
            : m.log_notice_wrote(said, locale);
        return { kind, words, ...none };
      }
    }
  };
}

const peopleIn = (about: About): readonly number[] => {
  if (about.kind === 'decision') return [];
  if (about.kind !== 'event') return about.authorPersonId === null ? [] : [about.authorPersonId];
  const { actorPersonId, data } = about.event;
  return [actorPersonId, Number(data['assigneePersonId'] ?? 0)].flatMap((id) => id || []);
};

const charactersShown = 140;

/** Enough to know whether to open it, on one or two lines. */
function beginning(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= charactersShown ? line : `${line.slice(0, charactersShown - 1).trimEnd()}…`;
}
