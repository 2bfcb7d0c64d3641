import { mkdir, open, readFile } from 'node:fs/promises';
import path from 'node:path';

/** A file of lines that only grows, beside the database and apart from it. */
export interface AppendOnlyFile {
  /** Writes one line; it is on the disk when this answers. Processes may share the file. */
  append(line: string): Promise<void>;
  /** Every whole line, in the order written; none while there is no file. */
  lines(): Promise<readonly string[]>;
}

export const openAppendOnlyFile = (file: string): AppendOnlyFile => ({
  async append(line) {
    await mkdir(path.dirname(file), { recursive: true });
    const handle = await open(file, 'a', 0o600);
    try {
      // One write: short lines of several processes never mix. It begins with a line break, so that a line that a crash
      // cut short does not swallow the one after it.
      await handle.write(`\n${line}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
  async lines() {
    try {
      const text = await readFile(file, 'utf8');
      return text.split('\n').filter((line) => line !== '');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  },
});
