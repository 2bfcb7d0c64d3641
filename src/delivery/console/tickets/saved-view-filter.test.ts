import { expect, it } from 'vitest';
import type { SavedView } from '../../web/contract.ts';
import { filterOfView, isNarrowed, savedViewOf, viewOfFilter } from './saved-view-filter.ts';

const saved = (id: number, more: Partial<SavedView>): SavedView => ({
  id,
  name: `V${id}`,
  shared: false,
  view: 'active',
  search: null,
  priority: null,
  organizationId: null,
  ...more,
});

it('what is saved of a filter shows that filter again', () => {
  const filter = { view: 'held', q: 'cliente:acme', priority: 'p1', organizationId: 7 } as const;
  expect(filterOfView(viewOfFilter(filter))).toEqual(filter);
  expect(filterOfView(viewOfFilter({}))).toEqual({ view: 'active' });
});

it('the queue knows which saved view it shows, the own one first', () => {
  const views = [
    saved(1, { search: 'factura', shared: true }),
    saved(2, { search: 'factura' }),
    saved(3, { view: 'all', search: 'factura' }),
  ];
  expect(savedViewOf(views, { q: 'factura', view: 'active' })?.id).toBe(2);
  expect(savedViewOf(views, { view: 'all', q: 'factura' })?.id).toBe(3);
  expect(savedViewOf(views, { view: 'active', q: 'factura', priority: 'p1' })).toBeUndefined();
  expect(savedViewOf(views, { view: 'active' })).toBeUndefined();
});

it('a bare view is not worth saving', () => {
  expect(isNarrowed({ view: 'held' })).toBe(false);
  expect(isNarrowed({ view: 'held', q: 'x' })).toBe(true);
});
