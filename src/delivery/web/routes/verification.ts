import { readVerificationCode } from '../../../kernel/verification-code.ts';
import { findAcknowledgement } from '../../../modules/correspondence/index.ts';
import { takeAttempt } from '../../../modules/people/index.ts';
import { namesOfTickets } from '../../../modules/tickets/index.ts';
import type { Mounting } from '../handlers.ts';
import { toTime } from './as-json.ts';

/** Codes cannot be guessed (100 bits); this keeps a program that tries from costing others anything. */
const attemptsMax = 60;
const windowSeconds = 600;

/** V.a: whether this desk issued what somebody holds in their hands. */
export function mountVerification({ mount }: Mounting): void {
  mount('verifyCode', async ({ params }, { database, ip, at }) => {
    const limit = { key: `verify:from:${ip}`, attemptsMax, windowSeconds };
    const tooMany = await takeAttempt(database.db, [limit], at);
    if (tooMany !== null) return tooMany;
    // A code that cannot be one is looked for all the same, so that every wrong answer takes as long.
    const code = readVerificationCode(params.code) ?? '';
    const found = await findAcknowledgement(database.db, code);
    const tickets = await namesOfTickets(database.db, [found?.ticketId ?? 0]);
    const ticket = found === null ? undefined : tickets.get(found.ticketId);
    return {
      issued: ticket !== undefined,
      kind: ticket === undefined ? null : ('acknowledgement' as const),
      issuedAt: ticket === undefined || found === null ? null : toTime(found.issuedAt),
      ticketNumber: ticket?.number ?? null,
    };
  });
}
