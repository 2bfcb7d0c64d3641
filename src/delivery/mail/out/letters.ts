import {
  type AdjustedTexts,
  fillText,
  type Letter,
  type LetterHead,
  type LetterTexts,
  type LetterVariable,
  letterNameOf,
  type Recipient,
  type RenderedLetter,
} from '../../../modules/notifications/index.ts';
import { formatMonth, formatUnits } from '../../ui/format.ts';
import * as m from '../../ui/words/generated/messages.js';
import { factBlocks } from './letter-facts.ts';
import { type Block, blocksAsText, layOut } from './letter-layout.ts';
import { ownTexts } from './own-texts.ts';

/**
 * Words a letter in the reader's language, with times in the reader's zone: opening, what the agreement and the facts
 * say, closing, signature. Subject, opening and closing are the product's own or an administrator's; the rest is
 * nobody's to change. Plain text and HTML are made of the same blocks. Pure.
 */
export function renderLetter(
  publicUrl: string,
  letter: Letter,
  recipient: Recipient,
  { firmName, signature }: LetterHead,
  adjusted: AdjustedTexts,
): RenderedLetter {
  const own = ownTexts(letterNameOf(letter), recipient.language);
  const values = valuesOf(letter, recipient, firmName);
  const text = (part: keyof LetterTexts): string => fillText(adjusted[part] ?? own[part], values);
  const fixed = factBlocks(letter, recipient, { publicUrl, firmName });
  const laidOut = layOut({
    subject: text('subject'),
    language: recipient.language,
    blocks: [
      ...hintAbove(letter, recipient),
      ...paragraphs(text('opening')),
      ...fixed,
      ...paragraphs(text('closing')),
    ],
    footer: signature.trim() === '' ? firmName : signature,
  });
  return { ...laidOut, fixedText: blocksAsText(fixed) };
}

/** What stands for each variable; '' for what a letter does not have, and may not name. */
function valuesOf(
  letter: Letter,
  { name, language }: Recipient,
  firm: string,
): Readonly<Record<LetterVariable, string>> {
  const ticket = 'ticket' in letter ? letter.ticket : null;
  const billed = letter.kind === 'billing' ? letter.ticketNumber : null;
  const units = unitsIn(letter);
  return {
    contact: name,
    firm,
    ticket: String(ticket?.number ?? billed ?? ''),
    subject: ticket?.subject ?? '',
    agent:
      letter.kind === 'message' || letter.kind === 'scope-decided' ? letter.author || firm : '',
    activity: activityIn(letter),
    customer: 'customer' in letter ? letter.customer.name : '',
    month: letter.kind === 'statement' ? formatMonth(letter.month, language) : '',
    units: units === null ? '' : formatUnits(units, language),
    count: letter.kind === 'undelivered-digest' ? String(letter.count) : '',
  };
}

function activityIn(letter: Letter): string {
  if (letter.kind === 'appointment') return letter.subject;
  return letter.kind === 'appointment-answered' ? letter.activity : '';
}

/** Of how many units a letter speaks; null when of none. */
function unitsIn(letter: Letter): number | null {
  switch (letter.kind) {
    case 'billing':
    case 'objection-due':
    case 'units-asked':
    case 'units-answered':
      return letter.units;
    case 'balance-low':
      return letter.availableUnits;
    case 'units-expiring':
      return letter.lots.reduce((sum, { units }) => sum + units, 0);
    default:
      return null;
  }
}

/** How an answer reaches us, first of all: a mail program may show no more than that. */
const hintAbove = (letter: Letter, { language }: Recipient): readonly Block[] =>
  letter.kind === 'message'
    ? [{ kind: 'small', text: m.mail_reply_above({}, { locale: language }) }]
    : [];

const paragraphs = (text: string): readonly Block[] =>
  text
    .split(/\r?\n[^\S\n]*(?:\r?\n[^\S\n]*)+/)
    .filter((paragraph) => paragraph.trim() !== '')
    .map((paragraph) => ({ kind: 'paragraph', text: paragraph }));
