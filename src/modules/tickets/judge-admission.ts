import { assert } from '../../kernel/assert.ts';
import type { Instant } from '../../kernel/clock.ts';
import { type Db, type Tx, together } from '../../platform/database/index.ts';
import { type Admission, type AdmissionFacts, admit } from '../../policy/admission.ts';
import type { Agreement } from '../../policy/terms.ts';
import { termsVersionAccepted } from '../agreements/index.ts';
import { lockAvailableUnits, readAvailableUnits } from '../credits/index.ts';
import { readCustomerFacts } from '../people/index.ts';

/**
 * II, III, T1, T7: whether this person's request may be processed at this moment, by the units that are available then;
 * others may take them before they are held.
 */
export const judgeAdmission = (db: Db, agreement: Agreement, request: ToJudge): Promise<Judged> =>
  judge(db, agreement, request, readAvailableUnits(db, request.organizationId));

/**
 * The same for a request that will be processed: the account is locked, so that what passes finds its units when they
 * are held in this transaction. Two requests never pass on the same units.
 */
export const judgeForAdmission = (
  tx: Tx,
  agreement: Agreement,
  request: ToJudge,
): Promise<Judged> => judge(tx, agreement, request, lockAvailableUnits(tx, request.organizationId));

interface ToJudge {
  readonly organizationId: number;
  readonly personId: number;
  readonly purpose: AdmissionFacts['purpose'];
  readonly at: Instant;
}

export interface Judged {
  readonly admission: Admission;
  readonly facts: AdmissionFacts;
  readonly standingSince: Instant | null;
}

async function judge(
  db: Db,
  agreement: Agreement,
  request: ToJudge,
  counting: Promise<number>,
): Promise<Judged> {
  const { organizationId, personId, at } = request;
  const [customer, availableUnits, accepted] = await together(
    readCustomerFacts(db, { organizationId, personId, at }),
    counting,
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
