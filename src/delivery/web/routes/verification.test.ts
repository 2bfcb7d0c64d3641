import { describe, expect, it } from 'vitest';
import { testClock } from '../../../../test/support/test-clock.ts';
import { testDatabase } from '../../../../test/support/test-database.ts';
import { testWeb } from '../../../../test/support/test-web.ts';
import { issueAcknowledgement } from '../../../modules/correspondence/index.ts';
import { isNotDone, registerTicket, type Ticket } from '../../../modules/tickets/index.ts';
import { inTransaction } from '../../../platform/database/index.ts';
import { createHandlers } from '../handlers.ts';
import { mountVerification } from './verification.ts';

const handlers = createHandlers();
mountVerification(handlers);
const database = await testDatabase();
const clock = testClock();
const { send, world } = await testWeb(database, clock, { handlers });
const ask = (code: string) => send('GET', `/api/v1/verifications/${encodeURIComponent(code)}`);

async function acknowledged(subject: string): Promise<{ ticket: Ticket; code: string }> {
  const at = clock.now();
  return inTransaction(database, async (tx) => {
    const ticket = await registerTicket(tx, {
      organizationId: world.acme.organizationId,
      requesterPersonId: world.acme.people.customer,
      registeredByPersonId: null,
      channel: 'portal',
      subject,
      description: subject,
      expectedResult: '',
      suggestion: null,
      categoryId: null,
      serviceId: null,
      answers: {},
      teamId: null,
      mailboxId: null,
      attachmentIds: [],
      receivedAt: at,
      at,
    });
    if (isNotDone(ticket)) throw new Error(ticket.reason);
    return { ticket, code: (await issueAcknowledgement(tx, ticket.id, at)).code };
  });
}

describe('V.a a code of an acknowledgement', () => {
  it('tells anyone that it was issued, when, and the number, and nothing else', async () => {
    const { ticket, code } = await acknowledged('Nómina secreta');
    const { status, json } = await ask(code.toLowerCase());
    expect(status).toBe(200);
    expect(json).toEqual({
      issued: true,
      kind: 'acknowledgement',
      issuedAt: new Date(clock.now()).toISOString(),
      ticketNumber: ticket.number,
      matches: null,
    });
  });

  it('is the same one however often the acknowledgement is written', async () => {
    const { ticket, code } = await acknowledged('Dos veces');
    const again = await inTransaction(database, (tx) =>
      issueAcknowledgement(tx, ticket.id, clock.now() + 1000),
    );
    expect(again.code).toBe(code);
  });

  it('that is wrong gets the same answer whatever is wrong with it', async () => {
    const { code } = await acknowledged('Equivocado');
    const almost = `${code.slice(0, -1)}${code.endsWith('0') ? '1' : '0'}`;
    const wrong = [almost, '0'.repeat(20), 'x', 'U'.repeat(20), "' or 1=1 --", '%00'];
    const answers = await Promise.all(wrong.map(ask));
    const [first] = answers;
    expect(first?.json).toEqual({
      issued: false,
      kind: null,
      issuedAt: null,
      ticketNumber: null,
      matches: null,
    });
    for (const answer of answers) {
      expect([answer.status, answer.text]).toEqual([first?.status, first?.text]);
    }
  });

  it('V2.4.1: after 60 attempts from one address in ten minutes the next one waits', async () => {
    await database.pool.query('delete from rate_limit');
    for (let n = 0; n < 60; n += 1) expect((await ask('x')).status).toBe(200);
    expect((await ask('x')).status).toBe(429);
    clock.advance(10 * 60_000);
    expect((await ask('x')).status).toBe(200);
  });
});
