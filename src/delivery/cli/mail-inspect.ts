import { createHash } from 'node:crypto';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { UnderstoodMail } from '../mail/understand/model.ts';
import { understandMail } from '../mail/understand/understand-mail.ts';

/**
 * `atenta mail inspect`: one raw message on stdin, what the desk makes of it as JSON on stdout. Operators use it to
 * see why a mail was handled as it was. With `--batch` each line of stdin is `{"id", "raw": base64}` and each line
 * of stdout `{"id", "ms", "out"}`. Returns the exit code.
 */
export async function mailInspect(
  args: readonly string[],
  streams: { readonly stdin: Readable; readonly stdout: Writable },
): Promise<number> {
  if (args.includes('--batch')) {
    for await (const line of createInterface({
      input: streams.stdin,
      crlfDelay: Number.POSITIVE_INFINITY,
    })) {
      if (line.trim() !== '') streams.stdout.write(`${JSON.stringify(await inspectLine(line))}\n`);
    }
    return 0;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of streams.stdin) chunks.push(Buffer.from(chunk));
  const mail = await understandMail(Buffer.concat(chunks));
  streams.stdout.write(`${JSON.stringify(reportOf(mail), null, 2)}\n`);
  return mail.rejected ? 1 : 0;
}

async function inspectLine(line: string): Promise<object> {
  const { id, raw } = requestIn(line);
  const bytes = Buffer.from(raw, 'base64');
  const before = performance.now();
  const mail = await understandMail(bytes);
  return { id, ms: performance.now() - before, out: reportOf(mail) };
}

function requestIn(line: string): { id: string; raw: string } {
  const value: unknown = JSON.parse(line);
  if (typeof value !== 'object' || value === null || !('id' in value) || !('raw' in value))
    throw new Error('each line needs "id" and "raw"');
  return { id: String(value.id), raw: String(value.raw) };
}

/** Everything that was understood, in words that are easy to search; file contents by their hash only. */
function reportOf(mail: UnderstoodMail): object {
  if (mail.rejected) return mail;
  return {
    rejected: false,
    from: mail.from ?? mail.writtenFrom,
    fromProblem: mail.fromProblem,
    sender: mail.sender,
    replyTo: mail.replyTo,
    to: mail.to,
    cc: mail.cc,
    deliveredTo: mail.deliveredTo,
    returnPath: mail.returnPath,
    subject: mail.subject,
    date: mail.date === null ? null : new Date(mail.date).toISOString(),
    messageId: mail.thread.messageId,
    inReplyTo: mail.thread.inReplyTo,
    references: mail.thread.references,
    lookup: mail.thread.lookup,
    isReply: mail.isReply,
    isForward: mail.isForward,
    text: mail.text,
    visibleText: mail.visibleText,
    strippedBy: mail.strippedBy,
    html: mail.html,
    safeHtml: mail.safeHtml,
    remoteImages: mail.remoteImages,
    attachments: mail.attachments.map(({ content, sizeBytes, ...rest }) => ({
      ...rest,
      size: sizeBytes,
      md5: createHash('md5').update(content).digest('hex'),
    })),
    calendars: mail.calendars.map(({ method }) => ({ method })),
    protection: mail.protection,
    isAutoReply: mail.automatic.isAutoReply,
    isBounce: mail.automatic.isBounce,
    isList: mail.automatic.isList,
    isLoop: mail.automatic.isLoop,
    autoRespond: mail.automatic.mayAcknowledge,
    automaticSigns: mail.automatic.signs,
    finalRecipient: mail.bounce?.recipients ?? [],
    bounceStatus: mail.bounce?.status ?? null,
    bounceClass: mail.bounce?.class ?? null,
    bounce: mail.bounce,
    suggestion: mail.suggestion,
    repairs: mail.repairs,
    sizeBytes: mail.sizeBytes,
    sha256: mail.sha256,
  };
}
