import type { Log } from '../../log.ts';
import type { ClusterFolders } from './cluster-folder.ts';
import { programFile } from './find-binaries.ts';
import { findServer } from './postmaster.ts';
import type { RunnableBinaries } from './prepare-binaries.ts';
import { runProgram } from './run-program.ts';
import type { ServerUser } from './server-user.ts';

/** How long the server gets to write a checkpoint before it is told to stop as it stands (nothing committed is lost). */
const fastTimeoutSeconds = 5;
const immediateTimeoutSeconds = 3;

/** Stops the server of the cluster: `fast` first, then `immediate`. Throws when it survives both. */
export async function stopServer(
  folders: ClusterFolders,
  binaries: RunnableBinaries,
  user: ServerUser | null,
  log: Log,
): Promise<void> {
  if (await tryToStop('fast', fastTimeoutSeconds)) return;
  log.warn('the database did not stop in time; stopping it at once, it recovers at the next start');
  if (await tryToStop('immediate', immediateTimeoutSeconds)) return;
  throw new Error(`the embedded PostgreSQL in ${folders.cluster} does not stop`);

  async function tryToStop(mode: string, timeoutSeconds: number): Promise<boolean> {
    const { code } = await runProgram(
      programFile(binaries.binFolder, 'pg_ctl'),
      [
        `--pgdata=${folders.cluster}`,
        '--wait',
        `--timeout=${timeoutSeconds}`,
        '--silent',
        `--mode=${mode}`,
        'stop',
      ],
      { user, folder: folders.base },
    );
    return code === 0 || (await findServer(folders.cluster)).kind === 'absent';
  }
}
