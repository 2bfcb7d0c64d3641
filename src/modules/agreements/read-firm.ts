import type { Db } from '../../platform/database/index.ts';
import { unnamedFirm } from './change-firm.ts';
import type { Firm } from './model.ts';
import { selectFirm } from './store.ts';

/** The firm as it was named, or as a desk begins that nobody has set up yet. */
export const readFirm = async (db: Db): Promise<Firm> => (await selectFirm(db)) ?? unnamedFirm;
