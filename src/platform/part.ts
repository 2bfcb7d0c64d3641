import type { Log } from './log.ts';

/** Something that runs as long as the product does: a door, the worker. */
export interface Part {
  readonly name: string;
  /** Resolves when it serves. */
  start(): Promise<void>;
  /** Takes nothing new, ends what is under way, and resolves. Called once, and only after `start` has resolved. */
  stop(): Promise<void>;
}

/** Parts that run; `stop` ends them in the opposite order of their start, so that doors close before what they use. */
export interface RunningParts {
  stop(): Promise<void>;
}

/** Starts one after the other. When one fails, those before it are stopped and its error is thrown. */
export async function startParts(parts: readonly Part[], log: Log): Promise<RunningParts> {
  const running: Part[] = [];
  const stop = async () => {
    for (let part = running.pop(); part !== undefined; part = running.pop()) {
      await stopOne(part, log);
    }
  };
  try {
    for (const part of parts) {
      await part.start();
      running.push(part);
      log.debug({ part: part.name }, 'started');
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop };
}

/** One part that cannot stop well must not keep the others, and the database, from stopping. */
async function stopOne(part: Part, log: Log): Promise<void> {
  try {
    await part.stop();
    log.debug({ part: part.name }, 'stopped');
  } catch (err) {
    log.error({ err, part: part.name }, 'a part did not stop well');
  }
}
