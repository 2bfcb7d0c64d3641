import type { ForwardedLetter } from '../../../modules/correspondence/index.ts';
import { readAddresses } from './addresses.ts';
import { cleanLine } from './clean-text.ts';
import { decodeHeaderText } from './encoded-words.ts';
import { mailLimits } from './limits.ts';
import type { ReadMail } from './model.ts';
import { headerOf, readRawHeaders } from './raw-headers.ts';

const lettersMax = 10;

/**
 * Who wrote what a mail passes on (EMAIL.md rule 7): the mails attached to it, and the letter quoted in a forward. What
 * is said there is shown and never believed: it is text that the sender could have written.
 */
export function readForwardedLetters(
  mail: Pick<ReadMail, 'attachments' | 'isForward' | 'text'>,
): readonly ForwardedLetter[] {
  const attached = mail.attachments
    .filter(({ role }) => role === 'message')
    .map(({ content }) => attachedLetter(content))
    .filter((letter) => letter !== null);
  const quoted = mail.isForward ? quotedLetter(mail.text) : null;
  return [...attached, ...(quoted === null ? [] : [quoted])].slice(0, lettersMax);
}

function attachedLetter(content: Uint8Array): ForwardedLetter | null {
  // The header alone is read, and only so much of it.
  const head = Buffer.from(content.subarray(0, mailLimits.headerBytesMax));
  const headers = readRawHeaders(head, { ...mailLimits, headerLinesMax: Number.MAX_SAFE_INTEGER });
  const from = headerOf(headers, 'from');
  if (from === null || from.length > 2_000) return null;
  const [writer] = readAddresses(from, null, mailLimits);
  const sent = Date.parse(headerOf(headers, 'date')?.slice(0, 100) ?? '');
  return {
    name: writer?.name ?? decodeHeaderText(from, null).slice(0, 200),
    address: writer?.address ?? '',
    subject: decodeHeaderText(headerOf(headers, 'subject') ?? '', null).slice(0, 300),
    sentAt: Number.isNaN(sent) ? null : sent,
  };
}

/** The header that every mail client writes above what it forwards: From, and soon after Sent, To or Subject. */
function quotedLetter(text: string): ForwardedLetter | null {
  const lines = text
    .slice(0, 20_000)
    .split('\n')
    .slice(0, 400)
    .map((line) => line.replace(/^[>\s*]+/, '').trim());
  for (const [index, line] of lines.entries()) {
    const [, writer] = fromLine.exec(line) ?? [];
    if (writer === undefined) continue;
    const following = lines.slice(index + 1, index + 8);
    if (!following.some((next) => otherLine.test(next))) continue;
    const subject = following.map((next) => subjectLine.exec(next)?.[1]).find(Boolean) ?? '';
    const [address = ''] = /[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w.-]{1,190}\w/.exec(writer) ?? [];
    const name = writer
      .replace(/[<[(].*$/, '')
      .replace(address, '')
      .replace(/^["'*\s]+|["'*\s]+$/g, '');
    return {
      name: cleanLine(name).slice(0, 200),
      address,
      subject: cleanLine(subject).slice(0, 300),
      sentAt: null,
    };
  }
  return null;
}

const fromLine = /^(?:de|from|von|da|van|från|fra)\s?\*?:\*?\s*(\S.{0,400})$/i;
const otherLine =
  /^(?:enviado(?: el)?|fecha|para|asunto|sent|date|to|subject|gesendet|datum|an|betreff|envoyé|à|objet|data|assunto|inviato|oggetto|enviada(?: em)?)\s?\*?:\*?\s*\S/i;
const subjectLine = /^(?:asunto|subject|betreff|objet|assunto|oggetto)\s?\*?:\*?\s*(\S.*)$/i;
