import { tellWhereabouts } from '../../../modules/tickets/index.ts';
import { inTransaction } from '../../../platform/database/index.ts';
import { type Mounting, notFound } from '../handlers.ts';
import { leaseSeconds } from '../whereabouts.ts';

/** Which request the people of the desk have open, for each other. */
export function mountWhereabouts({ mount }: Mounting): void {
  mount('tellWhereabouts', async ({ body }, { database, principal }) => {
    const told = await inTransaction(database, (tx) =>
      tellWhereabouts(tx, { ...body, personId: principal.personId }),
    );
    return told ? { leaseSeconds } : notFound;
  });
}
