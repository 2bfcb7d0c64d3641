import type pg from 'pg';

/** What of pg's connection a COPY needs; its types do not tell. */
interface CopyConnection {
  query(text: string): void;
  sendCopyFromChunk(chunk: Uint8Array): void;
  endCopyFrom(): void;
  sendCopyFail(why: string): void;
  readonly stream: {
    readonly writableNeedDrain: boolean;
    once(event: 'drain' | 'close', run: () => void): void;
    off(event: 'drain' | 'close', run: () => void): void;
    pause(): void;
    resume(): void;
    destroy(): void;
  };
}

/** So much is gathered before it is handed on; the server waits meanwhile. */
const pieceBytes = 4 * 1024 * 1024;

/**
 * COPY … TO STDOUT: what it says in the text format, in pieces of some megabytes that end at the end of a row; no more
 * than one of them is in memory. The client must do nothing else meanwhile, and is of no use any more when the reader
 * leaves early.
 */
export async function* copyOut(client: pg.ClientBase, source: string): AsyncGenerator<Buffer> {
  let rows: Buffer[] = [];
  let bytes = 0;
  let ended = false;
  let failure: Error | null = null;
  let wake: () => void = () => undefined;
  let connection: CopyConnection | null = null;
  submit(client, {
    submit(given) {
      connection = given;
      given.query(`copy ${source} to stdout`);
    },
    handleCopyData({ chunk }) {
      // The driver's own buffer is written over.
      rows.push(Buffer.from(chunk));
      bytes += chunk.length;
      if (bytes < pieceBytes) return;
      connection?.stream.pause();
      wake();
    },
    handleCommandComplete: () => undefined,
    handleError(error) {
      failure = error;
      wake();
    },
    handleReadyForQuery() {
      ended = true;
      wake();
    },
  });
  try {
    while (true) {
      if (!ended && failure === null && bytes < pieceBytes) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      if (failure !== null) throw failure;
      const piece = Buffer.concat(rows);
      rows = [];
      bytes = 0;
      if (piece.length > 0) yield piece;
      if (ended) return;
      resume(connection);
    }
  } finally {
    if (!ended && failure === null) destroy(connection);
  }
}

// A closure writes it, which the compiler does not follow.
const resume = (connection: CopyConnection | null): void => connection?.stream.resume();
const destroy = (connection: CopyConnection | null): void => connection?.stream.destroy();

/**
 * COPY target FROM STDIN: the fastest way into a table. Takes the text format; answers how many rows it became. Throws
 * what the source or the database threw.
 */
export function copyIn(
  client: pg.ClientBase,
  target: string,
  text: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<number> {
  return new Promise((resolve, reject) => {
    let rows = 0;
    let failure: unknown = null;
    submit(client, {
      submit: (connection) => connection.query(`copy ${target} from stdin`),
      handleCopyInResponse(connection) {
        send(connection).catch((error: unknown) => {
          failure ??= error;
          connection.sendCopyFail('the source failed');
        });
      },
      handleCommandComplete(message) {
        rows = Number(/^COPY (\d+)$/.exec(message.text)?.[1] ?? 0);
      },
      handleError(error) {
        failure ??= error;
        reject(failure);
      },
      handleReadyForQuery: () => (failure === null ? resolve(rows) : reject(failure)),
    });

    async function send(connection: CopyConnection): Promise<void> {
      for await (const piece of text) {
        if (failure !== null) return;
        connection.sendCopyFromChunk(piece);
        if (connection.stream.writableNeedDrain) await drained(connection);
      }
      connection.endCopyFrom();
    }
  });
}

/** Also when the connection is lost: then the driver tells of it. */
const drained = ({ stream }: CopyConnection): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      stream.off('drain', done);
      stream.off('close', done);
      resolve();
    };
    stream.once('drain', done);
    stream.once('close', done);
  });

interface Copy {
  submit(connection: CopyConnection): void;
  handleCopyInResponse?(connection: CopyConnection): void;
  handleCopyData?(message: { readonly chunk: Buffer }): void;
  handleCommandComplete(message: { readonly text: string }): void;
  handleError(error: Error): void;
  handleReadyForQuery(): void;
}

/** The driver runs any query that answers these calls; its types know only its own. */
function submit(client: pg.ClientBase, copy: Copy): void {
  // What follows belongs to the COPY, so that nothing else may be sent in a row with it.
  Object.assign(client, { pipeline: false });
  client.query({ handleRowDescription: () => undefined, ...copy } as unknown as pg.Submittable);
}
