// Checks a statement of units from its own text alone. It knows nothing of the desk and imports only Node.js, so that it
// can be handed to the customer as one file (verify-statement.ts) and says the same there as on our own page.
import { createHash } from 'node:crypto';

/** What the statement claims about itself, when its numbers hold together. */
export interface CheckedStatement {
  readonly organizationId: number;
  /** As it stands in the file, with dashes. */
  readonly code: string;
  readonly entries: number;
  readonly openingBalanceUnits: number;
  readonly closingBalanceUnits: number;
  readonly closingSequence: number;
  readonly closingHash: string;
}

export type StatementFault =
  | 'not-a-statement'
  | 'entry-not-sealed'
  | 'hash-wrong'
  | 'chain-broken'
  | 'sequence-gap'
  | 'other-account'
  | 'not-conserved'
  | 'balance-wrong'
  | 'shown-differs'
  | 'closing-differs';

export type StatementCheck =
  | { readonly sound: true; readonly statement: CheckedStatement }
  | {
      readonly sound: false;
      /** The first faults, each with the number of its entry; 0 is the statement as a whole. */
      readonly faults: readonly { readonly sequence: number; readonly fault: StatementFault }[];
    };

/** The parts of a statement, whichever format they were read from. */
interface ReadStatement {
  readonly organizationId: number | null;
  readonly code: string;
  readonly opening: Point;
  readonly closing: Point;
  readonly entries: readonly ReadEntry[];
}

interface Point {
  readonly sequence: number;
  readonly hash: string;
  readonly available: number;
  readonly held: number;
}

interface ReadEntry {
  /** The text whose SHA-256 is `hash`: one JSON array, see `canonicalForm` of the desk. */
  readonly sealed: string;
  readonly hash: string;
  /** What people read; it must say what the sealed text says. */
  readonly shown: {
    readonly sequence: number;
    readonly availableChange: number;
    readonly heldChange: number;
    readonly availableAfter: number;
    readonly heldAfter: number;
  };
}

const faultsMax = 20;
const genesisHash = '00';

/** Reads a statement in JSON or CSV and recomputes every hash, every link and every balance of it. Never throws. */
export function checkStatement(text: string): StatementCheck {
  const statement = readJson(text) ?? readCsv(text);
  if (statement === null) return unsound([{ sequence: 0, fault: 'not-a-statement' }]);
  return follow(statement);
}

function follow({ organizationId, code, opening, closing, entries }: ReadStatement) {
  const faults: { sequence: number; fault: StatementFault }[] = [];
  let at = opening;
  let account = organizationId;
  for (const { sealed, hash, shown } of entries) {
    const entry = readSealed(sealed);
    const report = (fault: StatementFault) => faults.push({ sequence: shown.sequence, fault });
    if (entry === null) {
      report('entry-not-sealed');
      continue;
    }
    if (createHash('sha256').update(sealed).digest('hex') !== hash) report('hash-wrong');
    if (entry.previousHash !== at.hash) report('chain-broken');
    if (entry.sequence !== at.sequence + 1) report('sequence-gap');
    account ??= entry.organizationId;
    if (entry.organizationId !== account) report('other-account');
    const [available, held, consumed, expired, issued] = entry.changes;
    if (available + held + consumed + expired !== issued) report('not-conserved');
    const runs =
      at.available + available === entry.availableAfter && at.held + held === entry.heldAfter;
    if (!runs) report('balance-wrong');
    const agrees =
      shown.sequence === entry.sequence &&
      shown.availableChange === available &&
      shown.heldChange === held &&
      shown.availableAfter === entry.availableAfter &&
      shown.heldAfter === entry.heldAfter;
    if (!agrees) report('shown-differs');
    at = {
      sequence: entry.sequence,
      hash,
      available: entry.availableAfter,
      held: entry.heldAfter,
    };
  }
  const closes =
    at.sequence === closing.sequence &&
    at.hash === closing.hash &&
    at.available === closing.available &&
    at.held === closing.held;
  if (!closes) faults.push({ sequence: 0, fault: 'closing-differs' });
  if (opening.sequence === 0 && opening.hash !== genesisHash) {
    faults.push({ sequence: 0, fault: 'chain-broken' });
  }
  if (faults.length > 0) return unsound(faults);
  return {
    sound: true as const,
    statement: {
      organizationId: account ?? 0,
      code,
      entries: entries.length,
      openingBalanceUnits: opening.available + opening.held,
      closingBalanceUnits: closing.available + closing.held,
      closingSequence: closing.sequence,
      closingHash: closing.hash,
    },
  };
}

const unsound = (
  faults: readonly { readonly sequence: number; readonly fault: StatementFault }[],
): StatementCheck => ({ sound: false, faults: faults.slice(0, faultsMax) });

function readSealed(sealed: string) {
  const fields: unknown = parseJson(sealed);
  if (!Array.isArray(fields) || fields[0] !== 'atenta-credit-entry-1' || fields.length !== 24) {
    return null;
  }
  const number = (index: number): number => {
    const value: unknown = fields[index];
    return Number.isSafeInteger(value) ? Number(value) : Number.NaN;
  };
  return {
    previousHash: String(fields[1]),
    organizationId: number(2),
    sequence: number(3),
    changes: [number(5), number(6), number(7), number(8), number(9)] as const,
    availableAfter: number(10),
    heldAfter: number(11),
  };
}

function readJson(text: string): ReadStatement | null {
  const root = parseJson(text.replace(/^\uFEFF/, ''));
  if (!isRecord(root) || root['format'] !== 'atenta-statement-1') return null;
  const entries = root['entries'];
  if (!Array.isArray(entries)) return null;
  return {
    organizationId: numberIn(root, 'account'),
    code: String(root['code'] ?? ''),
    opening: pointIn(root['opening']),
    closing: pointIn(root['closing']),
    entries: entries.map((entry: unknown) => {
      const fields = isRecord(entry) ? entry : {};
      return {
        sealed: String(fields['sealed'] ?? ''),
        hash: String(fields['hash'] ?? ''),
        shown: {
          sequence: numberIn(fields, 'sequence'),
          availableChange: numberIn(fields, 'availableChange'),
          heldChange: numberIn(fields, 'heldChange'),
          availableAfter: numberIn(fields, 'availableAfter'),
          heldAfter: numberIn(fields, 'heldAfter'),
        },
      };
    }),
  };
}

function pointIn(value: unknown): Point {
  const fields = isRecord(value) ? value : {};
  return {
    sequence: numberIn(fields, 'sequence'),
    hash: String(fields['hash'] ?? ''),
    available: numberIn(fields, 'availableUnits'),
    held: numberIn(fields, 'heldUnits'),
  };
}

/** The columns of the CSV by position: their headings are in the language of whoever asked for it. */
const column = {
  sequence: 0,
  reference: 8,
  availableChange: 11,
  heldChange: 12,
  availableAfter: 14,
  heldAfter: 15,
  sealed: 16,
  hash: 17,
} as const;

/** The first row after the heading opens the statement, the last one closes it and carries its code. */
function readCsv(text: string): ReadStatement | null {
  const rows = parseCsv(text.replace(/^\uFEFF/, ''));
  const [heading, first] = rows;
  const last = rows.at(-1);
  if (heading?.[column.hash] !== 'sha256' || first === undefined || last === undefined) return null;
  if (rows.length < 3) return null;
  const point = (row: readonly string[]): Point => ({
    sequence: numberOf(row[column.sequence]),
    hash: row[column.hash] ?? '',
    available: numberOf(row[column.availableAfter]),
    held: numberOf(row[column.heldAfter]),
  });
  return {
    organizationId: null,
    code: last[column.reference] ?? '',
    opening: point(first),
    closing: point(last),
    entries: rows.slice(2, -1).map((row) => ({
      sealed: row[column.sealed] ?? '',
      hash: row[column.hash] ?? '',
      shown: {
        sequence: numberOf(row[column.sequence]),
        availableChange: numberOf(row[column.availableChange]),
        heldChange: numberOf(row[column.heldChange]),
        availableAfter: numberOf(row[column.availableAfter]),
        heldAfter: numberOf(row[column.heldAfter]),
      },
    })),
  };
}

/** RFC 4180, with a comma or a semicolon between the fields, whichever the heading has. One pass, linear. */
function parseCsv(text: string): readonly (readonly string[])[] {
  const separator = (text.split('\n', 1)[0] ?? '').includes(';') ? ';' : ',';
  const rows: string[][] = [];
  let row: string[] = [];
  let field = '';
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (quoted) {
      if (character !== '"') field += character;
      else if (text[index + 1] === '"') {
        field += '"';
        index += 1;
      } else quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === separator) {
      row.push(field);
      field = '';
    } else if (character === '\n') {
      row.push(field.replace(/\r$/, ''));
      rows.push(row);
      row = [];
      field = '';
    } else field += character;
  }
  if (field !== '' || row.length > 0) rows.push([...row, field]);
  return rows.filter((one) => one.length > 1);
}

const numberOf = (text: string | undefined): number =>
  text !== undefined && /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN;

const numberIn = (fields: Readonly<Record<string, unknown>>, name: string): number =>
  typeof fields[name] === 'number' ? fields[name] : Number.NaN;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
