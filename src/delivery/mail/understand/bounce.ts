import { addressesIn, type BounceQuestion, type ReturnedMail } from './bounce-question.ts';
import { type ReportedRecipient, readDeliveryStatus } from './bounce-report.ts';
import { readSesBounce } from './bounce-ses.ts';
import { readBounceText } from './bounce-text.ts';
import { decodeText } from './charsets.ts';
import type { MimeLeaf } from './mime-parts.ts';
import type { BounceFacts } from './model.ts';

/**
 * Whether the mail reports that another one was not, or not yet, delivered. The standard report first (RFC 3464),
 * then the free text of the servers that write none. A read receipt or a feedback report is not a bounce.
 */
export function readBounce(mail: BounceQuestion): BounceFacts | null {
  const reportType = mail.contentType.parameters.get('report-type')?.toLowerCase() ?? '';
  if (
    mail.contentType.value === 'multipart/report' &&
    /^(?:disposition-notification|feedback-report)$/.test(reportType)
  )
    return null;
  if (
    mail.leaves.some((leaf) =>
      /^message\/(?:disposition-notification|feedback-report)$/.test(leaf.type),
    )
  )
    return null;
  const status = mail.leaves.find((leaf) =>
    /^message\/(?:global-)?delivery-status$/.test(leaf.type),
  );
  const returned = returnedMail(mail);
  if (status !== undefined) {
    const recipients = readDeliveryStatus(textOf(status, mail.scannedCharactersMax));
    if (recipients.length > 0) return fromReport(recipients, returned);
  }
  return (
    readSesBounce(mail.text.slice(0, mail.scannedCharactersMax)) ??
    readBounceText({ ...mail, returned })
  );
}

function fromReport(recipients: readonly ReportedRecipient[], returned: ReturnedMail): BounceFacts {
  const failed = recipients.filter(({ action }) => action === 'failed' || action === 'failure');
  const delayed = recipients.filter(
    ({ action, status }) =>
      action === 'delayed' || (action === '' && status?.startsWith('4') === true),
  );
  const delivered = recipients.filter(({ action }) =>
    /^(?:delivered|relayed|expanded|deliverable)$/.test(action),
  );
  const rest = recipients.filter((one) => !delayed.includes(one) && !delivered.includes(one));
  const told =
    failed.length > 0 ? failed : rest.length > 0 ? rest : delayed.length > 0 ? delayed : delivered;
  const action =
    told === delivered && delivered.length > 0
      ? 'delivered'
      : told === delayed && delayed.length > 0
        ? 'delayed'
        : 'failed';
  const addresses = told
    .flatMap(({ address, original }) => [address, original])
    .filter((address) => address !== null);
  const status =
    told.find((one) => one.status !== null)?.status ??
    statusIn(told.map((one) => one.diagnostic).join(' '));
  return {
    action,
    class: classOf(action, status, told.map(({ diagnostic }) => diagnostic).join(' ')),
    status,
    recipients: addresses.length > 0 ? [...new Set(addresses)] : returned.to,
    originalMessageId: returned.messageId,
    diagnostic: told.find((one) => one.diagnostic !== null)?.diagnostic ?? null,
    readFrom: 'report',
  };
}

const statusIn = (text: string): string | null =>
  /\b[45]\.\d{1,3}\.\d{1,3}\b/.exec(text)?.[0] ?? null;

function classOf(
  action: BounceFacts['action'],
  status: string | null,
  diagnostic: string,
): BounceFacts['class'] {
  if (action === 'delivered') return null;
  if (status?.startsWith('5')) return 'permanent';
  if (status?.startsWith('4') || action === 'delayed') return 'temporary';
  if (/\b5\d\d\b/.test(diagnostic)) return 'permanent';
  if (/\b4\d\d\b/.test(diagnostic)) return 'temporary';
  return 'permanent';
}

function returnedMail(mail: BounceQuestion): ReturnedMail {
  const leaf = mail.leaves.find((part) =>
    /^(?:message\/(?:rfc822|global|rfc822-headers)|text\/(?:rfc822-headers|rfc822))$/.test(
      part.type,
    ),
  );
  const text =
    leaf === undefined ? inlineHeaders(mail.text) : leaf.content.toString('latin1', 0, 65_536);
  const head = text.replace(/^\s+/, '').split(/\r?\n[ \t]*\r?\n/, 1)[0] ?? '';
  const unfolded = head.replace(/\r?\n[ \t]+/g, ' ');
  const field = (name: string): string =>
    new RegExp(`^${name}:(.*)$`, 'im').exec(unfolded)?.[1]?.trim() ?? '';
  return {
    isAttached: leaf !== undefined,
    text: leaf === undefined ? '' : text,
    messageId: /<([^<>\s]{1,900})>/.exec(field('message-id'))?.[1] ?? null,
    to: addressesIn(field('to')).slice(0, 20),
  };
}

/** The returned mail behind a rule in the text itself, as qmail and old Exchange do it. */
function inlineHeaders(text: string): string {
  const start = text.search(
    /^(?:Return-Path|Received|Message-ID|From|Date|DKIM-Signature|X-[\w-]+): .*\n(?:.*\n){0,60}?(?:To|Subject|Message-ID): /im,
  );
  return start < 0 ? '' : text.slice(start, start + 20_000);
}

function textOf(leaf: MimeLeaf, charactersMax: number): string {
  return decodeText(
    leaf.content.subarray(0, charactersMax),
    leaf.contentType.parameters.get('charset') ?? null,
  ).text;
}
