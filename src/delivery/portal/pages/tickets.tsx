import { iconListFilter, iconSearch } from '../../ui/icons.gen.ts';
import { paths } from '../../ui/paths.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Contact, Page, TicketSummary } from '../../web/contract.ts';
import { answerPage } from '../answer.tsx';
import { contextOf, type PageContext } from '../page-context.ts';
import { Empty, Field, Option, PageHead } from '../views/elements.tsx';
import { Icon } from '../views/icon.tsx';
import { PersonField } from '../views/person-field.tsx';
import { TicketList } from '../views/ticket-list.tsx';
import { priorityName } from '../views/ticket-words.ts';

const views = ['all', 'active', 'waiting', 'held', 'resolved', 'ended'] as const;
type View = (typeof views)[number];

const priorities = ['p1', 'p2', 'p3', 'p4', 'agreed'] as const;

/** What the reader looks for among the requests, as the address says it. */
interface Search {
  readonly view: View;
  readonly q: string;
  readonly priority: (typeof priorities)[number] | null;
  /** Of those that this person made; for administrators of the company, who see everybody's. */
  readonly person: number | null;
}

/** Every request that the reader may see: the company's for its administrators, their own for the others. */
export const ticketsPage: Page = {
  method: 'GET',
  path: paths.tickets,
  signedIn: true,
  handle: async (request) => {
    const { url, call, me } = request;
    const search = searchIn(url);
    const cursor = url.searchParams.get('cursor') ?? undefined;
    const organizationId = me?.organization?.id;
    const [context, page, contacts] = await Promise.all([
      contextOf(request),
      call('listTickets', {
        query: {
          view: search.view,
          limit: 25,
          ...(search.q === '' ? {} : { q: search.q }),
          ...(search.priority === null ? {} : { priority: search.priority }),
          ...(search.person === null ? {} : { requesterPersonId: search.person }),
          ...(cursor === undefined ? {} : { cursor: cursor.slice(0, 200) }),
        },
      }),
      organizationId !== undefined && me?.roles.includes('customer_administrator')
        ? call('listContacts', { params: { organizationId } })
        : null,
    ]);
    return answerPage(context, {
      title: m.portal_tickets_title({}, context.say),
      section: 'tickets',
      body: (
        <TicketsView
          context={context}
          search={search}
          contacts={contacts?.items ?? []}
          list={page}
        />
      ),
    });
  },
};

function searchIn({ searchParams }: URL): Search {
  const person = Number(searchParams.get('person'));
  return {
    view: views.find((known) => known === searchParams.get('view')) ?? 'all',
    q: searchParams.get('q')?.trim().slice(0, 200) ?? '',
    priority: priorities.find((known) => known === searchParams.get('priority')) ?? null,
    person: Number.isSafeInteger(person) && person > 0 ? person : null,
  };
}

/** The same list with something of it changed. */
function addressOf(search: Search, cursor?: string): string {
  const query = new URLSearchParams({
    ...(search.view === 'all' ? {} : { view: search.view }),
    ...(search.q === '' ? {} : { q: search.q }),
    ...(search.priority === null ? {} : { priority: search.priority }),
    ...(search.person === null ? {} : { person: String(search.person) }),
    ...(cursor === undefined ? {} : { cursor }),
  });
  return `${paths.tickets}?${query}`;
}

interface TicketsProps {
  readonly context: PageContext;
  readonly search: Search;
  /** The people of the company; none for who does not administer it. */
  readonly contacts: readonly Contact[];
  readonly list: {
    readonly items: readonly TicketSummary[];
    readonly nextCursor: string | null;
  };
}

export const TicketsView = (props: TicketsProps) => {
  const { context, search, list } = props;
  const { say } = context;
  const isFiltered = search.priority !== null || search.person !== null;
  return (
    <div class="narrow">
      <PageHead title={m.portal_tickets_title({}, say)} />
      <SearchForm {...props} isFiltered={isFiltered} />
      <nav class="filters" aria-label={m.portal_tickets_filter({}, say)}>
        {views.map((view) => (
          <a
            key={view}
            href={addressOf({ ...search, view })}
            aria-current={view === search.view ? 'true' : undefined}
          >
            {viewName(view, say)}
          </a>
        ))}
      </nav>
      {list.items.length > 0 ? (
        <section>
          <h2 class="visually-hidden">{viewName(search.view, say)}</h2>
          <TicketList context={context} tickets={list.items} />
        </section>
      ) : (
        <NothingFound context={context} search={search} isFiltered={isFiltered} />
      )}
      {list.nextCursor === null ? null : (
        <p>
          <a class="button wide" href={addressOf(search, list.nextCursor)}>
            {m.portal_more({}, say)}
          </a>
        </p>
      )}
    </div>
  );
};

/** Words first; what else can be asked for is folded away until it is in use. */
const SearchForm = ({
  context,
  search,
  contacts,
  isFiltered,
}: TicketsProps & { readonly isFiltered: boolean }) => {
  const { say } = context;
  return (
    <search>
      <form method="get" action={paths.tickets}>
        <div class="search">
          <label for="q" class="visually-hidden">
            {m.portal_tickets_search({}, say)}
          </label>
          <input
            id="q"
            name="q"
            type="search"
            value={search.q}
            maxLength={200}
            placeholder={m.portal_tickets_search({}, say)}
          />
          {search.view === 'all' ? null : <input type="hidden" name="view" value={search.view} />}
          <button class="button" type="submit">
            <Icon shape={iconSearch} />
            <span>{m.portal_tickets_search_act({}, say)}</span>
          </button>
        </div>
        <details class="filter" open={isFiltered}>
          <summary>
            <Icon shape={iconListFilter} />
            {m.portal_filter({}, say)}
          </summary>
          <div class="range">
            <Field id="priority" label={m.portal_filter_priority({}, say)}>
              {(described) => (
                <select {...described} name="priority">
                  <Option value="" chosen={search.priority ?? ''}>
                    {m.portal_filter_any_priority({}, say)}
                  </Option>
                  {priorities.map((priority) => (
                    <Option key={priority} value={priority} chosen={search.priority ?? ''}>
                      {priorityName(priority, context)}
                    </Option>
                  ))}
                </select>
              )}
            </Field>
            {contacts.length === 0 ? null : (
              <PersonField context={context} contacts={contacts} chosen={search.person} />
            )}
            <p class="choices">
              <button class="button primary" type="submit">
                {m.portal_statement_show({}, say)}
              </button>
              {isFiltered ? (
                <a
                  class="button quiet"
                  href={addressOf({ ...search, priority: null, person: null })}
                >
                  {m.portal_filter_off({}, say)}
                </a>
              ) : null}
            </p>
          </div>
        </details>
      </form>
    </search>
  );
};

const NothingFound = ({
  context: { say },
  search,
  isFiltered,
}: Pick<TicketsProps, 'context' | 'search'> & { readonly isFiltered: boolean }) => {
  if (isFiltered) {
    return (
      <Empty title={m.portal_tickets_none_filtered({}, say)}>
        <p>
          <a href={addressOf({ ...search, priority: null, person: null })}>
            {m.portal_filter_off({}, say)}
          </a>
        </p>
      </Empty>
    );
  }
  return search.q === '' ? (
    <Empty title={m.portal_tickets_empty({}, say)}>
      <p>
        <a class="button primary" href={paths.newTicket}>
          {m.portal_home_new({}, say)}
        </a>
      </p>
    </Empty>
  ) : (
    <Empty title={m.portal_tickets_none_found({ words: search.q }, say)}>
      <p>
        <a href={paths.tickets}>{m.portal_tickets_show_all({}, say)}</a>
      </p>
    </Empty>
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
