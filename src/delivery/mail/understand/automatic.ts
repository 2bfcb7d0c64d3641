import type { AutomaticFacts, MailAddress, MailHeader } from './model.ts';
import { headerOf, headersOf } from './raw-headers.ts';

/** What is known of the mail when the question of answering it comes up. */
export interface AnswerQuestion {
  readonly headers: readonly MailHeader[];
  readonly from: MailAddress | null;
  readonly returnPath: string | null;
  readonly subject: string;
  readonly messageId: string | null;
  readonly isBounce: boolean;
  /** Content type of the whole message with its parameters: `multipart/report` of any kind is never answered. */
  readonly reportType: string | null;
  readonly ownAddresses: readonly string[];
  readonly ownMessageIdDomains: readonly string[];
}

/**
 * Whether a machine wrote it and whether it may be acknowledged (RFC 3834, EMAIL.md rule 9). Each sign that speaks
 * against an answer is named; one is enough.
 */
export function readAutomatic(mail: AnswerQuestion): AutomaticFacts {
  const signs = new Set<string>();
  const add = (sign: string, isThere: boolean): void => {
    if (isThere) signs.add(sign);
  };
  const first = (name: string): string => headerOf(mail.headers, name)?.toLowerCase() ?? '';
  const has = (name: string): boolean => headerOf(mail.headers, name) !== null;

  const submitted = first('auto-submitted').replace(/[\s;(].*$/s, '');
  const precedence = effectivePrecedence(mail.headers);
  const autoHeader = [
    'x-autoreply',
    'x-autorespond',
    'x-autoresponder',
    'x-autoreply-from',
    'x-auto-reply',
  ].find((name) => has(name) && !/^(?:no|false|0)$/.test(first(name)));
  const isAutoSubject = autoSubject.test(mail.subject);

  add('bounce', mail.isBounce);
  // Microsoft's junk-mail reports carry no report type, only this subject in front of the mail complained of.
  add('report', mail.reportType !== null || /^complaint about message from \d/i.test(mail.subject));
  add('auto-submitted', submitted !== '' && submitted !== 'no');
  add('auto-header', autoHeader !== undefined);
  add('auto-subject', isAutoSubject);
  add('null-return-path', mail.returnPath === '');
  add('precedence', precedence !== null);
  add(
    'list',
    [
      'list-id',
      'list-unsubscribe',
      'list-post',
      'list-help',
      'mailing-list',
      'x-mailing-list',
      'feedback-id',
    ].some(has),
  );
  add('response-suppressed', suppressesAnswers(first('x-auto-response-suppress')));
  add(
    'machine-generated',
    ['x-fc-machinegenerated', 'x-auto-generated', 'x-mailer-recptid', 'x-cron-env'].some(has) ||
      /^(?:yes|true)/.test(first('x-generated-by-cron')),
  );
  add(
    'loop-header',
    [
      'x-loop',
      'x-loop-prevention',
      'x-rt-loop-prevention',
      'x-zammad-loop',
      'x-desk-loop',
      'x-otrs-loop',
    ].some(has),
  );
  add('machine-address', mail.from !== null && isMachineAddress(mail.from.address));
  add(
    'machine-return-path',
    mail.returnPath !== null && /^(?:mailer-daemon|postmaster)@/i.test(mail.returnPath),
  );
  add(
    'own-address',
    mail.from !== null && mail.ownAddresses.includes(mail.from.address.toLowerCase()),
  );
  add('own-message-id', hasOwnId(mail));
  add('no-sender', mail.from === null);

  const isAutoReply =
    !mail.isBounce &&
    (submitted === 'auto-replied' ||
      autoHeader !== undefined ||
      precedence === 'auto_reply' ||
      isAutoSubject ||
      // Vacation programs of the old school say `auto-generated`, and what they are in the subject.
      (submitted.startsWith('auto') && awayWords.test(mail.subject)));
  return {
    isAutoReply,
    isBounce: mail.isBounce,
    isList: signs.has('list') || precedence === 'list' || precedence === 'bulk',
    isLoop: signs.has('own-address') || signs.has('own-message-id') || has('x-desk-loop'),
    isByMachine: [...signs].some((sign) => machineSigns.has(sign)),
    mayAcknowledge: signs.size === 0,
    signs: [...signs],
  };
}

/** The others only ask not to be answered: Exchange writes some of them into mails of people. */
const machineSigns: ReadonlySet<string> = new Set([
  'bounce',
  'report',
  'auto-submitted',
  'auto-header',
  'auto-subject',
  'null-return-path',
  'precedence',
  'list',
  'machine-generated',
  'machine-address',
  'machine-return-path',
]);

/** The first value that names a class of mail: `never-bounce` and the like name none. */
function effectivePrecedence(headers: readonly MailHeader[]): string | null {
  const values = headersOf(headers, 'precedence').map((value) =>
    value.toLowerCase().replace(/[\s;(].*$/s, ''),
  );
  const known = values.find((value) => /^(?:bulk|list|junk|auto_reply|auto-reply)$/.test(value));
  return known === 'auto-reply' ? 'auto_reply' : (known ?? null);
}

/** "Do not answer me", which does not mean "I am an answer": DR, RN and NRN only speak of receipts. */
const suppressesAnswers = (value: string): boolean =>
  value.split(/[,;\s]+/).some((kind) => kind === 'all' || kind === 'autoreply' || kind === 'oof');

/**
 * Subjects that only machines write: the words as the exact start, with a colon. "Respuesta automática del sistema
 * no funciona" is a customer with a problem.
 */
const autoSubject =
  /^(?:\s*(?:re|aw|sv)\s*:)?\s*(?:automatic reply|auto[- ]?reply|autoreply|auto[- ]?response|autoresponse|out of (?:the )?office(?: auto[- ]?reply)?|respuesta autom[aá]tica|contestaci[oó]n autom[aá]tica|fuera de (?:la )?oficina|ausente de la oficina|resposta autom[aá]tica|fora do escrit[oó]rio|ausência tempor[aá]ria|r[eé]ponse automatique|absence du bureau|automatische antwort|abwesenheitsnotiz|automatische abwesenheitsnotiz|risposta automatica|fuori ufficio|automatisch antwoord|automatiskt svar|autosvar|resposta autom[aà]tica|vastaus poissa|automaattinen vastaus|odpowiedź automatyczna|automatyczna odpowiedź|автоответ|автоматический ответ|автоматична відповідь|automatick[aá] odpov[eě]ď|automatikus válasz|răspuns automat|otomatik yanıt|自动回复|自動回覆|自動返信|자동 회신|automatische reactie|ausencia temporal|respuesta de ausencia|réponse d['’]absence|message d['’]absence|abwesenheit|assenza dall['’]ufficio|afwezigheidsassistent|ikke til stede|frånvaroautosvar)\s*[:：]/iu;

const awayWords =
  /(?:out of (?:the )?office|vacation|away from|auto(?:matic)?[- ]?(?:reply|response)|fuera de|vacaciones|ausen|abwesen|absen|ferie|urlaub|respuesta autom)/iu;

/** Nobody reads there, whoever writes from it. */
export const isMachineAddress = (address: string): boolean =>
  /^(?:mailer-?daemon|postmaster|no[-._]?reply|do[-._]?not[-._]?reply|noresponder|no[-._]?responder|no[-._]?contestar|ne[-._]?pas[-._]?repondre|nao[-._]?responda|bounces?|bounce[-+=].*|.*[-._]no[-._]?reply|no[-._]?reply[-._+].*|auto[-._]?(?:reply|responder|confirm)|listserv|majordomo|mdaemon)@/i.test(
    address,
  );

function hasOwnId(mail: AnswerQuestion): boolean {
  const domain = mail.messageId?.split('@').at(-1)?.toLowerCase();
  return domain !== undefined && mail.ownMessageIdDomains.includes(domain);
}
