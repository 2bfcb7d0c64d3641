import { useSyncExternalStore } from 'react';

/** Somebody of the desk at a request, and what it does there; what it writes is never told. */
export interface PersonAt {
  readonly personId: number;
  readonly doing: 'reading' | 'note' | 'reply';
}

type Tickets = ReadonlyMap<number, readonly PersonAt[]>;

let tickets: Tickets = new Map();
const listeners = new Set<() => void>();

/** What the server says, of some requests or of all of them. */
export function hearWhereabouts(data: string): void {
  const heard = readWhereabouts(data);
  if (heard !== null) become(heard.all ? heard.tickets : new Map([...tickets, ...heard.tickets]));
}

/** Nothing is heard any more: who was where is no longer known. */
export const forgetWhereabouts = (): void => become(new Map());

/** Who is at this request, oneself among them. Draws again only what shows this request. */
export const useWhoIsAt = (ticketNumber: number): readonly PersonAt[] =>
  useSyncExternalStore(subscribe, () => tickets.get(ticketNumber) ?? nobody);

const nobody: readonly PersonAt[] = [];

function become(next: Tickets): void {
  tickets = new Map([...next].filter(([, people]) => people.length > 0));
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Null for what is not understood. */
export function readWhereabouts(
  data: string,
): { readonly all: boolean; readonly tickets: Tickets } | null {
  try {
    const value: unknown = JSON.parse(data);
    if (!isHeard(value)) return null;
    return {
      all: value.all,
      tickets: new Map(value.tickets.map(({ number, people }) => [number, people])),
    };
  } catch {
    return null;
  }
}

interface Heard {
  readonly all: boolean;
  readonly tickets: readonly { readonly number: number; readonly people: readonly PersonAt[] }[];
}

function isHeard(value: unknown): value is Heard {
  const { all, tickets: each } = fieldsOf(value);
  return typeof all === 'boolean' && Array.isArray(each) && each.every(isTicketHeard);
}

function isTicketHeard(value: unknown): boolean {
  const { number, people } = fieldsOf(value);
  return typeof number === 'number' && Array.isArray(people) && people.every(isPersonAt);
}

function isPersonAt(value: unknown): boolean {
  const { personId, doing } = fieldsOf(value);
  return typeof personId === 'number' && ['reading', 'note', 'reply'].includes(String(doing));
}

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(value ?? {}));
