import { Logger } from 'graphile-worker';
import type { Log } from '../log.ts';

/** graphile-worker's logger on ours. Its "info" tells of every start and stop of a runner: for us that is debugging. */
export function workerLog(log: Log): Logger {
  return new Logger(() => (level, message, meta) => {
    const fields = meta?.['error'] === undefined ? {} : { err: meta['error'] };
    if (level === 'error') log.error(fields, message);
    else if (level === 'warning') log.warn(fields, message);
    else log.debug(fields, message);
  });
}
