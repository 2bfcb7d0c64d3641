// Files that wait to go up, on the device: a page that is left, or a phone that closes it, does not lose them.
import { personId } from './page.ts';

export interface KeptFile {
  readonly id: number;
  readonly file: File;
  /** How the form names it where it is up already, on a page that was left since; null: it waits. */
  readonly up: string | null;
}

interface KeptRow {
  readonly owner: string;
  /** The draft that it belongs to. */
  readonly draft: string;
  readonly file: File;
}

/** Null when this browser keeps nothing (private window, full): the file then lives as long as its page. */
export async function keepFile(draft: string, file: File): Promise<number | null> {
  try {
    const row: KeptRow = { owner: personId, draft, file };
    return Number(await result((await store('readwrite')).add(row)));
  } catch {
    return null;
  }
}

export async function filesOf(draft: string): Promise<readonly KeptFile[]> {
  try {
    const found: KeptFile[] = [];
    await eachRow('readonly', ({ key, value }) => {
      const id = Number(key);
      const up = localStorage.getItem(markOf(id));
      if (isOf(value, draft)) found.push({ id, file: value.file, up });
    });
    return found;
  } catch {
    return [];
  }
}

/** It is up: said at once, so that no page sends it again, and kept until its form has gone or the draft is seen to hold it. */
export function markUp(id: number | null, value: string): void {
  if (id === null) return;
  try {
    localStorage.setItem(markOf(id), value);
  } catch {
    // Full: the next page sends it once more, and whoever writes sees it twice.
  }
}

export async function forgetFile(id: number | null): Promise<void> {
  if (id === null) return;
  try {
    await result((await store('readwrite')).delete(id));
    localStorage.removeItem(markOf(id));
  } catch {
    // Where nothing can be kept, nothing is there to forget.
  }
}

export async function forgetFilesOf(draft: string): Promise<void> {
  try {
    await eachRow('readwrite', (row) => {
      if (!isOf(row.value, draft)) return;
      row.delete();
      localStorage.removeItem(markOf(Number(row.key)));
    });
  } catch {
    // See above.
  }
}

/** Signing out leaves nothing on a device that others may use. */
export async function forgetAllFiles(): Promise<void> {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(markPrefix)) localStorage.removeItem(key);
    }
    await result((await store('readwrite')).clear());
  } catch {
    // See above.
  }
}

const markPrefix = 'atenta.up.';
const markOf = (id: number): string => `${markPrefix}${id}`;

const isOf = ({ owner, draft }: KeptRow, wanted: string): boolean =>
  owner === personId && draft === wanted;

async function eachRow(
  mode: IDBTransactionMode,
  act: (row: IDBCursorWithValue & { readonly value: KeptRow }) => void,
): Promise<void> {
  const asked = (await store(mode)).openCursor();
  await new Promise<void>((resolve, reject) => {
    asked.onsuccess = () => {
      const row = asked.result;
      if (row === null) return resolve();
      act(row);
      row.continue();
    };
    asked.onerror = () => reject(asked.error);
  });
}

async function store(mode: IDBTransactionMode): Promise<IDBObjectStore> {
  const asked = indexedDB.open('atenta', 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore('files', { autoIncrement: true });
  const database = await result(asked);
  const transaction = database.transaction('files', mode);
  transaction.oncomplete = () => database.close();
  transaction.onabort = () => database.close();
  return transaction.objectStore('files');
}

const result = <T>(asked: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
