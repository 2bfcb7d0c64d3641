import type { Event } from '../../platform/jobs.ts';

/** Available units rose, for whatever reason: requests held by T1 may be admitted now. */
export interface UnitsAdded extends Event {
  readonly type: 'credits.units-added';
  readonly organizationId: number;
}
