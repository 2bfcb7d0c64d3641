// II, V.c: who may follow a request besides whoever asked. People in copy of a mail are added under these rules only:
// a request shows what a customer tells nobody else, and an address in a header proves nothing about anybody.

/** Who may be kept informed of one request; more is a list, which no request is for. */
export const participantsMax = 30;

/** How many addresses of one mail are looked at: nobody copies more colleagues by hand. */
export const copiedMax = 20;

/** What is known of whoever wrote the mail that copies others. */
export interface CopyingSender {
  /** The mail proves its author (policy/mail-trust: verified), or the owner of the address said so. */
  readonly isProven: boolean;
  /** II: an authorised contact of the customer whose request it is. */
  readonly mayAsk: boolean;
  /** A machine copies whoever its list says. */
  readonly isAutomatic: boolean;
}

/** An address that a mail names beside the desk. */
export interface CopiedAddress {
  /** An address of the desk itself, or of somebody who works here. */
  readonly isDesk: boolean;
  /** `no-reply`, `mailer-daemon` and the like: nobody reads there. */
  readonly isMachine: boolean;
  /**
   * `customers-domain`: nobody's address, but at a domain that contacts of this customer, and of no other, write from.
   */
  readonly belongsTo: 'authorised-contact' | 'contact' | 'customers-domain' | 'elsewhere';
  /** It asked for it, follows it already, was taken out, or was proposed before and decided or not. */
  readonly standing: 'none' | 'asker' | 'participant' | 'removed' | 'proposed';
}

export type CopyVerdict = 'join' | 'propose' | 'leave';

/**
 * Whether who is in copy follows the request: only when the author is proven, may ask for this customer, and the address
 * is of another authorised contact of the same. What is likely the customer's but not known is proposed to a person.
 * Everything else is left alone: it stays in the mail, and no letter goes there.
 */
export function judgeCopied(sender: CopyingSender, copied: CopiedAddress): CopyVerdict {
  if (sender.isAutomatic || !sender.mayAsk) return 'leave';
  if (copied.isDesk || copied.isMachine || copied.standing !== 'none') return 'leave';
  switch (copied.belongsTo) {
    case 'authorised-contact':
      return sender.isProven ? 'join' : 'propose';
    case 'contact':
      return 'propose';
    case 'customers-domain':
      return sender.isProven ? 'propose' : 'leave';
    case 'elsewhere':
      return 'leave';
  }
}

/** Whose domain it is says nothing about anybody: everyone may have an address there. */
export const isFreemail = (domain: string): boolean =>
  freemailDomains.has(domain) || /^(?:yahoo|hotmail|outlook|live|ymail)\.[a-z.]+$/.test(domain);

const freemailDomains: ReadonlySet<string> = new Set([
  'gmail.com',
  'googlemail.com',
  'msn.com',
  'icloud.com',
  'me.com',
  'mac.com',
  'aol.com',
  'gmx.com',
  'gmx.net',
  'gmx.de',
  'gmx.es',
  'web.de',
  'mail.com',
  'mail.ru',
  'yandex.com',
  'yandex.ru',
  'proton.me',
  'protonmail.com',
  'pm.me',
  'zoho.com',
  'fastmail.com',
  'hey.com',
  'tutanota.com',
  'tuta.io',
  'qq.com',
  '163.com',
  '126.com',
  'terra.com',
  'telefonica.net',
  'cantv.net',
  'uol.com.br',
  'bol.com.br',
  'libero.it',
  'orange.fr',
  'free.fr',
  'wanadoo.fr',
  't-online.de',
  'comcast.net',
]);
