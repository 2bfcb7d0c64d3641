import type { Instant } from '../../kernel/clock.ts';
import type { Event } from '../../platform/jobs.ts';

/** T7: requests of this person that waited for the terms may be admitted now. */
export interface TermsAccepted extends Event {
  readonly type: 'terms.accepted';
  readonly personId: number;
  /** Left out by what was told before moments were kept. */
  readonly at?: Instant;
}
