import { z } from 'zod';
import type { Instant } from '../../../kernel/clock.ts';
import { decline, isDeclined } from '../../../kernel/declined.ts';
import { type Firm, readFirm, updateFirm } from '../../../modules/agreements/index.ts';
import { readService } from '../../../modules/catalog/index.ts';
import {
  activateDkimKey,
  addDkimKey,
  addMailbox,
  changeMailbox,
  type DkimKey,
  dkimRecord,
  domainsOfMailboxes,
  filesOfMail,
  type InboundMail,
  listDkimKeys,
  listMailBreakers,
  listMailboxes,
  listOutgoingMail,
  listQuarantine,
  lockQuarantinedMail,
  type OutgoingMail,
  readDkimKey,
  readInboundMail,
  readMailbox,
  readOutgoingMail,
  readRestoredHold,
  recordInboundOutcome,
  releaseDesk,
  resendMail,
  resetMailBreaker,
  retireDkimKey,
} from '../../../modules/correspondence/index.ts';
import { readLetterTemplate } from '../../../modules/notifications/index.ts';
import {
  addContactFromMail,
  findPersonByAddress,
  isTeam,
  namesOf,
  namesOfOrganizations,
  readPerson,
  recordAudit,
} from '../../../modules/people/index.ts';
import { findTicket, namesOfTickets } from '../../../modules/tickets/index.ts';
import { type Db, inTransaction, type Tx } from '../../../platform/database/index.ts';
import { readCursor, toPage } from '../../../platform/http.ts';
import { describeChecks, describeQuarantined } from '../describe-quarantined.ts';
import { readerOf } from '../describe-ticket.ts';
import { type Mounting, notFound } from '../handlers.ts';
import { type ImapRoutes, mountImapSources, withIntake } from './imap-sources.ts';
import { mountMailboxChecks } from './mailbox-checks.ts';

/** What the web asks of the mail delivery: main hands it over, since deliveries are siblings. */
export interface MailRoutes extends ImapRoutes {
  readonly relayConfigured: boolean;
  readonly dkim: {
    /** A new key pair: the public half as it is published, and what seals the private one. */
    readonly makePair: () => Promise<{
      readonly publicKey: string;
      readonly seal: (key: { readonly domain: string; readonly selector: string }) => string;
    }>;
    /** TXT records of a name; null when there are none. Throws when the DNS cannot be asked. */
    readonly publishedTexts: (name: string) => Promise<readonly string[] | null>;
  };
  /** A quarantined mail as text, for a person who decides about it. */
  readonly look: (mail: InboundMail) => Promise<{
    readonly text: string;
    readonly html: string | null;
    readonly attachments: readonly {
      readonly name: string;
      readonly mediaType: string;
      readonly byteSize: number;
    }[];
  }>;
  /** Does with it what the person decided; answers the ticket's number, null when it cannot be let through. */
  readonly release: (
    tx: Tx,
    mail: InboundMail,
    release: {
      readonly personId: number;
      readonly ticketId: number | null;
      readonly releasedByPersonId: number;
    },
  ) => Promise<number | null>;
}

export function mountMail(mounting: Mounting, mail: MailRoutes): void {
  const { mount } = mounting;
  mountImapSources(mounting, mail);
  mountMailboxChecks(mounting);

  mount('listMailboxes', async (_, { database, language }) => ({
    items: await withIntake(database.db, await listMailboxes(database.db), language),
  }));

  mount('createMailbox', async ({ body }, { database, acting }) =>
    inTransaction(database, async (tx) => {
      const known = (await listMailboxes(tx)).some(({ address }) => address === body.address);
      if (known) return decline('mailbox-exists', { address: body.address });
      const unknown = await unknownTarget(tx, body);
      if (unknown !== null) return unknown;
      const mailbox = await addMailbox(tx, {
        address: body.address,
        name: body.name,
        teamId: body.teamId ?? null,
        serviceId: body.serviceId ?? null,
        language: body.language,
        signature: body.signature,
        active: true,
      });
      await recordAudit(tx, acting, {
        action: 'mailbox.created',
        subject: `mailbox:${mailbox.id}`,
        detail: {
          address: mailbox.address,
        },
      });
      return mailbox;
    }),
  );

  mount('updateMailbox', async ({ params, body }, { database, acting }) =>
    inTransaction(database, async (tx) => {
      const before = await readMailbox(tx, params.mailboxId);
      if (before === undefined) return notFound;
      const unknown = await unknownTarget(tx, body);
      if (unknown !== null) return unknown;
      const after = {
        ...before,
        ...(body.name === undefined ? {} : { name: body.name }),
        ...(body.teamId === undefined ? {} : { teamId: body.teamId }),
        ...(body.serviceId === undefined ? {} : { serviceId: body.serviceId }),
        ...(body.language === undefined ? {} : { language: body.language }),
        ...(body.signature === undefined ? {} : { signature: body.signature }),
        ...(body.active === undefined ? {} : { active: body.active }),
        ...(body.trustedAuthservId === undefined
          ? {}
          : { trustedAuthservId: body.trustedAuthservId }),
      };
      await changeMailbox(tx, after);
      await recordAudit(tx, acting, {
        action: 'mailbox.changed',
        subject: `mailbox:${before.id}`,
        detail: { before, after },
      });
      return after;
    }),
  );

  mount('listDkimKeys', async (_, { database }) => ({
    items: (await listDkimKeys(database.db)).map(describeDkimKey),
    domains: [...(await domainsOfMailboxes(database.db))],
  }));

  mount('createDkimKey', async ({ body }, { database, principal, acting, at }) => {
    const { domain } = body;
    const { publicKey, seal } = await mail.dkim.makePair();
    return inTransaction(database, async (tx) => {
      const { personId } = principal;
      const sealed = (selector: string) => seal({ domain, selector });
      const key = await addDkimKey(tx, { domain, publicKey, sealed, personId, at });
      if (isDeclined(key)) return key;
      await recordAudit(tx, acting, {
        action: 'dkim.created',
        subject: `dkim-key:${key.id}`,
        detail: { domain, selector: key.selector },
      });
      return describeDkimKey(key);
    });
  });

  mount('activateDkimKey', async ({ params }, { database, acting, at }) => {
    const key = await readDkimKey(database.db, params.dkimKeyId);
    if (key === undefined) return notFound;
    const published = await mail.dkim.publishedTexts(dkimRecord(key).name).catch(() => 'unknown');
    if (typeof published === 'string') return decline('dns-unavailable');
    return inTransaction(database, async (tx) => {
      const active = await activateDkimKey(tx, key.id, { published, at });
      if (active === undefined) return notFound;
      if (isDeclined(active)) return active;
      await recordAudit(tx, acting, {
        action: 'dkim.activated',
        subject: `dkim-key:${key.id}`,
        detail: { domain: key.domain, selector: key.selector },
      });
      return describeDkimKey(active);
    });
  });

  mount('retireDkimKey', async ({ params }, { database, acting, at }) =>
    inTransaction(database, async (tx) => {
      const key = await retireDkimKey(tx, params.dkimKeyId, at);
      if (key === undefined) return notFound;
      await recordAudit(tx, acting, {
        action: 'dkim.retired',
        subject: `dkim-key:${key.id}`,
        detail: { domain: key.domain, selector: key.selector },
      });
      return undefined;
    }),
  );

  mount('listOutgoingMail', async ({ query }, { database }) => {
    const beforeId = readCursor(query.cursor, z.tuple([z.int()]));
    const found = await listOutgoingMail(database.db, {
      limit: query.limit + 1,
      ...(query.state === undefined ? {} : { state: query.state }),
      ...(beforeId === null ? {} : { beforeId: beforeId[0] }),
    });
    const page = toPage(found, query.limit, ({ id }) => [id]);
    const numbers = await ticketNumbers(database.db, page.items);
    return {
      items: page.items.map((sent) => describeOutgoing(sent, numbers)),
      nextCursor: page.nextCursor,
      relayConfigured: mail.relayConfigured,
    };
  });

  mount('getOutgoingMail', async ({ params }, { database, principal }) => {
    const sent = await readOutgoingMail(database.db, params.mailId);
    if (sent === undefined) return notFound;
    const numbers = await ticketNumbers(database.db, [sent]);
    // A letter with a sign-in link lets whoever reads it in: only those who could make such a link see it.
    const hidden = sent.sensitive && !principal.roles.includes('administrator');
    const template =
      sent.letterTemplateId === null
        ? null
        : await readLetterTemplate(database.db, sent.letterTemplateId);
    return {
      ...describeOutgoing(sent, numbers),
      fromAddress: sent.fromAddress,
      replyTo: sent.replyTo,
      messageId: sent.messageIdHeader,
      bodyText: hidden ? '' : sent.bodyText,
      htmlUrl: hidden || sent.bodyHtml === null ? null : `/outgoing-mail/${sent.id}/html`,
      files: hidden
        ? []
        : (await filesOfMail(database.db, sent)).map(
            ({ fileName, mediaType, byteSize }, index) => ({
              name: fileName,
              mediaType,
              byteSize,
              url: `/outgoing-mail/${sent.id}/files/${index + 1}`,
            }),
          ),
      letterVersion: template?.version ?? null,
    };
  });

  mount('resendOutgoingMail', async ({ params }, { database, at }) => {
    const sent = await readOutgoingMail(database.db, params.mailId);
    if (sent === undefined) return notFound;
    const queued = await inTransaction(database, (tx) => resendMail(tx, sent.id, at));
    return queued ? undefined : decline('mail-not-resendable', { state: sent.state });
  });

  mount('listMailBreakers', async (_, { database, at }) => ({
    items: (await listMailBreakers(database.db, at)).map(({ trippedAt, closesAt, ...breaker }) => ({
      ...breaker,
      trippedAt: iso(trippedAt),
      closesAt: iso(closesAt),
    })),
  }));

  mount('resetMailBreaker', async ({ params }, { database, principal, acting, at }) =>
    inTransaction(database, async (tx) => {
      const { personId } = principal;
      if (!(await resetMailBreaker(tx, params.breakerId, { personId, at }))) return notFound;
      await recordAudit(tx, acting, {
        action: 'mail.breaker-reset',
        subject: `mail-breaker:${params.breakerId}`,
      });
      return undefined;
    }),
  );

  mount('getRestoredHold', async (_, { database }) => {
    const hold = await readRestoredHold(database.db);
    if (hold === null) return { hold };
    const { backupTakenAt, restoredAt, queuedMails } = hold;
    return {
      hold: { backupTakenAt: iso(backupTakenAt), restoredAt: iso(restoredAt), queuedMails },
    };
  });

  mount('releaseRestoredDesk', async ({ body }, { database, acting }) =>
    (await releaseDesk(database, body, acting)) === null ? notFound : undefined,
  );

  mount('discardQuarantinedMails', async ({ body }, { database, principal, acting, at }) =>
    inTransaction(database, async (tx) => {
      let discarded = 0;
      for (const mailId of body.mailIds.toSorted((a, b) => a - b)) {
        // Somebody else may have decided about one of them meanwhile.
        if ((await lockQuarantinedMail(tx, mailId)) === undefined) continue;
        const handledByPersonId = principal.personId;
        await recordInboundOutcome(tx, mailId, { outcome: 'discarded', handledByPersonId, at });
        discarded += 1;
      }
      await recordAudit(tx, acting, {
        action: 'mail.discarded',
        subject: 'quarantine',
        detail: { mailIds: body.mailIds, discarded },
      });
      return { discarded };
    }),
  );

  mount('getMailRules', async (_, { database }) => mailRules(await readFirm(database.db)));

  mount('updateMailRules', async ({ body }, { database, acting }) =>
    mailRules(await inTransaction(database, (tx) => updateFirm(tx, body, acting))),
  );

  mount('listQuarantine', async ({ query }, { database, language }) => {
    const beforeId = readCursor(query.cursor, z.tuple([z.int()]));
    const found = await listQuarantine(database.db, {
      limit: query.limit + 1,
      ...(query.q === undefined ? {} : { words: query.q }),
      ...(beforeId === null ? {} : { beforeId: beforeId[0] }),
    });
    const page = toPage(found, query.limit, ({ id }) => [id]);
    const mailboxes = new Map(
      (await listMailboxes(database.db)).map(({ id, address }) => [id, address]),
    );
    return {
      items: page.items.map((waiting) => describeQuarantined(waiting, mailboxes, language)),
      nextCursor: page.nextCursor,
    };
  });

  mount('getQuarantined', async ({ params }, { database, language }) => {
    const waiting = await readInboundMail(database.db, params.mailId);
    if (waiting === undefined || waiting.outcome !== 'quarantined') return notFound;
    const mailboxes = new Map(
      (await listMailboxes(database.db)).map(({ id, address }) => [id, address]),
    );
    const { text, html, attachments } = await mail.look(waiting);
    const handled =
      waiting.handledByPersonId === null
        ? undefined
        : (await namesOf(database.db, [waiting.handledByPersonId])).get(waiting.handledByPersonId);
    const tickets =
      waiting.ticketId === null ? null : await namesOfTickets(database.db, [waiting.ticketId]);
    return {
      ...describeQuarantined(waiting, mailboxes, language),
      checks: describeChecks(waiting, language),
      handledBy: handled ?? null,
      text,
      rawUrl: `/quarantine/${waiting.id}/raw`,
      htmlUrl: html === null ? null : `/quarantine/${waiting.id}/html`,
      attachments: [...attachments],
      contact: await contactBehind(database.db, waiting.fromAddress),
      ticketNumber: tickets?.get(waiting.ticketId ?? 0)?.number ?? null,
    };
  });

  mount('releaseQuarantined', async ({ params, body }, { database, principal, acting }) =>
    inTransaction(database, async (tx) => {
      const waiting = await lockQuarantinedMail(tx, params.mailId);
      if (waiting === undefined) return notFound;
      const ticket =
        body.ticketNumber === undefined
          ? null
          : await findTicket(tx, body.ticketNumber, readerOf(principal));
      if (ticket === undefined)
        return decline('ticket-unknown', { number: body.ticketNumber ?? 0 });
      if (waiting.quarantineReason === 'sender-forged' && body.note === undefined) {
        return decline('release-needs-reason');
      }
      const personId = await senderFor();
      if (isDeclined(personId)) return personId;
      const ticketNumber = await mail.release(tx, waiting, {
        personId,
        ticketId: ticket?.id ?? null,
        releasedByPersonId: principal.personId,
      });
      if (ticketNumber === null) return decline('mail-not-releasable', { mailId: waiting.id });
      await recordAudit(tx, acting, {
        action: 'mail.released',
        subject: `inbound-mail:${waiting.id}`,
        detail: { ticketNumber, ...(body.note === undefined ? {} : { note: body.note }) },
      });
      return { ticketNumber };

      async function senderFor() {
        if (body.newContact !== undefined) {
          const { organizationId, name, authorised } = body.newContact;
          const address = waiting?.fromAddress ?? null;
          if (address === null) return decline('sender-unreadable');
          const added = await addContactFromMail(
            { db: tx },
            { organizationId, name, address, authorised },
            acting,
          );
          return added ?? decline('customer-unknown', { organizationId });
        }
        const chosen = body.personId ?? ticket?.requesterPersonId;
        if (chosen === undefined) return decline('release-needs-sender');
        const person = await readPerson(tx, chosen);
        return person?.contact ? person.personId : decline('person-unknown', { personId: chosen });
      }
    }),
  );

  mount('discardQuarantined', async ({ params }, { database, principal, acting, at }) =>
    inTransaction(database, async (tx) => {
      const waiting = await lockQuarantinedMail(tx, params.mailId);
      if (waiting === undefined) return notFound;
      await recordInboundOutcome(tx, waiting.id, {
        outcome: 'discarded',
        handledByPersonId: principal.personId,
        at,
      });
      await recordAudit(tx, acting, {
        action: 'mail.discarded',
        subject: `inbound-mail:${waiting.id}`,
        detail: {
          fromAddress: waiting.fromAddress,
        },
      });
      return undefined;
    }),
  );
}

async function unknownTarget(
  tx: Tx,
  {
    teamId,
    serviceId,
  }: {
    readonly teamId?: number | null | undefined;
    readonly serviceId?: number | null | undefined;
  },
) {
  if (teamId != null && !(await isTeam(tx, teamId))) return decline('team-unknown', { teamId });
  if (serviceId != null && (await readService(tx, serviceId)) === null) {
    return decline('service-unknown', { serviceId });
  }
  return null;
}

/** The contact whose address this is, as the picker shows it. */
async function contactBehind(db: Db, address: string | null) {
  const person = address === null ? null : await findPersonByAddress(db, address.toLowerCase());
  if (person?.contact == null || person.disabled) return null;
  const { organizationId, authorisedAt } = person.contact;
  const names = await namesOfOrganizations(db, [organizationId]);
  return {
    personId: person.personId,
    name: person.name,
    email: person.email,
    organization: { id: organizationId, name: names.get(organizationId) ?? '' },
    authorised: authorisedAt !== null,
  };
}

const mailRules = ({ unverifiedMail, replyAddressDays }: Firm) => ({
  unverifiedMail,
  replyAddressDays,
});

const iso = (instant: Instant): string => new Date(instant).toISOString();

async function ticketNumbers(db: Db, mails: readonly OutgoingMail[]) {
  return namesOfTickets(
    db,
    mails.flatMap(({ ticketId }) => ticketId ?? []),
  );
}

function describeDkimKey(key: DkimKey) {
  const { name, text } = dkimRecord(key);
  return {
    id: key.id,
    domain: key.domain,
    selector: key.selector,
    recordName: name,
    recordText: text,
    createdAt: iso(key.createdAt),
    activeSince: key.activeSince === null ? null : iso(key.activeSince),
  };
}

const describeOutgoing = (
  sent: OutgoingMail,
  numbers: ReadonlyMap<number, { readonly number: number }>,
) => ({
  id: sent.id,
  purpose: sent.purpose,
  toAddress: sent.toAddress,
  subject: sent.subject,
  ticketNumber: sent.ticketId === null ? null : (numbers.get(sent.ticketId)?.number ?? null),
  state: sent.state,
  attempts: sent.attempts,
  lastReply: sent.lastReply,
  undeliveredReason: sent.undeliveredReason,
  undeliveredStatus: sent.undeliveredStatus,
  createdAt: iso(sent.createdAt),
  sentAt: sent.sentAt === null ? null : iso(sent.sentAt),
});
