import { createServer } from 'node:net';
import { StartProblem } from './start-problem.ts';

/** How many ports after the preferred one are tried. */
const tries = 50;

export interface PortWish {
  /** The variable that names the port, for the message. */
  setting: string;
  /** The port that was asked for: that one or an error; 0 means any. */
  asked: number | null;
  /** Where to look when none was asked for. */
  preferred: number;
}

/** A port that is free now. Throws a StartProblem when the one that was asked for is taken. */
export async function choosePort(
  host: string,
  { setting, asked, preferred }: PortWish,
): Promise<number> {
  if (asked !== null) {
    const port = await freePort(host, asked);
    if (port !== null) return port;
    throw new StartProblem(
      'PORT_TAKEN',
      `port ${asked} is taken by another program: set ${setting} to another one`,
    );
  }
  for (let port = preferred; port < preferred + tries; port += 1) {
    if ((await freePort(host, port)) !== null) return port;
  }
  throw new StartProblem('PORT_TAKEN', `no free port from ${preferred} on: set ${setting}`);
}

/** The port (any free one for 0), or null when it is taken. Throws what is wrong with the address. */
export function freePort(host: string, port: number): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null);
      else
        reject(
          new StartProblem('ADDRESS', `${host}:${port} cannot be listened on: ${error.message}`),
        );
    });
    probe.listen({ host, port, exclusive: true }, () => {
      const bound = probe.address();
      const chosen = bound !== null && typeof bound === 'object' ? bound.port : null;
      probe.close(() => resolve(chosen));
    });
  });
}
