// Files that wait to go up, on the device: a page that is left, or a phone that closes it, does not lose them.
import { personId } from './page.ts';

export interface KeptFile {
  readonly id: number;
  readonly file: File;
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
      if (isOf(value, draft)) found.push({ id: Number(key), file: value.file });
    });
    return found;
  } catch {
    return [];
  }
}

export async function forgetFile(id: number | null): Promise<void> {
  if (id === null) return;
  try {
    await result((await store('readwrite')).delete(id));
  } catch {
    // Where nothing can be kept, nothing is there to forget.
  }
}

export async function forgetFilesOf(draft: string): Promise<void> {
  try {
    await eachRow('readwrite', (row) => {
      if (isOf(row.value, draft)) row.delete();
    });
  } catch {
    // See above.
  }
}

/** Signing out leaves nothing on a device that others may use. */
export async function forgetAllFiles(): Promise<void> {
  try {
    await result((await store('readwrite')).clear());
  } catch {
    // See above.
  }
}

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
