import { createHash } from 'node:crypto';
import type { UnderstoodMail } from './model.ts';
import { understandMail } from './understand-mail.ts';

/** What `atenta mail inspect` prints of one message. */
export interface MailInspection {
  readonly rejected: boolean;
  readonly [fact: string]: unknown;
}

export const inspectMail = async (raw: Uint8Array): Promise<MailInspection> =>
  reportOf(await understandMail(raw));

/** Everything that was understood, in words that are easy to search; file contents by their hash only. */
function reportOf(mail: UnderstoodMail): MailInspection {
  if (mail.rejected) return { ...mail };
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
    isByMachine: mail.automatic.isByMachine,
    autoRespond: mail.automatic.mayAcknowledge,
    automaticSigns: mail.automatic.signs,
    finalRecipient: mail.bounce?.recipients ?? [],
    bounceStatus: mail.bounce?.status ?? null,
    bounceClass: mail.bounce?.class ?? null,
    bounce: mail.bounce,
    ownText: mail.ownText,
    importance: mail.importance,
    suggestion: mail.suggestion,
    repairs: mail.repairs,
    sizeBytes: mail.sizeBytes,
    sha256: mail.sha256,
  };
}
