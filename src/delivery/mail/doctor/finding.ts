import type { CheckFinding } from '../../../modules/correspondence/index.ts';

/** What one examination found; whoever asked for it knows which step it was. */
export type Found = Omit<CheckFinding, 'step'>;

export const found = (
  verdict: Found['verdict'],
  key: string,
  facts: Found['facts'] = {},
  record: string | null = null,
): Found => ({ verdict, key, facts, record });
