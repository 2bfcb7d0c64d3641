import type { Api, CallInput } from '../web/contract.ts';

type Kind = NonNullable<CallInput<Api['getStatement']>['query']>['kind'];

export const lineKinds = [
  'purchase',
  'hold',
  'charge',
  'release',
  'expiry',
  'adjustment',
  'objection',
] as const satisfies readonly NonNullable<Kind>[];
export type LineKind = (typeof lineKinds)[number];

/** What a reader of the statement asked for: days, and what to look for within them. */
export interface StatementSearch {
  readonly from?: string;
  readonly to?: string;
  readonly kind?: LineKind;
  readonly q?: string;
  readonly person?: number;
  /** Where its page begins. */
  readonly cursor?: string;
}

/** From an address, or from what a form of the page remembers of it; what cannot be is left out. */
export function searchIn(params: URLSearchParams): StatementSearch {
  const day = (name: string) => {
    const value = params.get(name) ?? '';
    return /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value)) ? value : undefined;
  };
  const person = Number(params.get('person'));
  return withoutAbsent({
    from: day('from'),
    to: day('to'),
    kind: lineKinds.find((kind) => kind === params.get('kind')),
    q: params.get('q')?.trim().slice(0, 200) || undefined,
    person: Number.isSafeInteger(person) && person > 0 ? person : undefined,
    cursor: params.get('cursor')?.slice(0, 200) || undefined,
  });
}

/** What the page shows, or what the page of one of its acts shows again. */
export const shownAt = ({ searchParams }: URL): URLSearchParams => {
  const of = searchParams.get('statement');
  return of === null ? searchParams : new URLSearchParams(of);
};

export const daysOf = ({ from, to }: StatementSearch): Pick<StatementSearch, 'from' | 'to'> =>
  withoutAbsent({ from, to });

/** Whether it leaves out lines of its days. */
export const isFiltered = ({ kind, q, person }: StatementSearch): boolean =>
  kind !== undefined || q !== undefined || person !== undefined;

/** As the address says it. */
export const addressOf = (search: StatementSearch): string =>
  new URLSearchParams(
    Object.entries(search).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();

/** As the desk is asked for it. */
export const queryOf = ({ person, ...search }: StatementSearch) => ({
  ...search,
  ...(person === undefined ? {} : { requesterPersonId: person }),
  limit: 50,
});

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

const withoutAbsent = <T extends object>(fields: T): Present<T> =>
  // What is taken away are exactly the fields that are undefined.
  Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Present<T>;
