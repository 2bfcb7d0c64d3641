import { type Actor, personActor } from '../../src/kernel/actor.ts';
import { type Clock, systemClock } from '../../src/kernel/clock.ts';
import { ensureFirstAgreement } from '../../src/modules/agreements/index.ts';
import { type Database, inTransaction } from '../../src/platform/database/index.ts';

/** Rows that the ledger refers to and that belong to other modules: written bare, for tests of credits alone. */
export interface CreditWorld {
  readonly cashier: Actor;
  readonly supervisor: Actor & { readonly kind: 'person' };
  /** A customer with so many requests; their ids. */
  addCustomer(ticketCount?: number): Promise<{ organizationId: number; ticketIds: number[] }>;
}

export async function creditWorld(
  database: Database,
  clock: Clock = systemClock,
): Promise<CreditWorld> {
  const at = new Date(clock.now());
  await inTransaction(database, (tx) => ensureFirstAgreement(tx, at.getTime()));
  const [cashierId, supervisorId] = [await addPerson('cashier'), await addPerson('supervisor')];
  let customers = 0;
  return {
    cashier: personActor(cashierId),
    supervisor: { kind: 'person', personId: supervisorId },
    async addCustomer(ticketCount = 1) {
      customers += 1;
      const { rows } = await database.pool.query<{ id: number }>(
        `insert into organization (name, created_at)
         values ($1, $2) returning id`,
        [`Customer ${customers}`, at],
      );
      const organizationId = firstId(rows);
      const tickets = await database.pool.query<{ id: number }>(
        `insert into ticket (organization_id, requester_person_id, subject, status, priority,
                             channel, agreement_version, received_at, registered_at,
                             last_message_at, updated_at)
         select $1, $2, 'Request ' || n, 'open', 'p3', 'portal', 1, $3, $3, $3, $3
           from generate_series(1, $4::integer) as n
         returning id`,
        [organizationId, cashierId, at, ticketCount],
      );
      return { organizationId, ticketIds: tickets.rows.map(({ id }) => id) };
    },
  };

  async function addPerson(name: string): Promise<number> {
    const { rows } = await database.pool.query<{ id: number }>(
      'insert into person (name, email, created_at) values ($1, $2, $3) returning id',
      [name, `${name}@desk.example`, at],
    );
    return firstId(rows);
  }
}

function firstId(rows: readonly { id: number }[]): number {
  const [row] = rows;
  if (row === undefined) throw new Error('an insert returns its row');
  return row.id;
}
