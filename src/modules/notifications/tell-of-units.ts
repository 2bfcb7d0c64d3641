import type { Instant } from '../../kernel/clock.ts';
import { dayMs } from '../../kernel/duration.ts';
import type { Tx } from '../../platform/database/index.ts';
import { consumptionDays, projectRunOut } from '../../policy/projection.ts';
import { agreementInForce } from '../agreements/index.ts';
import { readAccount, readConsumption } from '../credits/index.ts';
import { listContacts, readPerson } from '../people/index.ts';
import type { Post, Recipient } from './model.ts';
import { postPersonalLetter, recipientOf, writeLetter } from './post-letter.ts';

/** T1: the units run low: said once a crossing to each administrator of the company, with an estimate of how long they last. */
export async function tellOfLowBalance(
  tx: Tx,
  post: Post,
  { organizationId, at }: { readonly organizationId: number; readonly at: Instant },
): Promise<void> {
  const account = await readAccount(tx, organizationId);
  const { terms } = await agreementInForce(tx, at);
  const used = await readConsumption(tx, [organizationId], at - consumptionDays * dayMs);
  const consumption = used.get(organizationId);
  if (consumption === undefined) return;
  for (const recipient of await administratorsOf(tx, organizationId, at)) {
    const letter = {
      kind: 'balance-low' as const,
      availableUnits: account.availableUnits,
      lowBalanceUnits: account.lowBalanceUnits ?? terms.credits.lowBalanceUnits,
      availableUnitsMin: terms.credits.availableUnitsMin,
      projection: projectRunOut(consumption, at),
    };
    await postPersonalLetter(tx, post, {
      key: `balance-low.${organizationId}.${at}`,
      purpose: 'balance-low',
      recipient,
      rendered: await writeLetter(tx, post, letter, recipient),
      sensitive: false,
    });
  }
}

/** Who answers for a company's units: its administrators that can be written to. */
export async function administratorsOf(
  tx: Tx,
  organizationId: number,
  at: Instant,
): Promise<readonly Recipient[]> {
  const contacts = await listContacts(tx, organizationId, at);
  const recipients: Recipient[] = [];
  for (const { personId, role, disabled } of contacts) {
    if (role !== 'customer_administrator' || disabled) continue;
    const person = await readPerson(tx, personId);
    if (person !== null) recipients.push(recipientOf(person));
  }
  return recipients;
}
