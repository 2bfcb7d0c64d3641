import { open } from 'node:fs/promises';

/** A rename is safe only when the folder's own entry is on the disk. Windows flushes it by itself. */
export async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
