import { personActor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Tx } from '../../platform/database/index.ts';
import { emit } from '../../platform/jobs.ts';
import { decide } from '../../policy/decisions.ts';
import type { TermsAccepted } from './events.ts';
import type { TermsAcceptance } from './model.ts';
import { insertAcceptance, insertDecision, selectAcceptedAt } from './store.ts';

/**
 * T7: records that a person accepts one version of the terms, once; returns when it was first accepted. Requests that
 * waited for it are looked at again. Null when there is no such version.
 */
export async function acceptTerms(
  tx: Tx,
  acceptance: TermsAcceptance & { readonly organizationId: number | null },
): Promise<Instant | null> {
  const { personId, version, at, organizationId } = acceptance;
  const isFirst = await insertAcceptance(tx, acceptance);
  if (!isFirst) return selectAcceptedAt(tx, personId, version);
  const decision = decide('terms-accepted', { termsVersion: version, acceptedAt: at });
  await insertDecision(tx, {
    ...decision,
    ticketId: null,
    organizationId,
    agreementVersion: version,
    actor: personActor(personId),
    at,
  });
  await emit<TermsAccepted>(tx, 'terms.accepted', { personId, at });
  return at;
}
