import path from 'node:path';
import { type Anchors, openAnchors } from '../modules/credits/index.ts';
import { openAppendOnlyFile } from '../platform/append-only-file.ts';
import type { Config } from '../platform/config.ts';
import { anchorsName } from './desk-files.ts';

/** Where this machine writes down the last hashes of the ledgers: beside the database, to be kept with the backups. */
export const ledgerAnchors = ({ dataDir }: Pick<Config, 'dataDir'>): Anchors =>
  openAnchors(openAppendOnlyFile(path.join(dataDir, anchorsName)));
