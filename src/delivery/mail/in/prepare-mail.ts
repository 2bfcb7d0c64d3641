import {
  type AttachmentRole,
  type InboundMail,
  listMailboxes,
  type Mailbox,
} from '../../../modules/correspondence/index.ts';
import { type Correspondent, findPersonByAddress } from '../../../modules/people/index.ts';
import type { BlobStore } from '../../../platform/blobs.ts';
import { sniffMediaType } from '../../../platform/http/media-type.ts';
import { type MailAuthentication, type MailTrust, mailTrust } from '../../../policy/mail-trust.ts';
import { withoutTag } from '../reply-address.ts';
import type { MailAttachment, ReadMail, UnderstoodMail } from '../understand/model.ts';
import { authenticateMail } from './authenticate-mail.ts';
import { isRepeatedCalendar, isShownInPlace, roleOfFile } from './mail-facts.ts';
import type { MailProcessing } from './mail-processing.ts';

/** A mail as it is read, with what is known of it before any transaction begins. */
export interface Prepared {
  /** All of ours, and the one to which it came. */
  readonly mailboxes: readonly Mailbox[];
  readonly mailbox: Mailbox | null;
  /** Whose address it names as its author's. What the person may do is judged again where it is done. */
  readonly author: Correspondent | null;
  readonly understood: UnderstoodMail;
  readonly proof: AuthorProof | null;
  /** The files a person attached, stored already: no transaction waits for a disk. */
  readonly files: readonly StoredFile[];
}

/** What a mail proves about its author, found out before any transaction begins: no lock waits for the network. */
export interface AuthorProof {
  readonly authentication: MailAuthentication;
  readonly trust: MailTrust;
  /** A known contact wrote it, or somebody says so, and the network may yet tell. */
  readonly mayBeAskedAgain: boolean;
}

/** A file that came with the mail, in the blob store; its row is written with the message. */
export interface StoredFile {
  readonly file: MailAttachment;
  readonly sha256: string;
  readonly byteSize: number;
  readonly mediaType: string;
  readonly role: AttachmentRole;
  readonly inPlace: boolean;
}

/** Reads a mail and does with it what waits for a disk or for the network: parsing, proof of its author, its files. */
export async function prepare(desk: MailProcessing, inbound: InboundMail): Promise<Prepared> {
  const raw = await desk.blobs.read(inbound.rawSha256);
  const understood = await desk.understand(raw);
  const mailboxes = await listMailboxes(desk.database.db);
  const mailbox = mailboxOf(mailboxes, inbound, understood);
  if (understood.rejected || understood.from === null) {
    return { understood, mailboxes, mailbox, author: null, proof: null, files: [] };
  }
  const author = await findPersonByAddress(desk.database.db, understood.from.address);
  const proof = await proveAuthor(desk, inbound, {
    raw,
    understood,
    isKnown: author !== null,
    mailbox,
    mailboxes,
  });
  const released = inbound.outcome === 'quarantined';
  const files = author === null && !released ? [] : await storeFiles(desk.blobs, understood);
  return { understood, mailboxes, mailbox, author, proof, files };
}

/** II, III: what the mail proves about who wrote it. What was proved once is not asked again. */
async function proveAuthor(
  { domain, authentication: ground }: MailProcessing,
  inbound: InboundMail,
  mail: {
    readonly raw: Buffer;
    readonly understood: ReadMail;
    readonly isKnown: boolean;
    readonly mailbox: Mailbox | null;
    readonly mailboxes: readonly Mailbox[];
  },
): Promise<AuthorProof> {
  const { raw, understood, isKnown, mailbox, mailboxes } = mail;
  const authentication =
    inbound.authentication ??
    (await authenticateMail(
      raw,
      { authorDomain: domainOf(understood.from?.address ?? ''), headers: understood.headers },
      { ...inbound, trustedAuthservId: mailbox?.trustedAuthservId ?? null },
      ground,
    ));
  const trust = mailTrust(authentication, {
    ownDomains: [domain, ...mailboxes.map(({ address }) => domainOf(address))],
    trustedSealers: ground.trustedSealers,
  });
  return { authentication, trust, mayBeAskedAgain: isKnown && trust.reason === 'dns-unavailable' };
}

export const domainOf = (address: string): string =>
  address.slice(address.lastIndexOf('@') + 1).toLowerCase();

/** IV.c: what a person attached. Signatures and reports are machinery of the mail and stay in its raw form. */
async function storeFiles(blobs: BlobStore, mail: ReadMail): Promise<readonly StoredFile[]> {
  const stored: StoredFile[] = [];
  for (const file of mail.attachments) {
    const role = roleOfFile(file);
    if (role === null || isRepeatedCalendar(file, mail)) continue;
    const blob = await blobs.put(piecesOf(file.content), {
      sizeLimitBytes: mail.sizeBytes * 2 + 1024,
    });
    const mediaType = sniffMediaType(file.content);
    stored.push({
      file,
      role,
      sha256: blob.sha256,
      byteSize: blob.sizeBytes,
      mediaType,
      inPlace: isShownInPlace(mail, { file, mediaType }),
    });
  }
  return stored;
}

/** One huge piece would be summed in one go, and everybody else would wait. */
function* piecesOf(content: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < content.length; start += pieceBytes)
    yield content.subarray(start, start + pieceBytes);
}

const pieceBytes = 256 * 1024;

/**
 * III: the envelope says to which mailbox it was sent; headers only where our own server wrote them (rule 1). Of a mail
 * that was fetched, the envelope is no more than where we found it: several addresses may end in one account.
 */
function mailboxOf(
  mailboxes: readonly Mailbox[],
  inbound: InboundMail,
  understood: UnderstoodMail,
): Mailbox | null {
  const delivered = understood.rejected ? [] : understood.deliveredTo;
  const { source, envelopeTo } = inbound;
  const named = source === 'imap' ? [...delivered, ...envelopeTo] : [...envelopeTo, ...delivered];
  const addresses = [...new Set(named.map(withoutTag))];
  for (const address of addresses) {
    const mailbox = mailboxes.find((box) => box.active && box.address === address);
    if (mailbox !== undefined) return mailbox;
  }
  return null;
}
