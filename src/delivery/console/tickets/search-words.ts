import type { Api, CallInput, TicketSummary } from '../../web/contract.ts';
import { plainText } from '../parts/matches.ts';

type Priority = TicketSummary['priority'];
type Status = TicketSummary['status'];
type Asked = CallInput<Api['listTickets']>['query'];
export type Mark = NonNullable<Asked['mark']>;
export type ClockKind = NonNullable<Asked['clock']>;

/** What one search asks for. A filter written twice counts as it was written last. */
export interface TicketSearch {
  /** What is left for the full-text search, with its "phrases" and its -words. */
  readonly q: string;
  readonly priority: Priority | null;
  /** Words of the customer's name. */
  readonly customer: string | null;
  /** `me`, `none`, or words of the agent's name. */
  readonly assignee: string | null;
  readonly status: Status | null;
  /** Words of the team's name. */
  readonly team: string | null;
  /** What the board counts it as, of one clock alone when that is named. */
  readonly mark: Mark | null;
  readonly clock: ClockKind | null;
  /** The number, when nothing else was written: `#1042` or `1042`. */
  readonly number: number | null;
}

export type SearchFilter =
  | 'priority'
  | 'customer'
  | 'assignee'
  | 'status'
  | 'team'
  | 'mark'
  | 'clock';

/**
 * Reads `prioridad:1 cliente:acme "factura"`, in either language whatever the screen speaks, and whatever the accents.
 * A filter that nobody knows, or a value that it does not have, stays among the words.
 */
export function readSearch(written: string): TicketSearch {
  const found = piecesOf(written).map((piece) => ({ piece, filter: filterOf(piece) }));
  const last = <Kind extends SearchFilter>(kind: Kind) =>
    found.findLast(({ filter }) => filter?.kind === kind)?.filter?.value ?? null;
  const q = found.flatMap(({ piece, filter }) => (filter === null ? piece : [])).join(' ');
  const number = found.length === 1 ? /^#?(\d{3,9})$/.exec(q)?.[1] : undefined;
  return {
    q,
    // The tables below give each kind values of its own type.
    priority: last('priority') as Priority | null,
    customer: last('customer'),
    assignee: last('assignee'),
    status: last('status') as Status | null,
    team: last('team'),
    mark: last('mark') as Mark | null,
    clock: last('clock') as ClockKind | null,
    number: number === undefined ? null : Number(number),
  };
}

/** The same search without this filter. */
export const withoutFilter = (written: string, kind: SearchFilter): string =>
  piecesOf(written)
    .filter((piece) => filterOf(piece)?.kind !== kind)
    .join(' ');

/** Words, "phrases", and filters whose value may be a phrase. */
const piecesOf = (written: string): readonly string[] =>
  written.match(/\p{L}+:"[^"]*"|-?"[^"]*"|\S+/gu) ?? [];

function filterOf(piece: string): { readonly kind: SearchFilter; readonly value: string } | null {
  const [, name = '', quoted, bare] = /^(\p{L}+):(?:"([^"]*)"|(\S+))$/u.exec(piece) ?? [];
  const kind = filterNames.get(plainText(name));
  const value = (quoted ?? bare ?? '').trim();
  if (kind === undefined || value === '') return null;
  const plain = plainText(value);
  const read = {
    priority: () => levels.get(plain.replace(/^p(?=\d)/, '')) ?? null,
    customer: () => value,
    assignee: () => assignees.get(plain) ?? value,
    status: () => statuses.get(plain) ?? null,
    team: () => value,
    mark: () => marks.get(plain) ?? null,
    clock: () => clocks.get(plain) ?? null,
  }[kind]();
  return read === null ? null : { kind, value: read };
}

const filterNames = new Map<string, SearchFilter>([
  ['prioridad', 'priority'],
  ['priority', 'priority'],
  ['p', 'priority'],
  ['cliente', 'customer'],
  ['customer', 'customer'],
  ['asesor', 'assignee'],
  ['asesora', 'assignee'],
  ['agent', 'assignee'],
  ['estado', 'status'],
  ['status', 'status'],
  ['equipo', 'team'],
  ['team', 'team'],
  ['es', 'mark'],
  ['is', 'mark'],
  ['reloj', 'clock'],
  ['clock', 'clock'],
]);

const levels = new Map<string, Priority>([
  ['1', 'p1'],
  ['2', 'p2'],
  ['3', 'p3'],
  ['4', 'p4'],
  ['convenida', 'agreed'],
  ['agreed', 'agreed'],
]);

const assignees = new Map([
  ['yo', 'me'],
  ['mi', 'me'],
  ['me', 'me'],
  ['nadie', 'none'],
  ['none', 'none'],
  ['nobody', 'none'],
]);

const statuses = new Map<string, Status>([
  ['retenida', 'held'],
  ['held', 'held'],
  ['abierta', 'open'],
  ['open', 'open'],
  ['espera', 'waiting'],
  ['waiting', 'waiting'],
  ['resuelta', 'resolved'],
  ['resolved', 'resolved'],
  ['cerrada', 'closed'],
  ['closed', 'closed'],
  ['canalizada', 'referred'],
  ['referred', 'referred'],
  ['rechazada', 'rejected'],
  ['rejected', 'rejected'],
  ['retirada', 'withdrawn'],
  ['withdrawn', 'withdrawn'],
]);

const marks = new Map<string, Mark>([
  ['vencida', 'breached'],
  ['breached', 'breached'],
  ['por-vencer', 'soon'],
  ['soon', 'soon'],
  ['sin-verificar', 'unverified'],
  ['unverified', 'unverified'],
  ['con-otra-prioridad', 'reprioritised'],
  ['reprioritised', 'reprioritised'],
  ['reabierta', 'reopened'],
  ['reopened', 'reopened'],
  ['en-gracia', 'grace'],
  ['grace', 'grace'],
  ['por-abandonar', 'abandonment-proposed'],
  ['abandonment', 'abandonment-proposed'],
]);

const clocks = new Map<string, ClockKind>([
  ['atencion', 'firstResponse'],
  ['first-response', 'firstResponse'],
  ['resolucion', 'resolution'],
  ['resolution', 'resolution'],
  ['nueva-respuesta', 'nextResponse'],
  ['next-response', 'nextResponse'],
]);
