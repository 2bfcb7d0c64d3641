import { expect, it } from 'vitest';
import { testClock } from '../../../../test/support/test-clock.ts';
import { testDatabase } from '../../../../test/support/test-database.ts';
import { testWeb } from '../../../../test/support/test-web.ts';
import { acceptTerms } from '../../../modules/agreements/index.ts';
import { inTransaction } from '../../../platform/database/index.ts';

const database = await testDatabase();
const clock = testClock();
const { send, world } = await testWeb(database, clock);
const { acme, agents } = world;
const administrator = acme.people.customer_administrator;
const as = {
  administrator: await world.signIn(administrator),
  colleague: await world.signIn(acme.people.customer),
  agent: await world.signIn(agents.agent),
};
const acceptedAt = new Date(clock.now()).toISOString();
const first = { version: 1, acceptedAt, channel: 'portal' };

it('T7: in the portal a person accepts for itself alone, and reads what it accepted', async () => {
  const accepted = await send('POST', '/api/v1/me/terms-acceptance', {
    as: as.administrator,
    body: { version: 1 },
  });
  expect(accepted.json).toMatchObject({ terms: { version: 1, acceptedAt, accepted: [first] } });
  expect((await send('GET', '/api/v1/me', { as: as.colleague })).json).toMatchObject({
    terms: { version: 1, acceptedAt: null, accepted: [] },
  });
});

it('T7: nobody of the desk accepts in the name of a contact', async () => {
  const body = { version: 1 };
  const { status } = await send('POST', '/api/v1/me/terms-acceptance', { as: as.agent, body });
  expect(status).toBe(403);
});

it('T7: the desk and the administrators of the customer read who accepted what, when and by which door', async () => {
  await inTransaction(database, (tx) =>
    acceptTerms(tx, {
      personId: acme.people.customer,
      organizationId: acme.organizationId,
      version: 1,
      channel: 'email',
      ipAddress: null,
      at: clock.now(),
    }),
  );
  for (const reader of [as.agent, as.administrator]) {
    const { json } = await send('GET', `/api/v1/organizations/${acme.organizationId}/contacts`, {
      as: reader,
    });
    const { items } = json as { items: { personId: number }[] };
    const of = (id: number) => items.find(({ personId }) => personId === id);
    expect(of(administrator)).toMatchObject({
      termsAcceptedAt: acceptedAt,
      termsAccepted: [first],
    });
    expect(of(acme.people.customer)).toMatchObject({
      termsAccepted: [{ ...first, channel: 'email' }],
    });
  }
});
