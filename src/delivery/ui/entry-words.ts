import type { Language } from '../../kernel/language.ts';
import type { StatementEntry } from '../web/contract.ts';
import * as m from './words/generated/messages.js';

type Say = { readonly locale?: Language };

const words: Readonly<Record<StatementEntry['kind'], (none: object, say: Say) => string>> = {
  purchase: m.portal_entry_purchase,
  refund: m.portal_entry_refund,
  hold: m.portal_entry_hold,
  hold_more: m.portal_entry_hold_more,
  charge: m.portal_entry_charge,
  release: m.portal_entry_release,
  adjustment: m.portal_entry_adjustment,
  expiry: m.portal_entry_expiry,
};

/** What a movement of the account is called to the customer, on the page as in the files of the statement. */
export const entryWords = (kind: StatementEntry['kind'], say: Say): string => words[kind]({}, say);
