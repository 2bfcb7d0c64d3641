import pg from 'pg';

/** What a prepared statement answers. On one connection it never changes: the server refuses that (`isStalePlan`). */
interface Shape {
  readonly fields: pg.FieldDef[];
  readonly _parsers?: readonly ((text: string) => unknown)[] | undefined;
  readonly _prebuiltEmptyResultObject: Readonly<Record<string, null>> | null;
}

interface Connection {
  describe(what: unknown): void;
}

interface Named {
  readonly name: string;
  readonly text: unknown;
  readonly values: unknown;
}

/** One of both. */
export type Answer = (error: Error | null, result: pg.QueryResult | undefined) => void;

/** A query of `pg`, with what its types leave out. Its version is pinned; the tests of `preparing-client.ts` run all of this. */
interface QueryOfPg {
  readonly name: string;
  readonly _result: Shape;
  _accumulateRows?: boolean;
  prepare(connection: Connection): void;
  handleError(error: Error, connection: Connection): void;
  handleReadyForQuery(connection: Connection): void;
}
const Query = pg.Query as unknown as new (config: Named, callback: Answer) => QueryOfPg;

/** What one connection knows of the statements that are prepared on it. */
export class Descriptions {
  readonly shapes = new Map<string, Shape>();
  private undescribing: Connection | undefined;

  /** The connection, where nothing is asked to be described. */
  silent(connection: Connection): Connection {
    this.undescribing ??= Object.create(connection, { describe: { value: () => undefined } });
    return this.undescribing ?? connection;
  }
}

/**
 * A named statement whose columns are described once on each connection, and not again before every answer: what names
 * and types them is longer than most answers, for the server to write as for us to read.
 */
export class DescribedOnce extends Query {
  private readonly known: Descriptions;
  private failed = false;

  constructor(config: Named, known: Descriptions, callback: Answer) {
    super(config, callback);
    this.known = known;
  }

  override prepare(connection: Connection): void {
    const shape = this.known.shapes.get(this.name);
    if (shape === undefined) {
      super.prepare(connection);
    } else {
      Object.assign(this._result, shape);
      this._accumulateRows = true;
      super.prepare(this.known.silent(connection));
    }
  }

  override handleError(error: Error, connection: Connection): void {
    this.failed = true;
    super.handleError(error, connection);
  }

  override handleReadyForQuery(connection: Connection): void {
    if (!this.failed && !this.known.shapes.has(this.name)) {
      const { fields, _parsers, _prebuiltEmptyResultObject } = this._result;
      this.known.shapes.set(this.name, { fields, _parsers, _prebuiltEmptyResultObject });
    }
    super.handleReadyForQuery(connection);
  }
}
