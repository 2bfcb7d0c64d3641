import { formatCount, formatDay, type Reader } from '../../ui/format.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Projection } from '../../web/contract.ts';

/** How long the units of an account last: an estimate, and said to be one. */
export function projectionWords(
  { kind, runsOutAt, unitsPerMonth }: Projection,
  reader: Reader,
): string {
  const month = formatCount(unitsPerMonth ?? 0, reader.language);
  if (kind === 'thin') return m.console_account_thin();
  if (kind === 'lasting' || runsOutAt === null) return m.console_account_lasting({ month });
  return m.console_account_runs_out({ month, day: formatDay(runsOutAt, reader) });
}
