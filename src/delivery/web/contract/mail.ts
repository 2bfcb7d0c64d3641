import { z } from 'zod';
import { replyAddressDaysMax, replyAddressDaysMin } from '../../../policy/reply-address.ts';
import {
  Address,
  Id,
  LanguageCode,
  PageQuery,
  PathId,
  PersonName,
  page,
  ShortText,
  Time,
  UndeliveredKey,
} from './common.ts';
import { ContactMatch } from './people.ts';

/** How the fetching of a mailbox goes. */
export const MailboxIntake = z
  .object({
    state: z.enum(['new', 'connected', 'failing']),
    /** Since when it is so. */
    since: Time.nullable(),
    /** In the reader's language: what is wrong and what to do; null when nothing is. */
    words: z.string().nullable(),
    /** What the other server said. */
    serverWords: z.string().nullable(),
    lastMailAt: Time.nullable(),
  })
  .meta({ id: 'MailboxIntake' });

export const Mailbox = z
  .object({
    id: Id,
    address: z.string(),
    name: z.string(),
    teamId: Id.nullable(),
    serviceId: Id.nullable(),
    language: LanguageCode,
    signature: z.string(),
    active: z.boolean(),
    /** The name under which a mail server of the firm writes Authentication-Results for this mailbox. */
    trustedAuthservId: z.string().nullable(),
  })
  .meta({ id: 'Mailbox' });
export const ListedMailbox = Mailbox.extend({
  /** Null: nothing is fetched for it; its mail comes in by a door of the desk. */
  intake: MailboxIntake.nullable(),
}).meta({ id: 'ListedMailbox' });
export const Mailboxes = z.object({ items: z.array(ListedMailbox) }).meta({ id: 'Mailboxes' });
export const MailboxParams = z.object({ mailboxId: PathId });
/** A token of RFC 8601, usually a host name. */
const AuthservId = z
  .string()
  .trim()
  .regex(/^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/i)
  .max(253);
export const CreateMailbox = z.strictObject({
  address: Address,
  name: ShortText,
  teamId: Id.optional(),
  serviceId: Id.optional(),
  language: LanguageCode.default('es'),
  signature: z.string().max(2000).default(''),
});
export const UpdateMailbox = z.strictObject({
  name: ShortText.optional(),
  teamId: Id.nullable().optional(),
  serviceId: Id.nullable().optional(),
  language: LanguageCode.optional(),
  signature: z.string().max(2000).optional(),
  active: z.boolean().optional(),
  trustedAuthservId: AuthservId.nullable().optional(),
});

const Host = z
  .string()
  .trim()
  .max(253)
  .regex(/^([a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*|[0-9a-f:]+)$/i);
const Folder = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}]+$/u);

export const ImapSource = z
  .object({
    host: z.string(),
    port: z.int(),
    security: z.enum(['tls', 'starttls', 'none']),
    user: z.string(),
    signIn: z.enum(['password', 'microsoft', 'google']),
    oauthTenant: z.string(),
    oauthClientId: z.string(),
    /** Whether one is stored. Secrets are written and never read. */
    hasClientSecret: z.boolean(),
    folder: z.string(),
    doneFolder: z.string().nullable(),
    /** Mail from before is left alone; null: none is. */
    since: Time.nullable(),
  })
  .meta({ id: 'ImapSource' });
export const SetImapSource = z.strictObject({
  host: Host,
  port: z.int().min(1).max(65_535),
  /** `none` only for a server on the desk's own machine. */
  security: z.enum(['tls', 'starttls', 'none']),
  user: ShortText,
  signIn: z.enum(['password', 'microsoft', 'google']),
  /** The password, or the refresh token. Left out: the stored one, as long as server and account stay the same. */
  secret: z.string().min(1).max(8192).optional(),
  oauthTenant: z.string().trim().max(200).default(''),
  oauthClientId: z.string().trim().max(200).default(''),
  clientSecret: z.string().min(1).max(2000).optional(),
  folder: Folder.default('INBOX'),
  /** Null: mail stays where it is and is marked as read. */
  doneFolder: Folder.nullable().default(null),
  /** Whether mail that is in the folder already becomes requests, too. */
  takeExisting: z.boolean().default(false),
});

export const MailboxCheckParams = z.object({ checkId: PathId });
export const MailboxCheck = z
  .object({
    id: Id,
    startedAt: Time,
    running: z.boolean(),
    /** What is looked at now, in the reader's language. */
    step: z.string().nullable(),
    findings: z.array(
      z.object({
        step: z.string(),
        key: z.string(),
        verdict: z.enum(['ok', 'warning', 'broken']),
        /** In the reader's language: what was found and what to do about it. */
        words: z.string(),
        /** The line to write in the zone of the domain, when one is missing. */
        record: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'MailboxCheck' });

export const DkimKey = z
  .object({
    id: Id,
    domain: z.string(),
    selector: z.string(),
    /** The TXT record to publish: RFC 6376 3.6.1. */
    recordName: z.string(),
    recordText: z.string(),
    createdAt: Time,
    /** Null until the record was found and mail is signed with it. */
    activeSince: Time.nullable(),
  })
  .meta({ id: 'DkimKey' });
export const DkimKeys = z
  .object({
    items: z.array(DkimKey),
    /** Domains from which the desk writes. */
    domains: z.array(z.string()),
  })
  .meta({ id: 'DkimKeys' });
export const CreateDkimKey = z.strictObject({ domain: z.string().trim().toLowerCase().max(253) });
export const DkimKeyParams = z.object({ dkimKeyId: PathId });

export const MailState = z.enum([
  'queued',
  'sending',
  'sent',
  'deferred',
  'bounced',
  'failed',
  'local',
]);
export const OutgoingMailSummary = z
  .object({
    id: Id,
    purpose: z.string(),
    toAddress: z.string(),
    subject: z.string(),
    ticketNumber: z.int().nullable(),
    state: MailState,
    attempts: z.int(),
    lastReply: z.string().nullable(),
    undeliveredReason: UndeliveredKey.nullable(),
    /** RFC 3463. */
    undeliveredStatus: z.string().nullable(),
    createdAt: Time,
    sentAt: Time.nullable(),
  })
  .meta({ id: 'OutgoingMailSummary' });
export const OutgoingMail = OutgoingMailSummary.extend({
  fromAddress: z.string(),
  replyTo: z.string().nullable(),
  messageId: z.string(),
  /** Empty when it carried a secret and was sent. */
  bodyText: z.string(),
  htmlUrl: z.string().nullable(),
  /** What goes with it. */
  files: z.array(
    z.object({ name: z.string(), mediaType: z.string(), byteSize: z.int(), url: z.string() }),
  ),
  /** The version of the adjusted texts that made it; null: the product's own. */
  letterVersion: z.int().nullable(),
}).meta({ id: 'OutgoingMail' });
export const OutgoingMailPage = page(OutgoingMailSummary, 'OutgoingMailPage').extend({
  /** Whether a relay is configured; without one, mail stays here and is said to. */
  relayConfigured: z.boolean(),
});
export const ListOutgoingMail = PageQuery.extend({ state: MailState.optional() });
export const MailParams = z.object({ mailId: PathId });

export const Quarantined = z
  .object({
    id: Id,
    fromAddress: z.string().nullable(),
    fromName: z.string().nullable(),
    subject: z.string().nullable(),
    mailbox: z.string().nullable(),
    reason: z.string(),
    /** In the reader's language: why it waits and what can be done. */
    words: z.string(),
    /** What the mail proves about its sender; null when there was nobody to ask about. */
    trust: z.enum(['verified', 'unverified', 'failed']).nullable(),
    byteSize: z.int(),
    copies: z.int(),
    receivedAt: Time,
    handledBy: PersonName.nullable(),
  })
  .meta({ id: 'Quarantined' });
export const QuarantinePage = page(Quarantined, 'QuarantinePage');
export const QuarantinedMail = Quarantined.extend({
  text: z.string(),
  rawUrl: z.string(),
  htmlUrl: z.string().nullable(),
  /** SPF, DKIM, DMARC and ARC: what was asked about the sender and what came out. */
  checks: z.array(z.object({ name: z.string(), result: z.string(), words: z.string() })),
  attachments: z.array(z.object({ name: z.string(), mediaType: z.string(), byteSize: z.int() })),
  /** The known contact whose address it carries. */
  contact: ContactMatch.nullable(),
  /** The request it seems to answer. */
  ticketNumber: z.int().nullable(),
}).meta({ id: 'QuarantinedMail' });
/** II: what is done with mail of an authorised address that nothing proves. */
export const UnverifiedMail = z.enum(['confirm', 'accept-unpublished', 'accept']);
/** VIII.c: for how many days after a request ended the address for its answers finds it. */
const ReplyAddressDays = z.int().min(replyAddressDaysMin).max(replyAddressDaysMax);
export const MailRules = z
  .object({ unverifiedMail: UnverifiedMail, replyAddressDays: ReplyAddressDays })
  .meta({ id: 'MailRules' });
export const UpdateMailRules = z.strictObject({
  unverifiedMail: UnverifiedMail.optional(),
  replyAddressDays: ReplyAddressDays.optional(),
});
export const SetUnverifiedMail = z.strictObject({
  /** Null: as the firm decides. */
  unverifiedMail: UnverifiedMail.nullable(),
});

/** A storm of mail: what tripped the breaker, and until when it stays open. */
export const MailBreakers = z
  .object({
    items: z.array(
      z.object({
        id: Id,
        kind: z.enum(['sender', 'mailbox']),
        subject: z.string(),
        mails: z.int(),
        trippedAt: Time,
        closesAt: Time,
      }),
    ),
  })
  .meta({ id: 'MailBreakers' });
export const MailBreakerParams = z.object({ breakerId: PathId });

/** Why a restored desk sends nothing; null when it is a desk as any other. */
export const RestoredHold = z
  .object({
    hold: z
      .object({
        /** The moment that the desk was put back to. */
        backupTakenAt: Time,
        restoredAt: Time,
        /** What it had yet to send then. */
        queuedMails: z.int(),
      })
      .nullable(),
  })
  .meta({ id: 'RestoredHold' });
/** `keepMail`: what it had yet to send then stays in the outbox. */
export const ReleaseRestoredDesk = z.strictObject({ keepMail: z.boolean() });

/** II: mail in a contact's name that waits for its word. Its text is not shown: whoever wrote it knows it. */
export const WaitingMails = z
  .object({
    address: z.string(),
    items: z.array(
      z.object({
        mailId: Id,
        subject: z.string().nullable(),
        mailbox: z.string().nullable(),
        receivedAt: Time,
      }),
    ),
  })
  .meta({ id: 'WaitingMails' });
export const MailWordToken = z.strictObject({ token: z.string().min(20).max(200) });
const mailWord = {
  mailIds: z.array(Id).min(1).max(50),
  /** False: somebody else wrote them. */
  genuine: z.boolean(),
};
export const GiveMailWord = z.strictObject(mailWord);
export const GiveMailWordByLink = z.strictObject({ ...mailWord, ...MailWordToken.shape });
export const MailWordGiven = z
  .object({
    /** The requests that they became or belong to. */
    ticketNumbers: z.array(z.int()),
  })
  .meta({ id: 'MailWordGiven' });

export const ListQuarantine = PageQuery.extend({
  /** Part of an address, a name or a subject. */
  q: z.string().trim().min(1).max(100).optional(),
});
export const DiscardMails = z.strictObject({ mailIds: z.array(Id).min(1).max(200) });
export const DiscardedMails = z.object({ discarded: z.int() }).meta({ id: 'DiscardedMails' });

export const ReleaseQuarantined = z.strictObject({
  /** Register it for this known contact … */
  personId: Id.optional(),
  /** … or make its sender a contact of this customer … */
  newContact: z
    .strictObject({ organizationId: Id, name: ShortText, authorised: z.boolean().default(true) })
    .optional(),
  /** … or add it to this request. */
  ticketNumber: z.int().positive().optional(),
  /** Why it can be believed: kept in the audit, and asked for when it looks like a forgery. */
  note: z.string().trim().min(3).max(500).optional(),
});
export const ReleasedMail = z.object({ ticketNumber: z.int() }).meta({ id: 'ReleasedMail' });
