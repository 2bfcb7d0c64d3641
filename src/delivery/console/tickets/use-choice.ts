import { useEffect, useMemo, useState } from 'react';
import type { TicketSummary } from '../../web/contract.ts';
import type { QueueFilter } from '../server/queries.ts';

/** Which rows of the list are chosen. What leaves the list is chosen no more; another list begins with none. */
export function useChoice(items: readonly TicketSummary[], filter: QueueFilter) {
  const [numbers, setNumbers] = useState<ReadonlySet<number>>(none);
  const [anchor, setAnchor] = useState<number | null>(null);
  const list = JSON.stringify(filter);
  useEffect(() => {
    void list;
    setNumbers(none);
    setAnchor(null);
  }, [list]);

  const tickets = useMemo(
    () => items.filter(({ number }) => numbers.has(number)),
    [items, numbers],
  );
  const add = (more: readonly number[]) => setNumbers((chosen) => new Set([...chosen, ...more]));
  /** `through`: it is chosen with all those between it and the one before. */
  const toggle = (number: number, through: boolean) => {
    if (through && anchor !== null) add(between(items, anchor, number));
    else
      setNumbers((chosen) =>
        chosen.has(number) ? without(chosen, number) : new Set([...chosen, number]),
      );
    setAnchor(number);
  };
  return {
    tickets,
    numbers,
    add,
    toggle,
    all: () => add(items.map(({ number }) => number)),
    none: () => setNumbers(none),
  };
}

const none: ReadonlySet<number> = new Set();

const without = (chosen: ReadonlySet<number>, number: number): ReadonlySet<number> =>
  new Set([...chosen].filter((each) => each !== number));

/** From one row to another, both included; the other alone when the first has left the list. */
function between(
  items: readonly Pick<TicketSummary, 'number'>[],
  one: number,
  other: number,
): readonly number[] {
  const places = [one, other].map((number) => items.findIndex((item) => item.number === number));
  if (places.includes(-1)) return [other];
  const [from = 0, to = 0] = places.toSorted((a, b) => a - b);
  return items.slice(from, to + 1).map(({ number }) => number);
}
