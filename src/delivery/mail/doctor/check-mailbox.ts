import { setTimeout as pause } from 'node:timers/promises';
import { createTransport } from 'nodemailer';
import type { Clock } from '../../../kernel/clock.ts';
import {
  type CheckFinding,
  type CheckStep,
  checkSteps,
  type Mailbox,
  type MailboxCheck,
  outgoingMailByMessageId,
  probeMessageId,
  queueMail,
  readImapSource,
  readInboundMail,
  readMailboxCheck,
  recordCheckProgress,
} from '../../../modules/correspondence/index.ts';
import type { BlobStore } from '../../../platform/blobs.ts';
import { type Database, inTransaction } from '../../../platform/database/index.ts';
import type { DnsLookup } from '../../../platform/dns.ts';
import { openImap } from '../../../platform/imap.ts';
import type { Sealer } from '../../../platform/sealed-secret.ts';
import { type AskForToken, askProvider, openCredential } from '../in/imap/sign-in.ts';
import { describeFailure } from '../in/imap/watch-mailboxes.ts';
import { examineDkim, examineDmarc, examineMx, examineSpf } from './examine-zone.ts';
import { type Found, found } from './finding.ts';

export interface MailboxDoctor {
  readonly database: Pick<Database, 'db'>;
  readonly blobs: BlobStore;
  readonly clock: Clock;
  readonly dns: DnsLookup;
  readonly sealer: Sealer;
  /** Null: none is configured. */
  readonly relayUrl: string | null;
  readonly askForToken?: AskForToken;
  /** How long the test mail may take. */
  readonly roundTripMs?: number;
}

/** A mail takes seconds; where a server of others asks to wait (greylisting), minutes, and then it says so. */
const usualRoundTripMs = 90_000;
const lookAgainMs = 500;

/** Told of each step as it begins and of each finding as it is made. */
export type OnProgress = (
  step: CheckStep | null,
  findings: readonly CheckFinding[],
) => Promise<void> | void;

/** Examines everything that a mailbox needs, one thing after the other, and writes down what it finds. */
export async function checkMailbox(
  doctor: MailboxDoctor,
  check: MailboxCheck,
  mailbox: Mailbox,
  onProgress: OnProgress = () => undefined,
): Promise<readonly CheckFinding[]> {
  const { database, clock } = doctor;
  const findings: CheckFinding[] = [];
  const tell = async (step: CheckStep | null) => {
    const finishedAt = step === null ? clock.now() : null;
    await recordCheckProgress(database.db, check.id, { step, findings, finishedAt });
    await onProgress(step, findings);
  };
  for (const step of checkSteps) {
    await tell(step);
    const examine = examinations[step];
    findings.push({ step, ...(await examine(doctor, { check, mailbox, findings })) });
  }
  await tell(null);
  return findings;
}

interface Case {
  readonly check: MailboxCheck;
  readonly mailbox: Mailbox;
  readonly findings: readonly CheckFinding[];
}

const domainOf = ({ mailbox }: Case): string => mailbox.address.split('@')[1] ?? '';

const examinations: Readonly<
  Record<CheckStep, (doctor: MailboxDoctor, examined: Case) => Promise<Found>>
> = {
  incoming: examineIncoming,
  mx: ({ dns }, examined) => examineMx(dns, domainOf(examined)),
  spf: ({ dns }, examined) => examineSpf(dns, domainOf(examined)),
  dmarc: ({ dns }, examined) => examineDmarc(dns, domainOf(examined)),
  relay: examineRelay,
  'round-trip': makeRoundTrip,
  dkim: examineSignature,
};

/** Connection, sign-in and folder, on a connection of its own: what the reading says may be an hour old. */
async function examineIncoming(doctor: MailboxDoctor, { mailbox }: Case): Promise<Found> {
  const source = await readImapSource(doctor.database.db, mailbox.id);
  if (!mailbox.active) return found('warning', 'incoming-inactive');
  if (source === undefined) return found('ok', 'incoming-door');
  const { host, user, folder } = source;
  try {
    const ask = doctor.askForToken ?? askProvider;
    // A refresh token that is replaced here is taken up by the reading when it asks by itself.
    const credential = await openCredential(source, doctor.sealer, ask, async () => undefined);
    const session = await openImap({ ...source, credential });
    try {
      const { messages } = await session.select();
      return found('ok', 'incoming-imap', { host, folder, messages });
    } finally {
      await session.close();
    }
  } catch (error) {
    const failure = describeFailure(error);
    const facts = { failure: failure.key, words: failure.words, host, user, folder };
    return found('broken', 'incoming-failed', facts);
  }
}

async function examineRelay({ relayUrl }: MailboxDoctor): Promise<Found> {
  if (relayUrl === null) return found('broken', 'relay-none');
  const { hostname: host } = new URL(relayUrl);
  const transport = createTransport({
    url: relayUrl,
    connectionTimeout: 15_000,
    greetingTimeout: 15_000,
    socketTimeout: 15_000,
  });
  try {
    await transport.verify();
    return found('ok', 'relay-answers', { host });
  } catch (error) {
    const words = error instanceof Error ? error.message.slice(0, 200) : '';
    return found('broken', 'relay-failed', { host, words });
  } finally {
    transport.close();
  }
}

/** Sends a test mail the way every mail goes, and waits until it comes in and is recognised. */
async function makeRoundTrip(doctor: MailboxDoctor, examined: Case): Promise<Found> {
  const { check, mailbox, findings } = examined;
  const { database, clock, roundTripMs = usualRoundTripMs } = doctor;
  if (findings.some(({ step, verdict }) => step === 'relay' && verdict === 'broken')) {
    return found('warning', 'round-trip-not-tried');
  }
  const messageIdHeader = probeMessageId(check.probeMark, domainOf(examined));
  await inTransaction(database, (tx) =>
    queueMail(tx, {
      messageId: null,
      ticketId: null,
      purpose: 'probe',
      toPersonId: null,
      toAddress: check.sendTo,
      toName: '',
      fromAddress: mailbox.address,
      fromName: mailbox.name,
      replyTo: null,
      envelopeFrom: '',
      subject: `Atenta ${check.probeMark.slice(0, 8)}`,
      bodyText: mailbox.language === 'es' ? probeTextEs : probeTextEn,
      bodyHtml: null,
      messageIdHeader,
      autoSubmitted: true,
      at: clock.now(),
    }),
  );
  const began = performance.now();
  for (;;) {
    const now = await readMailboxCheck(database.db, check.id);
    const seconds = Math.max(1, Math.round((performance.now() - began) / 1000));
    if (now !== undefined && now.probeMailId !== null) {
      return found('ok', 'round-trip-made', { seconds, to: check.sendTo });
    }
    const sent = await outgoingMailByMessageId(database.db, messageIdHeader);
    if (sent !== undefined && (sent.state === 'failed' || sent.state === 'bounced')) {
      return found('broken', 'round-trip-refused', { words: sent.lastReply ?? '' });
    }
    if (performance.now() - began > roundTripMs) {
      const left = sent?.state === 'sent';
      const key = left ? 'round-trip-not-arrived' : 'round-trip-not-sent';
      return found('broken', key, { seconds, to: check.sendTo, words: sent?.lastReply ?? '' });
    }
    await pause(lookAgainMs);
  }
}

const probeTextEs =
  'Correo de prueba de la mesa. No hay que hacer nada: se reconoce y se descarta.\n';
const probeTextEn =
  'A test mail of the desk. Nothing is to be done: it is recognised and discarded.\n';

/** The signature that our mail really carries when it arrives, and whether its key can be found. */
async function examineSignature(doctor: MailboxDoctor, examined: Case): Promise<Found> {
  const { database, blobs, dns } = doctor;
  const now = await readMailboxCheck(database.db, examined.check.id);
  const mailId = now?.probeMailId ?? null;
  const mail = mailId === null ? undefined : await readInboundMail(database.db, mailId);
  if (mail === undefined) return found('warning', 'dkim-not-known');
  return examineDkim(dns, domainOf(examined), await blobs.read(mail.rawSha256));
}
