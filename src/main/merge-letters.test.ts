import { expect, it } from 'vitest';
import { deskWorld, done } from '../../test/support/desk-world.ts';
import { testClock } from '../../test/support/test-clock.ts';
import { testDatabase } from '../../test/support/test-database.ts';
import { openPost } from '../delivery/mail/out/post.ts';
import { subscriptions } from '../delivery/worker/subscriptions.ts';
import { systemActor } from '../kernel/actor.ts';
import { addContact } from '../modules/people/index.ts';
import { lockTicketPair, mergeTickets, writeAsAgent } from '../modules/tickets/index.ts';
import { inTransaction } from '../platform/database/index.ts';
import { runWaitingJobs } from '../platform/jobs.ts';
import { silentLog } from '../platform/log.ts';

const database = await testDatabase();
const clock = testClock();
const world = await deskWorld(database, clock);
const post = openPost({
  publicUrl: 'https://desk.example',
  domain: 'desk.example',
  secret: 's'.repeat(32),
  clock,
});
const handlers = subscriptions({ database, clock, post });
const settle = () => inTransaction(database, (tx) => runWaitingJobs(tx, handlers, silentLog));
const lettersFor = async (purpose: string) =>
  (
    await database.db
      .selectFrom('outgoing_mail')
      .select(['to_person_id', 'body_text'])
      .where('purpose', '=', purpose)
      .orderBy('id')
      .execute()
  ).map(({ to_person_id, body_text }) => ({ to: to_person_id, text: body_text }));

it('I: who asked for what was merged is told where it goes on, and gets the answers from then on', async () => {
  const { orinoco } = world;
  const colleague = done(
    await addContact(
      database,
      orinoco.organizationId,
      {
        name: 'Ana',
        email: 'ana@orinoco.example',
        role: 'customer',
        authorised: true,
        invite: false,
      },
      { actor: systemActor, at: clock.now(), ipAddress: null },
    ),
  );
  const hers = await world.register({ ...orinoco, personId: colleague });
  const his = await world.register(orinoco);
  const by = { kind: 'agent', personId: world.carmen } as const;
  await inTransaction(database, async (tx) => {
    const pair = await lockTicketPair(tx, [hers.number, his.number], by);
    const [absorbed, survivor] = [done(pair[0] ?? null), done(pair[1] ?? null)];
    done(await mergeTickets(tx, { absorbed, survivor }, { by, reason: '', at: clock.now() }));
  });
  await settle();
  await settle();
  const told = await lettersFor('merged');
  expect(told.map(({ to }) => to)).toEqual([colleague]);
  expect(told[0]?.text).toContain(`#${his.number}`);

  await world.act(his.id, async (tx, ticket) =>
    done(
      await writeAsAgent(tx, ticket, {
        personId: world.carmen,
        visibility: 'public',
        text: 'Ya está en marcha.',
        attachmentIds: [],
        at: clock.now(),
      }),
    ),
  );
  await settle();
  const answers = await lettersFor('message');
  expect(answers.map(({ to }) => to).toSorted()).toEqual([orinoco.personId, colleague].toSorted());
  for (const { text } of answers) expect(text).toContain('Ya está en marcha.');
});
