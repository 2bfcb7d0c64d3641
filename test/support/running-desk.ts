// The built product as a process of its own, for benches and for tests that kill it.
import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';

export const productRoot = path.resolve(import.meta.dirname, '../..');
const mainFile = path.join(productRoot, 'dist/main.js');

/** For benches and tests that pour more mail in than any desk gets: what would be a storm is their calm. */
export const stormyTraffic: NodeJS.ProcessEnv = {
  MAIL_STORM_PER_SENDER: '1000000',
  MAIL_STORM_PER_MAILBOX: '1000000',
};

export interface DeskOptions {
  readonly dataDir: string;
  /** The role and what follows it; `all` unless told. */
  readonly args?: readonly string[];
  /** 0: any free one. */
  readonly port?: number;
  readonly smtpPort?: number;
  readonly environment?: NodeJS.ProcessEnv;
  readonly readyWithinMs?: number;
}

export interface RunningDesk {
  readonly pid: number;
  /** Without a slash at the end; empty for a role that serves none. */
  readonly url: string;
  readonly smtpPort: number;
  /** From the start of the process until it said that it is ready. */
  readonly readyAfterMs: number;
  /** Everything that it printed. */
  output(): string;
  /** Sends the signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<void>;
}

/** Starts the product and waits until it says that it is ready. Throws with what it printed when it does not. */
export async function startDesk(options: DeskOptions): Promise<RunningDesk> {
  const { dataDir, args = ['all'], port = 0, smtpPort = 0, readyWithinMs = 60_000 } = options;
  const began = performance.now();
  const child = spawn(process.execPath, [mainFile, ...args], {
    env: {
      ...process.env,
      LOG_LEVEL: 'warn',
      DATABASE_URL: '',
      PORT: String(port),
      SMTP_PORT: String(smtpPort),
      DATA_DIR: dataDir,
      ...options.environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`the desk ${why}:\n${printed}`));
    const timer = setTimeout(() => fail('was not ready in time'), readyWithinMs);
    const read = (chunk: Buffer) => {
      printed += chunk.toString();
      if (!printed.includes('Atenta is ready')) return;
      clearTimeout(timer);
      // The addresses follow on the next lines of the same write.
      setImmediate(resolve);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
    });
    void ended.then(() => {
      clearTimeout(timer);
      fail(`ended with ${child.exitCode ?? child.signalCode}`);
    });
  });
  return {
    pid: pidOf(child),
    url: /Portal {4}(\S+?)\/\n/.exec(printed)?.[1] ?? '',
    smtpPort: Number(/smtp:\/\/\S+:(\d+)/.exec(printed)?.[1] ?? 0),
    readyAfterMs: performance.now() - began,
    output: () => printed,
    async end(signal) {
      child.kill(signal);
      await ended;
    },
  };
}

function pidOf({ pid }: ChildProcess): number {
  if (pid === undefined) throw new Error('the desk could not be started');
  return pid;
}
