import type { Instant } from '../../../kernel/clock.ts';
import type { MailSuggestion } from '../../../policy/priority-from-mail.ts';

/** What the desk makes of one raw message. A message over a limit is a value, so that it can be quarantined. */
export type UnderstoodMail = ReadMail | RejectedMail;

/** The message crossed a limit before or while it was taken apart. The raw bytes are still the caller's to keep. */
export interface RejectedMail {
  readonly rejected: true;
  readonly reason: MailLimit;
  /** For the person who looks at the quarantine, in English: what was counted and what is allowed. */
  readonly detail: string;
  readonly sizeBytes: number;
  /** Hex SHA-256 of the raw message. */
  readonly sha256: string;
}

export type MailLimit =
  | 'size'
  | 'header-size'
  | 'header-count'
  | 'recipients'
  | 'parts'
  | 'nesting'
  | 'time'
  | 'unreadable';

export interface MailLimits {
  readonly sizeBytesMax: number;
  readonly headerBytesMax: number;
  readonly headerLinesMax: number;
  readonly recipientsMax: number;
  readonly partsMax: number;
  readonly nestingMax: number;
  /** How much of a body the splitter of replies and the reader of bounces look at. The rest is kept, unscanned. */
  readonly scannedCharactersMax: number;
  /** A text part of more is shown up to here, and kept whole as a file. */
  readonly textCharactersMax: number;
  /** HTML of more markup and text than this, pictures inside it not counted, is shown as text only. */
  readonly htmlCharactersMax: number;
}

export interface UnderstandOptions {
  readonly limits?: Partial<MailLimits>;
  /** The desk's own addresses, lower case: mail that claims to come from one of them is never answered. */
  readonly ownAddresses?: readonly string[];
  /** Domains of the desk's own Message-IDs, lower case: one on an incoming message means a loop. */
  readonly ownMessageIdDomains?: readonly string[];
}

export interface MailAddress {
  /** One addr-spec, with the domain in lower case. Never decoded out of a display name or a comment. */
  readonly address: string;
  readonly name: string;
}

/** Identity is exactly one addr-spec (EMAIL.md rule 5). Anything else is nobody. */
export type FromProblem = 'missing' | 'several' | 'unreadable';

/** One header line as received, unfolded: bytes as Latin-1, nothing decoded. */
export interface MailHeader {
  /** Lower case. */
  readonly name: string;
  readonly value: string;
}

export interface ReadMail {
  readonly rejected: false;
  readonly sizeBytes: number;
  /** Hex SHA-256 of the raw message: the key of a message without Message-ID. */
  readonly sha256: string;
  /** In the order of the message, duplicates included. */
  readonly headers: readonly MailHeader[];

  readonly from: MailAddress | null;
  readonly fromProblem: FromProblem | null;
  /** What the From headers show, whether or not it is an identity: to be displayed, never to be trusted. */
  readonly writtenFrom: readonly MailAddress[];
  readonly sender: MailAddress | null;
  /** Where the writer asks answers to go. Never an identity. */
  readonly replyTo: readonly MailAddress[];
  readonly to: readonly MailAddress[];
  readonly cc: readonly MailAddress[];
  /** Delivered-To, X-Original-To, Envelope-To: what our own mail server says, last hop first. Lower case. */
  readonly deliveredTo: readonly string[];
  /** Address of Return-Path, '' for the null sender `<>`, null when there is none. */
  readonly returnPath: string | null;
  readonly subject: string;
  /** What the writer's clock said; null when unreadable. */
  readonly date: Instant | null;

  readonly thread: ThreadIds;

  /** The whole text: the text parts, or the HTML as text. Nothing is cut from it. */
  readonly text: string;
  /** The HTML parts as received, decoded. Never show this: show `safeHtml`. Null when there are none. */
  readonly html: string | null;
  /** The HTML, sanitised; remote images are blocked, `cid:` images refer to `attachments`. Null: show the text. */
  readonly safeHtml: string | null;
  /** How many pictures in the HTML would have called another machine. */
  readonly remoteImages: number;
  /** Content-IDs of the attachments that `safeHtml` shows in place. */
  readonly ownPictures: readonly string[];
  /** What the writer added, without the quoted earlier mail. The same as `text` when this is not a reply. */
  readonly visibleText: string;
  /** The same as HTML, as received, when the HTML itself showed where the quote is. Never show this as it is. */
  readonly visibleHtml: string | null;
  /** The same as safe HTML; null: show `visibleText`. */
  readonly safeVisibleHtml: string | null;
  /** Only what this writer wrote now: nothing quoted, nothing passed on. What a rule may take as the writer's word. */
  readonly ownText: string;
  /** How the quoted part was recognised; null when nothing was cut. */
  readonly strippedBy: 'html' | 'text' | null;
  readonly isReply: boolean;
  readonly isForward: boolean;

  readonly attachments: readonly MailAttachment[];
  readonly calendars: readonly MailCalendar[];
  readonly protection: MailProtection;

  readonly automatic: AutomaticFacts;
  /** A report about a mail that could not (yet) be delivered. Null for everything else. */
  readonly bounce: BounceFacts | null;
  /** Lines such as `Importance: high`, as the sender's program wrote them. */
  readonly importance: readonly string[];
  /** IV.d: business impact and suggested priority, with the place and the words. A machine suggests nothing. */
  readonly suggestion: MailSuggestion;
  /** What had to be repaired or left out, as stable keys: shown to the agent who asks why. */
  readonly repairs: readonly string[];
}

export interface ThreadIds {
  /** Without angle brackets. Null: use the hash. */
  readonly messageId: string | null;
  readonly inReplyTo: readonly string[];
  /** In the order of the header. */
  readonly references: readonly string[];
  /** In the order to look them up: In-Reply-To first, then References from right to left, each once. */
  readonly lookup: readonly string[];
}

export interface MailAttachment {
  /** Safe to show and to save under: no path, control or direction characters. '' when the message gave none. */
  readonly name: string;
  /** As declared, lower case, without parameters. Never serve by it. */
  readonly type: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  /** Byte for byte what was attached. */
  readonly content: Uint8Array;
  /** Content-ID without brackets. */
  readonly cid: string | null;
  /** Shown inside the HTML by its `cid:`, or marked inline. */
  readonly inline: boolean;
  readonly role: AttachmentRole;
  /** Dotted number of the part inside the message, as IMAP counts: `2.1`. */
  readonly part: string;
}

/**
 * `file`: what a person attached. `message`: an attached mail, kept whole. `calendar`: an invitation or its answer.
 * `bundle`: Outlook's winmail.dat, kept as it came beside the files that were packed in it. `signature`, `encrypted`, `report`: machinery of the mail, shown on request.
 */
export type AttachmentRole =
  | 'file'
  | 'message'
  | 'calendar'
  | 'bundle'
  | 'signature'
  | 'encrypted'
  | 'report';

export interface MailCalendar {
  /** REQUEST, REPLY, COUNTER, CANCEL … upper case; null when the part names none. */
  readonly method: string | null;
  readonly text: string;
}

export interface MailProtection {
  readonly signed: 'pgp' | 'smime' | null;
  /** An encrypted body cannot be read here: the ticket says so instead of being empty. */
  readonly encrypted: 'pgp' | 'smime' | null;
}

export interface AutomaticFacts {
  /** Out-of-office and other answers made by a machine. */
  readonly isAutoReply: boolean;
  readonly isBounce: boolean;
  /** Sent to a list or to many. */
  readonly isList: boolean;
  /** Carries our own mark: it already went through this desk. */
  readonly isLoop: boolean;
  /** Nobody sat there and wrote it, whatever may be done with it: its words are no person's wish. */
  readonly isByMachine: boolean;
  /** RFC 3834, EMAIL.md rule 9: whether an acknowledgement may be sent in answer. */
  readonly mayAcknowledge: boolean;
  /** Stable keys of the signs that were found, for example `auto-submitted` or `null-return-path`. */
  readonly signs: readonly string[];
}

export interface BounceFacts {
  /** `delayed` is not `failed`; `delivered` covers relayed and expanded too. */
  readonly action: 'failed' | 'delayed' | 'delivered';
  readonly class: 'permanent' | 'temporary' | null;
  /** Enhanced status code of RFC 3463, for example `5.1.1`. */
  readonly status: string | null;
  /** Addresses that failed, lower case. */
  readonly recipients: readonly string[];
  /** Message-ID of the mail that came back, without brackets. Verify that we sent it before acting. */
  readonly originalMessageId: string | null;
  /** The explanation of the other server, one line. */
  readonly diagnostic: string | null;
  readonly readFrom: 'report' | 'text';
}
