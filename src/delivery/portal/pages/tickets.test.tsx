import { renderToString } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';
import { sampleContext } from '../../../../test/support/sample-ticket.ts';
import { TicketsView } from './tickets.tsx';

const none = { items: [], nextCursor: null };
const all = { view: 'all', q: '', priority: null, person: null } as const;
const page = (
  search: Partial<Parameters<typeof TicketsView>[0]['search']>,
  list: Parameters<typeof TicketsView>[0]['list'] = none,
) =>
  renderToString(
    <TicketsView
      context={sampleContext()}
      search={{ ...all, ...search }}
      contacts={[]}
      list={list}
    />,
  );

describe('the list of requests', () => {
  it('keeps what was asked for from one view to the other, and to the next page', () => {
    const html = page(
      { view: 'active', q: 'caja', priority: 'p2', person: 7 },
      { items: [], nextCursor: 'c' },
    );
    expect(html).toContain('href="/tickets?view=held&amp;q=caja&amp;priority=p2&amp;person=7"');
    expect(html).toContain(
      'href="/tickets?view=active&amp;q=caja&amp;priority=p2&amp;person=7&amp;cursor=c"',
    );
  });

  it('shows that it is filtered, and the way out of it', () => {
    expect(page({ priority: 'p2' })).toContain('<details class="filter" open>');
    expect(page({})).toContain('<details class="filter">');
    const empty = page({ view: 'held', person: 7 });
    expect(empty).toContain('Ninguna solicitud coincide con el filtro');
    expect(empty).toContain('href="/tickets?view=held"');
  });

  it('asks for a person only where there are people to choose from', () => {
    expect(page({})).not.toContain('name="person"');
  });
});
