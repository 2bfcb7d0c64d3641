import type { TicketSummary } from '../../web/contract.ts';

export interface TicketSearch {
  /** What is left for the full-text search. */
  readonly q: string;
  readonly priority: TicketSummary['priority'] | null;
  /** The number, when nothing else was written: `#1042` or `1042`. */
  readonly number: number | null;
}

/** Reads `prioridad:1 factura` or `priority:agreed invoice`, in either language whatever the screen speaks. */
export function readSearch(written: string): TicketSearch {
  let priority: TicketSummary['priority'] | null = null;
  const words = written
    .trim()
    .split(/\s+/)
    .filter((word) => {
      const level = /^(?:prioridad|priority|p):(?:p)?(\w+)$/i.exec(word)?.[1]?.toLowerCase();
      const found = level === undefined ? undefined : levels.get(level);
      if (found !== undefined) priority = found;
      return found === undefined;
    });
  const q = words.join(' ');
  const number = /^#?(\d{3,9})$/.exec(q)?.[1];
  return { q, priority, number: number === undefined ? null : Number(number) };
}

const levels = new Map<string, TicketSummary['priority']>([
  ['1', 'p1'],
  ['2', 'p2'],
  ['3', 'p3'],
  ['4', 'p4'],
  ['convenida', 'agreed'],
  ['agreed', 'agreed'],
]);
