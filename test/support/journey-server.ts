// Runs the product for the journeys until it is told to stop, and then removes its data.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { journeyDataDir, journeyEnvironment, mainFile } from './journey-desk.ts';

const product = spawn(process.execPath, [mainFile, 'all'], {
  env: journeyEnvironment,
  stdio: ['ignore', 'ignore', 'inherit'],
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => product.kill(signal));
product.on('exit', (code) => {
  rmSync(journeyDataDir, { recursive: true, force: true });
  process.exitCode = code ?? 1;
});
