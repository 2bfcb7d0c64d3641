import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { StartProblem } from '../../start-problem.ts';
import { isWindows } from './find-binaries.ts';

/** The operating-system account under which PostgreSQL runs when the product itself runs as root. */
export interface ServerUser {
  name: string;
  uid: number;
  gid: number;
}

/**
 * Who runs the server: null for ourselves. PostgreSQL refuses root, so root hands it to the owner of the cluster if
 * there is one already, else to the first account that exists; accounts are never created.
 */
export function serverUser(clusterFolder: string): ServerUser | null {
  if (isWindows || process.getuid?.() !== 0) return null;
  const accounts = readAccounts();
  const owner = ownerOf(clusterFolder);
  if (owner !== null && owner.uid !== 0) {
    const name = accounts.find((account) => account.uid === owner.uid)?.name ?? `uid ${owner.uid}`;
    return { name, ...owner };
  }
  const configured = process.env['ATENTA_SERVER_USER'];
  const wanted = configured ? [configured] : ['atenta', 'postgres', 'nobody'];
  for (const name of wanted) {
    const account = accounts.find((candidate) => candidate.name === name && candidate.uid !== 0);
    if (account) return account;
  }
  throw new StartProblem(
    'DATABASE_USER_MISSING',
    `running as root, and PostgreSQL refuses to: none of the accounts ${wanted.join(', ')} exists. Name one with ATENTA_SERVER_USER, start as a normal user, or set DATABASE_URL`,
  );
}

/** Options for spawn that make the child run as the server's user. */
export const asServerUser = (user: ServerUser | null): { uid?: number; gid?: number } =>
  user === null ? {} : { uid: user.uid, gid: user.gid };

/** The nearest folder on the way to `target` that the user may not enter, or null. */
export function blockedAncestor(target: string, user: ServerUser | null): string | null {
  if (user === null) return null;
  const folder = path.resolve(target);
  const parent = path.dirname(folder);
  const above = parent === folder ? null : blockedAncestor(parent, user);
  if (above !== null) return above;
  return mayEnter(folder, user) ? null : folder;
}

function mayEnter(folder: string, user: ServerUser): boolean {
  const stat = statSync(folder, { throwIfNoEntry: false });
  if (!stat) return true;
  if (stat.uid === user.uid) return (stat.mode & 0o100) !== 0;
  if (stat.gid === user.gid) return (stat.mode & 0o010) !== 0;
  return (stat.mode & 0o001) !== 0;
}

function ownerOf(folder: string): { uid: number; gid: number } | null {
  const stat = statSync(folder, { throwIfNoEntry: false });
  return stat ? { uid: stat.uid, gid: stat.gid } : null;
}

function readAccounts(): ServerUser[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .flatMap(([name, , uid, gid]) =>
      name && uid && gid ? [{ name, uid: Number(uid), gid: Number(gid) }] : [],
    );
}
