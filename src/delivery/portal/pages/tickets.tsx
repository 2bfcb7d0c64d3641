import { iconSearch } from '../../ui/icons.gen.ts';
import { paths } from '../../ui/paths.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Page, TicketSummary } from '../../web/contract.ts';
import { answerPage } from '../answer.tsx';
import { contextOf, type PageContext } from '../page-context.ts';
import { Empty, PageHead } from '../views/elements.tsx';
import { Icon } from '../views/icon.tsx';
import { TicketList } from '../views/ticket-list.tsx';

const views = ['all', 'active', 'waiting', 'held', 'resolved', 'ended'] as const;
type View = (typeof views)[number];

/** Every request that the reader may see: the company's for its administrators, their own for the others. */
export const ticketsPage: Page = {
  method: 'GET',
  path: paths.tickets,
  signedIn: true,
  handle: async (request) => {
    const { url, call } = request;
    const view = views.find((known) => known === url.searchParams.get('view')) ?? 'all';
    const q = url.searchParams.get('q')?.trim().slice(0, 200) ?? '';
    const cursor = url.searchParams.get('cursor') ?? undefined;
    const [context, page] = await Promise.all([
      contextOf(request),
      call('listTickets', {
        query: {
          view,
          limit: 25,
          ...(q === '' ? {} : { q }),
          ...(cursor === undefined ? {} : { cursor: cursor.slice(0, 200) }),
        },
      }),
    ]);
    return answerPage(context, {
      title: m.portal_tickets_title({}, context.say),
      section: 'tickets',
      body: <TicketsView context={context} list={{ view, q, ...page }} />,
    });
  },
};

interface TicketsProps {
  readonly context: PageContext;
  readonly list: {
    readonly view: View;
    readonly q: string;
    readonly items: readonly TicketSummary[];
    readonly nextCursor: string | null;
  };
}

export const TicketsView = ({ context, list }: TicketsProps) => {
  const { say } = context;
  const address = (change: Readonly<Record<string, string>>) => {
    const query = new URLSearchParams({
      ...(list.view === 'all' ? {} : { view: list.view }),
      ...(list.q === '' ? {} : { q: list.q }),
      ...change,
    });
    return `${paths.tickets}?${query}`;
  };
  return (
    <div class="narrow">
      <PageHead title={m.portal_tickets_title({}, say)} />
      <search>
        <form class="search" method="get" action={paths.tickets}>
          <label for="q" class="visually-hidden">
            {m.portal_tickets_search({}, say)}
          </label>
          <input
            id="q"
            name="q"
            type="search"
            value={list.q}
            maxLength={200}
            placeholder={m.portal_tickets_search({}, say)}
          />
          {list.view === 'all' ? null : <input type="hidden" name="view" value={list.view} />}
          <button class="button" type="submit">
            <Icon shape={iconSearch} />
            <span>{m.portal_tickets_search_act({}, say)}</span>
          </button>
        </form>
      </search>
      <nav class="filters" aria-label={m.portal_tickets_filter({}, say)}>
        {views.map((view) => (
          <a
            key={view}
            href={address({ view })}
            aria-current={view === list.view ? 'true' : undefined}
          >
            {viewName(view, say)}
          </a>
        ))}
      </nav>
      {list.items.length > 0 ? (
        <section>
          <h2 class="visually-hidden">{viewName(list.view, say)}</h2>
          <TicketList context={context} tickets={list.items} />
        </section>
      ) : (
        <Empty
          title={
            list.q === ''
              ? m.portal_tickets_empty({}, say)
              : m.portal_tickets_none_found({ words: list.q }, say)
          }
        >
          <p>
            {list.q === '' ? (
              <a class="button primary" href={paths.newTicket}>
                {m.portal_home_new({}, say)}
              </a>
            ) : (
              <a href={paths.tickets}>{m.portal_tickets_show_all({}, say)}</a>
            )}
          </p>
        </Empty>
      )}
      {list.nextCursor === null ? null : (
        <p>
          <a class="button wide" href={address({ cursor: list.nextCursor })}>
            {m.portal_more({}, say)}
          </a>
        </p>
      )}
    </div>
  );
};

function viewName(view: View, say: PageContext['say']): string {
  switch (view) {
    case 'all':
      return m.portal_view_all({}, say);
    case 'active':
      return m.portal_view_active({}, say);
    case 'waiting':
      return m.portal_view_waiting({}, say);
    case 'held':
      return m.portal_view_held({}, say);
    case 'resolved':
      return m.portal_view_resolved({}, say);
    case 'ended':
      return m.portal_view_ended({}, say);
  }
}
