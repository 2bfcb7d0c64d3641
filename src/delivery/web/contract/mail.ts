import { z } from 'zod';
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
} from './common.ts';

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
export const Mailboxes = z.object({ items: z.array(Mailbox) }).meta({ id: 'Mailboxes' });
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
  /** The request it seems to answer. */
  ticketNumber: z.int().nullable(),
}).meta({ id: 'QuarantinedMail' });
/** II: what is done with mail of an authorised address that nothing proves. */
export const UnverifiedMail = z.enum(['confirm', 'accept-unpublished', 'accept']);
export const MailRules = z.object({ unverifiedMail: UnverifiedMail }).meta({ id: 'MailRules' });
export const UpdateMailRules = z.strictObject({ unverifiedMail: UnverifiedMail });
export const SetUnverifiedMail = z.strictObject({
  /** Null: as the firm decides. */
  unverifiedMail: UnverifiedMail.nullable(),
});

export const ReleaseQuarantined = z.strictObject({
  /** Register it for this known contact … */
  personId: Id.optional(),
  /** … or make its sender a contact of this customer … */
  newContact: z
    .strictObject({ organizationId: Id, name: ShortText, authorised: z.boolean().default(true) })
    .optional(),
  /** … or add it to this request. */
  ticketNumber: z.int().positive().optional(),
});
export const ReleasedMail = z.object({ ticketNumber: z.int() }).meta({ id: 'ReleasedMail' });
