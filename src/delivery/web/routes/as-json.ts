import type { Instant } from '../../../kernel/clock.ts';
import type { AcceptedTerms } from '../../../modules/agreements/index.ts';

/** An instant as the contract writes it: ISO 8601 in UTC. */
export const toTime = (instant: Instant): string => new Date(instant).toISOString();

export const toTimeOrNull = (instant: Instant | null): string | null =>
  instant === null ? null : toTime(instant);

/** T7: one version that a person accepted. */
export const toAcceptedTerms = ({ version, at, channel }: AcceptedTerms) => ({
  version,
  acceptedAt: toTime(at),
  channel,
});
