import type { MailAddress } from '../model.ts';

export type LetterKind = 'first' | 'reply' | 'forward';

/**
 * Whether a mail answers another one, passes one on, or starts something. Only answers are ever split: in a first
 * mail and in a forward everything is content (EMAIL.md rule 7).
 */
export function letterKind(mail: {
  readonly subject: string;
  readonly answersAny: boolean;
  readonly recipients: readonly MailAddress[];
}): LetterKind {
  const prefix =
    /^(?:\s*\[[^\]]{0,80}\])*\s*([\p{L}]{1,12})\s?(?:\[\d+\]|\(\d+\)|\*\d+)?\s?[:：]/u.exec(
      mail.subject,
    );
  const word = prefix?.[1]?.toLowerCase() ?? '';
  if (forwardWords.has(word)) return 'forward';
  if (mail.answersAny || replyWords.has(word)) return 'reply';
  return mail.recipients.some(({ address }) => hasReplyToken(address)) ? 'reply' : 'first';
}

/** A long token behind the `+`: the address was handed out with one conversation. */
const hasReplyToken = (address: string): boolean => /\+[0-9a-z_.-]{16,}@/i.test(address);

const replyWords = new Set([
  're',
  'aw',
  'antw',
  'antwort',
  'sv',
  'vs',
  'odp',
  'rif',
  'ref',
  'res',
  'resp',
  'respuesta',
  'r',
  'ynt',
  'atb',
  'vá',
  'ha',
  '回复',
  '答复',
  '回覆',
  'ответ',
]);

/** RV is what Outlook writes in Spanish for a forward, ENC in Portuguese, TR in French, WG in German. */
const forwardWords = new Set([
  'fw',
  'fwd',
  'rv',
  'rm',
  'enc',
  'tr',
  'wg',
  'wtr',
  'i',
  'doorst',
  'vb',
  'vl',
  'vid',
  'reenv',
  'pd',
  'reenviado',
  'reenviar',
  '转发',
  '轉寄',
]);
