import { addressesIn, type BounceQuestion, type ReturnedMail } from './bounce-question.ts';
import { cleanLine } from './clean-text.ts';
import type { BounceFacts } from './model.ts';
import { headerOf } from './raw-headers.ts';

export interface TextBounceQuestion extends BounceQuestion {
  readonly returned: ReturnedMail;
}

/** Bounces of servers that write prose: Exchange, Exim, qmail, old Postfix and Sendmail, Notes, Gmail and their kin. */
export function readBounceText(mail: TextBounceQuestion): BounceFacts | null {
  const head = mail.text.slice(0, Math.min(mail.scannedCharactersMax, 64 * 1024));
  if (!isBounce(mail, head)) return null;
  const own = ownPart(head);
  const status = statusIn(own) ?? statusIn(/^status:.{0,40}$/im.exec(head)?.[0] ?? '');
  const action =
    delayedWords.test(`${mail.subject}\n${own}`) && !failedWords.test(own) ? 'delayed' : 'failed';
  return {
    action,
    class: classIn(own, status, action),
    status,
    recipients: recipientsIn(mail, own),
    originalMessageId: mail.returned.messageId,
    diagnostic: diagnosticIn(own),
    readFrom: 'text',
  };
}

const statusIn = (text: string): string | null =>
  /(?:^|[\s#(:;=])([45]\.\d{1,2}\.\d{1,3})(?![.\d])/.exec(text)?.[1] ?? null;

/**
 * Careful where it costs most: an administrator who writes about undelivered mail is a customer with a problem. Only
 * the names that no person has count alone; a postmaster or a root must come like a machine, too.
 */
function isBounce(mail: TextBounceQuestion, head: string): boolean {
  if (headerOf(mail.headers, 'x-failed-recipients') !== null) return true;
  if (mail.contentType.value === 'multipart/report') return true;
  const saysSubject = bounceSubject.test(mail.subject);
  const saysText = bounceText.test(head.slice(0, 8_000));
  const isDaemon =
    daemonSender.test(mail.fromText) ||
    daemonSender.test(headerOf(mail.headers, 'return-path') ?? '');
  if (isDaemon) return saysSubject || saysText;
  const isNull = mail.returnPath === '';
  // Some servers answer with "Re: …", but never from an address that can be answered.
  if (!isNull && /^\s*(?:re|aw|sv|fw|fwd|rv)\s*:/i.test(mail.subject)) return false;
  const hasReturned = mail.returned.isAttached || mail.returned.to.length > 0;
  if (officeSender.test(mail.fromText)) {
    if (isNull) return saysSubject || saysText;
    const isPathUnknown = headerOf(mail.headers, 'return-path') === null;
    return saysSubject && (hasReturned || (isPathUnknown && saysText));
  }
  return isNull && saysText && (saysSubject || hasReturned);
}

/** Nobody is called so. */
const daemonSender =
  /mailer[- ]?daemon|mail delivery (?:sub)?system|mail_?daemon|delivery-?(?:subsystem|daemon)|mdaemon/i;

/** An office that a person may hold and a machine may write for. */
const officeSender =
  /postmaster|mail-?administrator|(?:^|[<\s])(?:bounce|noreply-bounce|mmdf|smtpd?|mta|system|administrator|root|internet)[\w.-]*@/i;

const bounceSubject =
  /undeliver|returned mail|delivery (?:status notif|failure|fail|notification|has failed|problem|report|error)|(?:mail|message) (?:delivery|could not be|not delivered|status|system error|returned|was not|undeliverable)|failure notice|mail failure|non.?deliver|no se (?:puede|pudo) entregar|no entregado|devuelto|devolución|mail rejeté|non remis|unzustellbar|zustellung|mancato recapito|não (?:entregue|pôde)|delivery (?:delayed|error)|could not (?:send|deliver)|unable to deliver|warning: could not send|failed mail|mail failed|returning (?:message )?to sender|error sending|dsn:|bounce|rejected|mail ?box (?:full|unavailable)|user unknown|メール|配信|送信/i;

const bounceText =
  /could not be delivered|couldn.?t be delivered|was not delivered|undeliverable|delivery (?:to the following|failed|has failed|attempt)|following address(?:es)?|permanent (?:fatal )?error|fatal errors|did not reach|user unknown|unknown user|no such user|unable to deliver|not able to deliver|returned (?:to|below|mail)|this is a permanent error|mailbox (?:is full|unavailable|not found)|recipient(?:s)? (?:could|not|rejected|unknown)|no se (?:ha podido|pudo|puede) entregar|over quota|host (?:unknown|not found)|wasn.?t able to|wasn.?t delivered|action: failed|status: [45]|failed recipient|5\.\d\.\d|\b55[0-9]\b|invalid recipient|message (?:was|has been) (?:rejected|returned|bounced)|delivery status notification|transcript of session|failed addresses/i;

const delayedWords =
  /delay|not yet been delivered|still (?:trying|being retried|attempt)|will (?:continue|keep|be retried)|warning: (?:could not|message)|has not been delivered (?:yet|after)|retrasad|demorad/i;
const failedWords =
  /permanent(?:ly)? (?:error|fail)|giving up|given up|fatal error|could not be delivered|has been returned|no further attempts/i;

/** What the server says itself: the text in front of the mail it returns. */
function ownPart(head: string): string {
  const rule = head.search(
    /^(?:[-=_ ]{2,}\s?(?:this is a copy|below this line|the (?:header|body|message|original)|original message|unsent message|returned message|begin (?:included|of|message)|transcript follows|message text|here is)|(?:received|return-path|dkim-signature): |\s{0,8}(?:original message follows|below is a copy of the original))/im,
  );
  return rule > 40 ? head.slice(0, rule) : head;
}

function recipientsIn(mail: TextBounceQuestion, own: string): readonly string[] {
  const failed = addressesIn(headerOf(mail.headers, 'x-failed-recipients') ?? '');
  const named = namedRecipients(own);
  if (failed.length + named.length > 0) return [...new Set([...failed, ...named])].slice(0, 100);
  const ignored = new Set([mail.from, ...mail.to].map((one) => one?.address.toLowerCase() ?? ''));
  const isForeign = (address: string): boolean =>
    !ignored.has(address) && !/^(?:postmaster|mailer-daemon|abuse|support|helpdesk)@/.test(address);
  for (const pattern of hints) {
    const found = matched(own, pattern).filter(isForeign);
    if (found.length > 0) return found;
  }
  const nested = matched(mail.text.slice(0, 64 * 1024) + mail.returned.text, finalRecipient);
  if (nested.length > 0) return nested;
  const returned = mail.returned.to.filter(isForeign);
  if (returned.length > 0) return returned;
  return addressesIn(own).filter(isForeign).slice(0, 1);
}

/** Recipients that the text says failed, even when one of them is the address the bounce came to. */
function namedRecipients(own: string): readonly string[] {
  for (const pattern of [finalRecipient, ...names]) {
    const found = matched(own, pattern);
    if (found.length > 0) return found;
  }
  return belowHeading(own);
}

const matched = (text: string, pattern: RegExp): readonly string[] =>
  [...new Set([...text.matchAll(pattern)].flatMap(([, found]) => addressesIn(found ?? '')))].slice(
    0,
    100,
  );

/** Each is anchored to a line, so the scan stays linear. */
const finalRecipient = /^\s*final-recipient:\s*(?:rfc822;)?\s*(.{3,200})$/gim;
const names: readonly RegExp[] = [
  // `ana@x <luis@y>: malformed`: what stands in front is only called like an address.
  /^\s{0,8}[^\s<>]{1,120}@[^\s<>]{1,120} <([^<>\s]{3,200})>:\s.{0,300}$/gm,
  /^\s*<([^<>\s]{3,200})>:?(?:\s*\.{3}.*|\s*\(.{0,200})?\s*$/gm,
  /^\s*<([^<>\s]{3,200})>[:,\s].{0,300}$/gm,
  /^[45]\d\d[- ](?:\d\.\d{1,2}\.\d{1,3} )?<([^<>\s]{3,200})>\.{3}.{0,300}$/gm,
];

/** From the surest to the weakest. */
const hints: readonly RegExp[] = [
  /^\s{0,8}(?:to|recipient|address|e-?mail|user|mailbox|destinatario|failed recipient|recipient address)s?\s?:\s*(.{3,200})$/gim,
  /^\s{0,12}["']?([^\s<>"'()]{1,100}@[^\s<>"'()]{1,100}?)["']?[:,.]?\s*$/gm,
  /^[^\n<>@]{3,80}[:;]\s*<?([^\s<>"'()]{1,100}@[^\s<>"'()]{1,100}?)>?[.,]?\s*$/gm,
  /^\s{0,12}([^\s<>"'()]{1,100}@[^\s<>"'():]{1,100})[:\s(.-].{0,200}$/gm,
  /(?:RCPT TO|to|for|recipient|user)[\s:]{1,3}<([^<>\s]{3,200})>/gi,
];

/** "The following addresses had …": what stands in the lines below. */
function belowHeading(own: string): readonly string[] {
  const lines = own.split('\n', 400).map((line) => line.slice(0, 300));
  const heading = lines.findIndex((line) => failedHeading.test(line));
  if (heading < 0) return [];
  const found: string[] = [];
  for (const line of lines.slice(heading + 1, heading + 12)) {
    const address = /^\s{0,12}["'<]?([^\s<>"'()]{1,100}@[^\s<>"'():,]{1,100})/.exec(line)?.[1];
    if (address !== undefined) found.push(...addressesIn(address));
    else if (found.length > 0 && line.trim() === '') break;
  }
  return [...new Set(found)];
}

const failedHeading =
  /(?:following (?:e-?mail )?(?:recipient|address|list)|failed addresses|delivery (?:problems|errors) -|could not be delivered to|not (?:be )?deliver(?:ed|able) to|siguientes? (?:destinatario|direcci[oó]n))/i;

function classIn(
  own: string,
  status: string | null,
  action: BounceFacts['action'],
): BounceFacts['class'] {
  if (status !== null) return status.startsWith('5') ? 'permanent' : 'temporary';
  const code = /(?:^|[\s:;#<(])([45])\d\d(?=[\s\-#])/.exec(own)?.[1];
  if (code !== undefined && action === 'failed') return code === '5' ? 'permanent' : 'temporary';
  return action === 'delayed' ? 'temporary' : 'permanent';
}

function diagnosticIn(own: string): string | null {
  const line =
    /^.{0,200}(?:\b[45]\d\d[\s-]|\b[45]\.\d\.\d|unknown|error|failed|rejected|full).{0,300}$/im.exec(
      own,
    )?.[0];
  return line === undefined ? null : cleanLine(line).slice(0, 500) || null;
}
