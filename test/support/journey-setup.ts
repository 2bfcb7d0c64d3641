// Runs once, when the product of the journeys is ready: makes the firm and its people.
import { atenta } from './journey-desk.ts';
import { apiSession, carmen, mailbox, password, ramon, tokenSentTo } from './journey-world.ts';

// biome-ignore lint/style/noDefaultExport: Playwright takes a global set-up as a default export.
export default async function makePeople(): Promise<void> {
  const token = /token=([\w-]+)/.exec(await atenta('first-sign-in'))?.[1];
  if (token === undefined) throw new Error('a fresh desk offers a first sign-in link');
  const { call, context } = await apiSession();
  await call('setUp', {
    body: { token, firmName: 'Soporte Andino', ...carmen, password, mailboxAddress: mailbox },
  });
  await call('inviteAgent', { body: { ...ramon, roles: ['agent'] } });
  const invited = await apiSession();
  await invited.call('acceptInvitation', {
    body: { token: await tokenSentTo(call, ramon.email), password },
  });
  // Journeys look at what was sent at once; that it waits is shown by a test of its own.
  await call('updateMe', { body: { undoSeconds: 0 } });
  await invited.call('updateMe', { body: { undoSeconds: 0 } });
  await invited.context.dispose();
  await context.dispose();
}
