import type { AppendOnlyFile } from '../../platform/append-only-file.ts';
import type { Anchor } from './model.ts';

/** Where the last hashes of the ledgers are written down outside the database. */
export interface Anchors {
  /** Every hash written down for one customer. */
  of(organizationId: number): Promise<readonly Anchor[]>;
  /** Writes one down, unless it is the last one that was. Nothing is written for an account without entries. */
  keep(anchor: Anchor): Promise<void>;
}

/** Anchors as lines of a file: `atenta-anchor-1 ORGANIZATION SEQUENCE HASH`. What is no such line is passed over. */
export function openAnchors(file: AppendOnlyFile): Anchors {
  const of = async (organizationId: number): Promise<readonly Anchor[]> =>
    (await file.lines())
      .flatMap((line) => readAnchor(line) ?? [])
      .filter((anchor) => anchor.organizationId === organizationId);
  return {
    of,
    async keep(anchor) {
      const last = (await of(anchor.organizationId)).at(-1);
      if (anchor.sequence === 0) return;
      if (last?.sequence === anchor.sequence && last.hash === anchor.hash) return;
      await file.append(
        `atenta-anchor-1 ${anchor.organizationId} ${anchor.sequence} ${anchor.hash}`,
      );
    },
  };
}

function readAnchor(line: string): Anchor | null {
  const found = /^atenta-anchor-1 (\d{1,15}) (\d{1,15}) ([0-9a-f]{64})$/.exec(line);
  const [, organizationId, sequence, hash] = found ?? [];
  if (hash === undefined) return null;
  return { organizationId: Number(organizationId), sequence: Number(sequence), hash };
}
