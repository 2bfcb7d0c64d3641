import { readVerificationCode } from '../../../kernel/verification-code.ts';
import { findAcknowledgement } from '../../../modules/correspondence/index.ts';
import { findStatement, hashOfEntry } from '../../../modules/credits/index.ts';
import { takeAttempt } from '../../../modules/people/index.ts';
import { namesOfTickets } from '../../../modules/tickets/index.ts';
import type { Mounting } from '../handlers.ts';
import type { PublicContext } from '../request-context.ts';
import { checkStatement } from '../statement/check-statement.ts';
import { toTime } from './as-json.ts';

/** Codes cannot be guessed (100 bits); this keeps a program that tries from costing others anything. */
const attemptsMax = 60;
const windowSeconds = 600;

/** V.a, money rule 2: whether this desk issued what somebody holds in their hands. */
export function mountVerification({ mount }: Mounting): void {
  mount('verifyCode', async ({ params, query }, context) => {
    const { db } = context.database;
    const tooMany = await takeVerification(context);
    if (tooMany !== null) return tooMany;
    // A code that cannot be one is looked for all the same, so that every wrong answer takes as long.
    const code = readVerificationCode(params.code) ?? '';
    const acknowledgement = await findAcknowledgement(db, code);
    const statement = await findStatement(db, code);
    const tickets = await namesOfTickets(db, [acknowledgement?.ticketId ?? 0]);
    const nothing = {
      issued: false,
      kind: null,
      issuedAt: null,
      ticketNumber: null,
      matches: null,
    };
    if (statement !== null) {
      const hash = query.hash?.toLowerCase();
      return {
        ...nothing,
        issued: true,
        kind: 'statement' as const,
        issuedAt: toTime(statement.issuedAt),
        matches: hash === undefined || hash === '' ? null : hash === statement.closingHash,
      };
    }
    const ticket = acknowledgement && tickets.get(acknowledgement.ticketId);
    if (acknowledgement === null || !ticket) return nothing;
    return {
      ...nothing,
      issued: true,
      kind: 'acknowledgement' as const,
      issuedAt: toTime(acknowledgement.issuedAt),
      ticketNumber: ticket.number,
    };
  });

  mount('verifyStatement', async ({ body }, context) => {
    const { db } = context.database;
    const tooMany = await takeVerification(context);
    if (tooMany !== null) return tooMany;
    const check = checkStatement(body.text);
    if (!check.sound) {
      const unread = check.faults.some(({ fault }) => fault === 'not-a-statement');
      const verdict = unread ? ('not-a-statement' as const) : ('altered' as const);
      return { verdict, issuedAt: null, faults: unread ? [] : [...check.faults] };
    }
    const { code, closingSequence, closingHash } = check.statement;
    const issued = await findStatement(db, readVerificationCode(code) ?? '');
    if (issued === null) return { verdict: 'not-ours' as const, issuedAt: null, faults: [] };
    const { organizationId } = issued;
    const kept =
      closingSequence === 0 ? '00' : await hashOfEntry(db, organizationId, closingSequence);
    const matches =
      closingSequence === issued.closingSequence &&
      closingHash === issued.closingHash &&
      closingHash === kept;
    return {
      verdict: matches ? ('ours' as const) : ('altered' as const),
      issuedAt: matches ? toTime(issued.issuedAt) : null,
      faults: matches ? [] : [{ sequence: 0, fault: 'closing-differs' }],
    };
  });
}

async function takeVerification({ database, ip, at }: PublicContext) {
  const limit = { key: `verify:from:${ip}`, attemptsMax, windowSeconds };
  return takeAttempt(database.db, [limit], at);
}
