import type { Server, Socket } from 'node:net';

/** How long a connection may take for one message: so long, and a second more for each so many bytes it has sent. */
export interface Patience {
  readonly graceMs: number;
  readonly bytesPerSecondMin: number;
}

/** One connection to a mail door. */
export interface Visit {
  /** Other connections from the same address, this one not counted. */
  readonly others: number;
  /** While we work, the time is ours and not the other side's. */
  working(work: Promise<unknown>): void;
  /** A message was answered: the next one has its own time. */
  answered(): void;
}

export interface Visits {
  /** The connection from there; undefined when it is gone already. */
  find(remoteAddress: string, remotePort: number): Visit | undefined;
  stop(): void;
}

const sweepMs = 1000;

/**
 * Watches the connections of a door. An idle limit alone is no limit: who sends one byte every ten seconds is never
 * idle and holds its place for hours. Here a connection that is slower than the patience allows is cut.
 */
export function watchVisits(server: Server, patience: Patience, onCut: () => void): Visits {
  const visits = new Map<Socket, VisitState>();

  server.on('connection', (socket: Socket) => {
    visits.set(
      socket,
      newVisit(socket, () => countOthers(socket)),
    );
    socket.once('close', () => visits.delete(socket));
  });

  const countOthers = (socket: Socket): number => {
    let others = -1;
    for (const visit of visits.values()) {
      if (visit.address === plainAddress(socket.remoteAddress)) others += 1;
    }
    return others;
  };

  const sweeping = setInterval(
    () => {
      for (const [socket, visit] of visits) {
        if (!visit.isOverdue(patience)) continue;
        onCut();
        socket.destroy();
      }
    },
    Math.min(sweepMs, patience.graceMs / 2),
  ).unref();

  return {
    find(remoteAddress, remotePort) {
      for (const visit of visits.values()) {
        if (visit.address === remoteAddress && visit.port === remotePort) return visit;
      }
      return undefined;
    },
    stop: () => clearInterval(sweeping),
  };
}

interface VisitState extends Visit {
  readonly address: string;
  readonly port: number;
  isOverdue(patience: Patience): boolean;
}

function newVisit(socket: Socket, countOthers: () => number): VisitState {
  let sinceMs = performance.now();
  let bytesBefore = 0;
  let worksUnderWay = 0;
  const begin = () => {
    sinceMs = performance.now();
    bytesBefore = socket.bytesRead;
  };
  return {
    address: plainAddress(socket.remoteAddress),
    port: socket.remotePort ?? 0,
    get others() {
      return countOthers();
    },
    working(work) {
      const startedMs = performance.now();
      worksUnderWay += 1;
      const ended = () => {
        worksUnderWay -= 1;
        sinceMs += performance.now() - startedMs;
      };
      work.then(ended, ended);
    },
    answered: begin,
    isOverdue({ graceMs, bytesPerSecondMin }) {
      if (worksUnderWay > 0) return false;
      const earnedMs = ((socket.bytesRead - bytesBefore) / bytesPerSecondMin) * 1000;
      return performance.now() - sinceMs > graceMs + earnedMs;
    },
  };
}

/** An IPv4 address on a socket for both families is written as IPv6; the mail library writes it plainly. */
const plainAddress = (address: string | undefined): string =>
  (address ?? '').replace(/^::ffff:(?=\d+\.)/, '');
