/**
 * A write that cannot be done as it was asked, though no clause of the agreement speaks of it: an address that somebody
 * else has, a version that is not the newest any more. A value, like a refusal; words for its reason live with the
 * interface's words.
 */
export interface Declined {
  readonly declined: true;
  /** A stable key in kebab-case. */
  readonly reason: string;
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
}

export const decline = (reason: string, facts: Declined['facts'] = {}): Declined => ({
  declined: true,
  reason,
  facts,
});

export const isDeclined = (value: unknown): value is Declined =>
  typeof value === 'object' && value !== null && 'declined' in value && value.declined === true;
