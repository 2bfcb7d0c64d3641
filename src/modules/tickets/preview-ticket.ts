import type { Instant } from '../../kernel/clock.ts';
import { decline } from '../../kernel/declined.ts';
import type { Db } from '../../platform/database/index.ts';
import { type Condition, scope } from '../../policy/admission.ts';
import { initialPriority } from '../../policy/priority.ts';
import type { Agreement, Priority } from '../../policy/terms.ts';
import { costOfFiling } from '../../policy/units.ts';
import type { Refusal } from '../../policy/verdict.ts';
import { agreementInForce } from '../agreements/index.ts';
import { readService, type Service } from '../catalog/index.ts';
import { judgeAdmission } from './judge-admission.ts';
import type { NotDone } from './not-done.ts';

/** What would be promised and what it costs, before anything is sent. */
export interface TicketPreview {
  readonly agreement: Agreement;
  readonly priority: Priority;
  readonly scope: 'support' | 'refer' | 'reject';
  /** The service that was chosen; null when none was. */
  readonly service: Service | null;
  readonly availableUnits: number;
  readonly unitsToHold: number;
  readonly availableUnitsAfter: number;
  readonly admitted: boolean;
  /** Every condition of admission with what it saw, met or not. */
  readonly conditions: readonly Condition[];
  /** Those that fail, the headline first. */
  readonly refusals: readonly Refusal[];
}

/** I, II, IV.b, T1, T3: an honest promise at submission. Refusal `service-unknown`. */
export async function previewTicket(
  db: Db,
  request: {
    readonly organizationId: number;
    readonly personId: number;
    readonly prioritySuggested: Priority | null;
    readonly serviceId: number | null;
    readonly at: Instant;
  },
): Promise<TicketPreview | NotDone> {
  const agreement = await agreementInForce(db, request.at);
  const service = request.serviceId === null ? null : await readService(db, request.serviceId);
  if (request.serviceId !== null && (service === null || !service.active)) {
    return decline('service-unknown', { serviceId: request.serviceId });
  }
  const within = scope({ kind: service?.kind ?? 'support' });
  const start = initialPriority(agreement.terms, {
    service: {
      sharedResponsibility: service?.sharedResponsibility ?? false,
      defaultPriority: service?.priorityDefault ?? null,
    },
    suggestion:
      request.prioritySuggested === null
        ? null
        : { priority: request.prioritySuggested, from: 'person' },
  });
  const { admission, facts } = await judgeAdmission(db, agreement, {
    organizationId: request.organizationId,
    personId: request.personId,
    purpose: within.outcome === 'refer' ? 'referral' : 'support',
    at: request.at,
  });
  const costs = within.outcome === 'support';
  const { unitsToHold, availableUnitsAfter } = costOfFiling(agreement.terms, facts.availableUnits);
  return {
    agreement,
    priority: start.priority,
    scope: within.outcome,
    service,
    availableUnits: facts.availableUnits,
    unitsToHold: costs ? unitsToHold : 0,
    availableUnitsAfter: costs && admission.admitted ? availableUnitsAfter : facts.availableUnits,
    admitted: admission.admitted,
    conditions: admission.conditions,
    refusals: admission.admitted ? [] : admission.refusals,
  };
}
