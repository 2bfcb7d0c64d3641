import type { Instant } from '../../kernel/clock.ts';
import type { Language } from '../../kernel/language.ts';
import type { MailAuthentication, TrustLevel } from '../../policy/mail-trust.ts';
import type { UndeliveredReason } from '../../policy/undelivered.ts';

/** P, II: how a message or a request reached us. */
export const channels = ['portal', 'email', 'phone', 'visit', 'api'] as const;
export type Channel = (typeof channels)[number];

/** V.c: a public message is the conversation; an internal one never leaves the firm. */
export type Visibility = 'public' | 'internal';
export type Author = 'customer' | 'agent' | 'desk';

/** III: an address of the desk, and what mail to it means. */
export interface Mailbox {
  readonly id: number;
  readonly address: string;
  readonly name: string;
  readonly teamId: number | null;
  readonly serviceId: number | null;
  readonly language: Language;
  readonly signature: string;
  readonly active: boolean;
  /** The name under which a server of ours writes Authentication-Results into mail for this mailbox. */
  readonly trustedAuthservId: string | null;
}

export interface NewMessage {
  readonly ticketId: number;
  readonly visibility: Visibility;
  readonly author: Author;
  /** Null exactly when the desk itself wrote it. */
  readonly authorPersonId: number | null;
  readonly channel: Channel;
  /** The letter that this is, when the desk wrote it: `acknowledgement`, `reminder` … */
  readonly template?: string;
  /** A machine wrote it (RFC 3834): it stops no clock, answers nothing, reopens nothing. */
  readonly automatic?: boolean;
  readonly bodyText: string;
  readonly bodyHtml?: string | null;
  /** What was new in a reply; the same as the body when left out. */
  readonly visibleText?: string | null;
  readonly visibleHtml?: string | null;
  readonly inboundMailId?: number;
  readonly at: Instant;
}

export interface Message {
  readonly id: number;
  readonly ticketId: number;
  readonly visibility: Visibility;
  readonly author: Author;
  readonly authorPersonId: number | null;
  readonly channel: Channel;
  readonly template: string | null;
  readonly automatic: boolean;
  /** What was new. */
  readonly text: string;
  /** The whole text, when a quoted part was folded away. */
  readonly fullText: string | null;
  readonly hasHtml: boolean;
  /** The HTML shows by itself what was new. */
  readonly hasVisibleHtml: boolean;
  /** It came as a mail, whose bytes are kept. */
  readonly isMail: boolean;
  /** Null for what came by another door. */
  readonly mail: MailFacts | null;
  readonly attachments: readonly Attachment[];
  readonly deliveries: readonly Delivery[];
  readonly createdAt: Instant;
}

/** What a mail was besides its text: to be shown, never to be acted on. */
export interface MailFacts {
  /** Pictures of the mail itself in what is shown of it first. */
  readonly picturesInPlace: number;
  /** Pictures on other machines in all of it. */
  readonly remotePictures: number;
  readonly signed: 'pgp' | 'smime' | null;
  readonly encrypted: 'pgp' | 'smime' | null;
  readonly forwardedLetters: readonly ForwardedLetter[];
  readonly invitations: readonly Invitation[];
}

/** A letter that a mail passes on, as it says of itself. */
export interface ForwardedLetter {
  readonly name: string;
  /** Empty when it names none. */
  readonly address: string;
  readonly subject: string;
  readonly sentAt: Instant | null;
}

export type InvitationAct =
  | 'invitation'
  | 'change'
  | 'answer'
  | 'proposal'
  | 'cancellation'
  | 'event';

/** What a calendar in a mail says about one event (RFC 5546). */
export interface Invitation {
  readonly act: InvitationAct;
  readonly uid: string;
  readonly title: string;
  readonly place: string;
  readonly start: CalendarMoment | null;
  /** For whole days the last of them. */
  readonly end: CalendarMoment | null;
  readonly repeats: boolean;
  readonly organizer: InvitedPerson | null;
  /** In an answer or a proposal, who gives it. */
  readonly attendees: readonly InvitedPerson[];
}

/** `wall`: what the clock shows, as `2026-12-01T10:00`, in a zone that nobody knows. */
export type CalendarMoment =
  | { readonly kind: 'instant'; readonly at: Instant }
  | { readonly kind: 'day'; readonly day: string }
  | { readonly kind: 'wall'; readonly wall: string; readonly zone: string };

export interface InvitedPerson {
  readonly name: string;
  readonly address: string;
  readonly answer: 'accepted' | 'declined' | 'tentative' | 'waiting';
}

/** `message`: an attached mail, whole. `calendar`: an invitation. `bundle`: what Outlook packed in its own format. */
export type AttachmentRole = 'file' | 'message' | 'calendar' | 'bundle';

export interface Attachment {
  readonly id: number;
  readonly messageId: number | null;
  readonly ticketId: number | null;
  readonly uploadedByPersonId: number | null;
  /** Hex; the name of the bytes in the blob store. */
  readonly sha256: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly byteSize: number;
  readonly contentId: string | null;
  /** A picture that the HTML of its message shows in place. */
  readonly inline: boolean;
  readonly role: AttachmentRole;
}

export type NewAttachment = Omit<Attachment, 'id'> & { readonly at: Instant };

export const deliveryStates = [
  'queued',
  'sending',
  'sent',
  'deferred',
  'bounced',
  'failed',
  'local',
] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** Where the copy of a message for one recipient stands. */
export interface Delivery {
  readonly mailId: number;
  readonly messageId: number | null;
  readonly address: string;
  readonly state: DeliveryState;
  /** What the other server said last. */
  readonly reply: string | null;
  /** Why it did not arrive; null while it may, and when it did. */
  readonly undeliveredReason: UndeliveredReason | null;
  /** RFC 3463: `5.1.1`. */
  readonly undeliveredStatus: string | null;
  readonly at: Instant | null;
}

/** V.a: an acknowledgement as it can be verified by whoever has its code. */
export interface IssuedAcknowledgement {
  readonly ticketId: number;
  /** 20 characters of `kernel/verification-code.ts`. */
  readonly code: string;
  readonly issuedAt: Instant;
}

/** An invitation to an appointment, its change or its end, for the recipient's calendar (RFC 5546). */
export interface MailCalendarPart {
  readonly method: 'REQUEST' | 'CANCEL';
  readonly text: string;
}

/** One mail to one recipient, complete: written with what it tells of, sent later by a job. */
export interface NewMail {
  readonly messageId: number | null;
  readonly ticketId: number | null;
  readonly purpose: string;
  readonly toPersonId: number | null;
  readonly toAddress: string;
  readonly toName: string;
  readonly fromAddress: string;
  readonly fromName: string;
  readonly replyTo: string | null;
  /**
   * The mailbox to which reports about it come back, on an address of this mail's own (VERP). '' is the null sender:
   * nobody reports anything.
   */
  readonly envelopeFrom: string;
  readonly subject: string;
  readonly bodyText: string;
  readonly bodyHtml: string | null;
  /** Without brackets. The same mail queued twice carries the same one and is queued once. */
  readonly messageIdHeader: string;
  readonly inReplyToHeader?: string | null;
  readonly referencesHeader?: string | null;
  readonly autoSubmitted: boolean;
  /** The body holds a secret (a sign-in link) and is forgotten once it was sent. */
  readonly sensitive?: boolean;
  readonly calendar?: MailCalendarPart | null;
  /** The version of the texts that made it; null: the product's own, or no letter of the desk. */
  readonly letterTemplateId?: number | null;
  /** What goes with it besides the files of its message. Their blobs are known. */
  readonly files?: readonly MailFile[];
  readonly at: Instant;
}

/** A file that goes with a mail. */
export interface MailFile {
  /** Hex; the name of the bytes in the blob store. */
  readonly sha256: string;
  readonly fileName: string;
  readonly mediaType: string;
}

/** A file that goes with a mail. */
export interface SentFile extends MailFile {
  readonly byteSize: number;
}

export interface OutgoingMail extends Omit<NewMail, 'at' | 'sensitive' | 'calendar' | 'files'> {
  readonly id: number;
  readonly inReplyToHeader: string | null;
  readonly referencesHeader: string | null;
  readonly sensitive: boolean;
  readonly calendar: MailCalendarPart | null;
  readonly letterTemplateId: number | null;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly lastReply: string | null;
  readonly undeliveredReason: UndeliveredReason | null;
  readonly undeliveredStatus: string | null;
  readonly undeliveredAt: Instant | null;
  readonly createdAt: Instant;
  readonly sentAt: Instant | null;
}

/**
 * The door a mail came by. Only `smtp` was spoken with the server that sent it: the others were handed over by a mail
 * server of this house, so what they know of the sender's address is what that server wrote into the head.
 */
export const mailSources = ['smtp', 'lmtp', 'imap', 'pipe'] as const;
export type MailSource = (typeof mailSources)[number];

/** A mail as it came through a door, before anybody understood it. */
export interface ArrivedMail {
  readonly source: MailSource;
  readonly envelopeFrom: string;
  readonly envelopeTo: readonly string[];
  readonly remoteAddress: string | null;
  readonly greeting: string | null;
  readonly rawSha256: string;
  readonly byteSize: number;
  /** SHA-256 in hex over what the sender wrote: the same mail through another hop has the same one. */
  readonly fingerprint: string;
  readonly messageIdHeader: string | null;
  /** When the firm had it: promises are measured from here. */
  readonly receivedAt: Instant;
  readonly at: Instant;
}

/** `report`: a delivery report, shown on the mail of ours that it is about. */
export type InboundOutcome =
  | 'received'
  | 'ticket'
  | 'message'
  | 'report'
  | 'quarantined'
  | 'discarded';

export interface InboundMail {
  readonly id: number;
  readonly source: MailSource;
  readonly envelopeFrom: string;
  readonly envelopeTo: readonly string[];
  readonly remoteAddress: string | null;
  readonly greeting: string | null;
  readonly rawSha256: string;
  readonly byteSize: number;
  readonly messageIdHeader: string | null;
  readonly fromAddress: string | null;
  readonly fromName: string | null;
  readonly subject: string | null;
  readonly mailboxId: number | null;
  /** Null: not judged yet, or nobody who could be asked about wrote it. */
  readonly trust: TrustLevel | null;
  readonly authentication: MailAuthentication | null;
  /** How often the network was asked about its sender in vain. */
  readonly checkAttempts: number;
  readonly outcome: InboundOutcome;
  readonly quarantineReason: string | null;
  readonly quarantineFacts: Readonly<Record<string, unknown>> | null;
  readonly ticketId: number | null;
  readonly handledByPersonId: number | null;
  readonly receivedAt: Instant;
  readonly copies: number;
}

/** II: whose word is asked for, about mail of which address. */
export interface MailConfirmation {
  /** Lower case. */
  readonly address: string;
  readonly personId: number;
}

/** A storm of mail, while it lasts. */
export interface MailBreaker {
  readonly id: number;
  readonly kind: 'sender' | 'mailbox';
  /** The address of the sender, or of the mailbox of ours. */
  readonly subject: string;
  readonly mails: number;
  readonly trippedAt: Instant;
  /** When it closes by itself, if nothing more comes. */
  readonly closesAt: Instant;
}

/** RFC 6376: a key pair with which mail from one domain is signed. */
export interface DkimKey {
  readonly id: number;
  readonly domain: string;
  readonly selector: string;
  /** The public half as it stands in the DNS: base64 of its DER. */
  readonly publicKey: string;
  readonly createdAt: Instant;
  /** Null until its record was found in the DNS. */
  readonly activeSince: Instant | null;
  readonly retiredAt: Instant | null;
}

/** What goes to a domain now, went there in the last minute, and waits for it before this mail. */
export interface DomainTraffic {
  readonly underWay: number;
  readonly lastMinute: number;
  readonly ahead: number;
}
