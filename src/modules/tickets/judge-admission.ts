import { assert } from '../../kernel/assert.ts';
import type { Instant } from '../../kernel/clock.ts';
import { type Db, together } from '../../platform/database/index.ts';
import { type Admission, type AdmissionFacts, admit } from '../../policy/admission.ts';
import type { Agreement } from '../../policy/terms.ts';
import { termsVersionAccepted } from '../agreements/index.ts';
import { readAvailableUnits } from '../credits/index.ts';
import { readCustomerFacts } from '../people/index.ts';

/**
 * II, III, T1, T7: whether this person's request may be processed at this moment. The units are only looked at here;
 * it is the hold that takes them, under the account's lock.
 */
export async function judgeAdmission(
  db: Db,
  agreement: Agreement,
  request: {
    readonly organizationId: number;
    readonly personId: number;
    readonly purpose: AdmissionFacts['purpose'];
    readonly at: Instant;
  },
): Promise<{
  readonly admission: Admission;
  readonly facts: AdmissionFacts;
  readonly standingSince: Instant | null;
}> {
  const { organizationId, personId, at } = request;
  const [customer, availableUnits, accepted] = await together(
    readCustomerFacts(db, { organizationId, personId, at }),
    readAvailableUnits(db, organizationId),
    termsVersionAccepted(db, personId),
  );
  assert(customer !== null, 'a request is judged for a customer that exists');
  const { standing, standingSince, suspension, contract, contact } = customer;
  const facts: AdmissionFacts = {
    standing,
    suspension,
    contract,
    contact,
    availableUnits,
    termsVersion: agreement.version,
    termsVersionAccepted: accepted,
    purpose: request.purpose,
  };
  return { admission: admit(agreement.terms, facts), facts, standingSince };
}
