import type { Instant } from '../../../kernel/clock.ts';
import { decline } from '../../../kernel/declined.ts';
import {
  type InboundMail,
  listMailboxes,
  listUnconfirmedMail,
  lockQuarantinedMail,
  readConfirmation,
  recordInboundOutcome,
  takeConfirmation,
} from '../../../modules/correspondence/index.ts';
import {
  type Acting,
  type Principal,
  readContact,
  recordAudit,
  takeAttempt,
  tokenLimit,
} from '../../../modules/people/index.ts';
import { type Db, inTransaction, type Tx } from '../../../platform/database/index.ts';
import { type Mounting, notFound } from '../handlers.ts';
import { ownOrganizationId } from '../request-context.ts';

export interface MailWordRoutes {
  /** Lets a mail do what it asks, on the word of its author; answers the ticket's number, null when it still waits. */
  readonly confirm: (tx: Tx, mail: InboundMail, personId: number) => Promise<number | null>;
}

/** As many as one person is asked about at once. */
const waitingMax = 50;

/** II: mail in somebody's name that waits for that person's word, by the link of a letter or in the portal. */
export function mountMailWord({ mount }: Mounting, mail: MailWordRoutes): void {
  mount('readMailWord', async ({ body }, { database, at, origin }) => {
    const tooMany = await takeAttempt(database.db, [tokenLimit(origin)], at);
    if (tooMany !== null) return tooMany;
    const confirmation = await readConfirmation(database.db, body.token, at);
    if (confirmation === null) return decline('link-invalid');
    return waitingMails(database.db, [confirmation.address]);
  });

  mount('giveMailWordByLink', async ({ body }, { database, at, origin }) => {
    const tooMany = await takeAttempt(database.db, [tokenLimit(origin)], at);
    if (tooMany !== null) return tooMany;
    return inTransaction(database, async (tx) => {
      const confirmation = await takeConfirmation(tx, body.token, at);
      if (confirmation === null) return decline('link-invalid');
      const { address, personId } = confirmation;
      const acting = { actor: { kind: 'person' as const, personId }, ...origin };
      return giveWord(tx, { addresses: [address], personId, ...body }, acting);
    });
  });

  mount('listMyWaitingMail', async (_, { database, principal, at }) =>
    waitingMails(database.db, await addressesOf(database.db, principal, at)),
  );

  mount('giveMailWord', async ({ body }, { database, principal, acting, at }) =>
    inTransaction(database, async (tx) => {
      const addresses = await addressesOf(tx, principal, at);
      const known = await listUnconfirmedMail(tx, addresses, waitingMax);
      if (!body.mailIds.every((mailId) => known.some(({ id }) => id === mailId))) return notFound;
      return giveWord(tx, { addresses, personId: principal.personId, ...body }, acting);
    }),
  );

  /** Only what waits in the name of these addresses; what somebody else decided meanwhile is left as it is. */
  async function giveWord(
    tx: Tx,
    word: {
      readonly addresses: readonly string[];
      readonly personId: number;
      readonly mailIds: readonly number[];
      readonly genuine: boolean;
    },
    acting: Acting,
  ) {
    const ticketNumbers = new Set<number>();
    // In the order in which they came: the second may answer what the first asked.
    for (const mailId of word.mailIds.toSorted((a, b) => a - b)) {
      const waiting = await lockQuarantinedMail(tx, mailId);
      if (waiting === undefined || !isTheirs(waiting, word.addresses)) continue;
      if (word.genuine) {
        const number = await mail.confirm(tx, waiting, word.personId);
        if (number !== null) ticketNumbers.add(number);
      } else {
        await recordInboundOutcome(tx, mailId, {
          outcome: 'quarantined',
          quarantineReason: 'sender-denied',
          quarantineFacts: { address: waiting.fromAddress },
          at: acting.at,
        });
      }
      await recordAudit(tx, acting, {
        action: word.genuine ? 'mail.confirmed' : 'mail.denied',
        subject: `inbound-mail:${mailId}`,
        detail: { fromAddress: waiting.fromAddress },
      });
    }
    return { ticketNumbers: [...ticketNumbers] };
  }
}

const isTheirs = (waiting: InboundMail, addresses: readonly string[]): boolean =>
  waiting.quarantineReason === 'sender-unverified' &&
  addresses.includes(waiting.fromAddress?.toLowerCase() ?? '');

/** Every address from which this contact may write. */
async function addressesOf(db: Db, principal: Principal, at: Instant): Promise<readonly string[]> {
  const contact = { organizationId: ownOrganizationId(principal), personId: principal.personId };
  return (await readContact(db, contact, at))?.addresses ?? [];
}

async function waitingMails(db: Db, addresses: readonly string[]) {
  const mailboxes = new Map((await listMailboxes(db)).map(({ id, address }) => [id, address]));
  const waiting = await listUnconfirmedMail(db, addresses, waitingMax);
  return {
    address: addresses[0] ?? '',
    items: waiting.map(({ id, subject, mailboxId, receivedAt }) => ({
      mailId: id,
      subject,
      mailbox: mailboxId === null ? null : (mailboxes.get(mailboxId) ?? null),
      receivedAt: new Date(receivedAt).toISOString(),
    })),
  };
}
