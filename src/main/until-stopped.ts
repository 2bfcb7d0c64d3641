import type { Log } from '../platform/log.ts';

export interface Stopping {
  /** Resolves with the exit code when somebody asks for the end: a signal, or a bug that nobody caught. */
  readonly asked: Promise<number>;
  /** From here on the process has its limited time to end. */
  begin(): void;
  /** The end is reached; the process may go. */
  done(): void;
}

/** A supervisor kills after ten seconds; what is not ended before is given up by ourselves, with a line that says so. */
const stopLimitMs = 9_500;

/** One Ctrl-C may come several ways, from the terminal and through npm; only a later one is a second one. */
const sameMomentMs = 500;

const forgottenLimitMs = 300;

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Ctrl-C and SIGTERM end the product in order; a second one ends it at once, and the next start recovers. */
export function untilStopped(log: Log): Stopping {
  const { promise, resolve } = Promise.withResolvers<number>();
  let asked = false;
  let limit: NodeJS.Timeout | undefined;

  let askedAtMs = Number.POSITIVE_INFINITY;

  const ask = (code: number) => {
    if (performance.now() - askedAtMs > sameMomentMs) process.exit(130);
    askedAtMs = Math.min(askedAtMs, performance.now());
    asked = true;
    resolve(code);
  };
  const onSignal = (signal: NodeJS.Signals) => {
    if (!asked) log.info({ signal }, 'stopping; once more to stop at once');
    ask(0);
  };
  const onFault = (err: unknown) => {
    log.fatal({ err }, 'a fault that nobody expected: stopping');
    if (!asked) ask(1);
  };
  for (const signal of signals) process.on(signal, onSignal);
  const onParentGone = () => onSignal('SIGHUP');
  // scripts/start.mjs runs us on this channel when it had to fetch a newer Node.js.
  process.on('disconnect', onParentGone);
  process.channel?.unref();
  process.on('uncaughtException', onFault);
  process.on('unhandledRejection', onFault);

  return {
    asked: promise,
    begin() {
      asked = true;
      limit ??= setTimeout(() => {
        log.error('not everything ended in time; what was under way is taken up at the next start');
        process.exit(1);
      }, stopLimitMs);
    },
    done() {
      clearTimeout(limit);
      // Whatever was forgotten open must not keep the process; when nothing was, it ends before this.
      setTimeout(() => process.exit(), forgottenLimitMs).unref();
      for (const signal of signals) process.off(signal, onSignal);
      process.off('disconnect', onParentGone);
      process.off('uncaughtException', onFault);
      process.off('unhandledRejection', onFault);
    },
  };
}
