import { describe, expect, it } from 'vitest';
import {
  addressOf,
  daysOf,
  isFiltered,
  queryOf,
  type StatementSearch,
  searchIn,
  shownAt,
} from './statement-search.ts';

const read = (address: string): StatementSearch => searchIn(new URLSearchParams(address));

describe('what is looked for in the statement', () => {
  it.each([
    ['', {}],
    ['from=2026-03-01&to=2026-03-31', { from: '2026-03-01', to: '2026-03-31' }],
    [
      'kind=charge&q=+%231127+&person=7&cursor=abc',
      { kind: 'charge', q: '#1127', person: 7, cursor: 'abc' },
    ],
    ['from=2026-02-30x&to=yesterday&kind=hold_more&q=+&person=-1', {}],
    ['person=1.5&done=objection&verify=1', {}],
  ])('%s', (address, search) => {
    expect(read(address)).toEqual(search);
  });

  it('goes into an address and comes out of it as it was', () => {
    const search = read('from=2026-03-01&kind=objection&q=f%C3%A1ctura+%26+m%C3%A1s&person=7');
    expect(read(addressOf(search))).toEqual(search);
  });

  it('an act of the page shows again what the page showed', () => {
    const of = `/account/objections?entry=3&${new URLSearchParams({ statement: 'kind=charge' })}`;
    expect(searchIn(shownAt(new URL(of, 'http://desk.example')))).toEqual({ kind: 'charge' });
    const page = new URL('/account?kind=hold', 'http://desk.example');
    expect(searchIn(shownAt(page))).toEqual({ kind: 'hold' });
  });

  it('days alone leave nothing out; files are of the days', () => {
    const search = read('from=2026-03-01&kind=charge');
    expect([isFiltered(search), isFiltered(daysOf(search))]).toEqual([true, false]);
    expect(daysOf(search)).toEqual({ from: '2026-03-01' });
    expect(queryOf(read('person=7'))).toEqual({ requesterPersonId: 7, limit: 50 });
  });
});
