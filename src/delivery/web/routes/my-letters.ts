import { chooseLetters, listLetterChoices } from '../../../modules/notifications/index.ts';
import type { Principal } from '../../../modules/people/index.ts';
import type { Mounting } from '../handlers.ts';

/** What a person of a customer gets by mail, of what can be turned off: each chooses for itself alone. */
export function mountMyLetters({ mount }: Mounting): void {
  mount('listMyLetters', async (_input, { database, principal }) => ({
    items: [...(await listLetterChoices(database.db, chooserOf(principal)))],
  }));

  mount('chooseMyLetters', async ({ body }, { database, principal, at }) => {
    const chooser = chooserOf(principal);
    await chooseLetters(database, chooser, body.declined, at);
    return { items: [...(await listLetterChoices(database.db, chooser))] };
  });
}

const chooserOf = ({ personId, roles }: Principal) => ({
  personId,
  administers: roles.includes('customer_administrator'),
});
