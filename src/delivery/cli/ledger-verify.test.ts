import { expect, it } from 'vitest';
import { creditWorld } from '../../../test/support/credit-world.ts';
import { memoryAnchors } from '../../../test/support/memory-anchors.ts';
import { testClock } from '../../../test/support/test-clock.ts';
import { testDatabase } from '../../../test/support/test-database.ts';
import { readAccount, recordPurchase } from '../../modules/credits/index.ts';
import { inTransaction } from '../../platform/database/index.ts';
import { ledgerVerify } from './ledger-verify.ts';

const database = await testDatabase();
const clock = testClock();
const world = await creditWorld(database, clock);

async function customerWhoBought(...units: readonly number[]): Promise<number> {
  const { organizationId } = await world.addCustomer();
  for (const [index, bought] of units.entries()) {
    await inTransaction(database, (tx) =>
      recordPurchase(tx, {
        organizationId,
        key: `p:${index}`,
        actor: world.cashier,
        at: clock.now(),
        units: bought,
        reference: 'Factura 1',
      }),
    );
  }
  return organizationId;
}

async function run() {
  const lines: string[] = [];
  const exitCode = await ledgerVerify(database.db, memoryAnchors(), (line) => lines.push(line));
  return { exitCode, lines };
}

it('proves every account, tells its last hash, and ends with 1 as soon as one is not sound', async () => {
  expect(await run()).toEqual({ exitCode: 0, lines: ['0 accounts, 0 entries, 0 not sound\n'] });

  const one = await customerWhoBought(5);
  const two = await customerWhoBought(3, 4);
  const [hashOne, hashTwo] = [
    (await readAccount(database.db, one)).lastHash,
    (await readAccount(database.db, two)).lastHash,
  ];
  expect(await run()).toEqual({
    exitCode: 0,
    lines: [
      `${one}  sound  1 entry  ${hashOne}  Customer 1\n`,
      `${two}  sound  2 entries  ${hashTwo}  Customer 2\n`,
      '2 accounts, 3 entries, 0 not sound\n',
    ],
  });

  await database.pool.query(
    'update credit_account set available_units = 8, issued_units = 8 where organization_id = $1',
    [two],
  );
  expect(await run()).toEqual({
    exitCode: 1,
    lines: [
      `${one}  sound  1 entry  ${hashOne}  Customer 1\n`,
      `${two}  NOT SOUND  2 entries  ${hashTwo}  Customer 2\n`,
      `${two}    account: account-differs\n`,
      '2 accounts, 3 entries, 1 not sound\n',
    ],
  });
});
