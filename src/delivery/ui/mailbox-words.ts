import type { Language } from '../../kernel/language.ts';
import * as m from './words/generated/messages.js';

/** Where a mailbox is fetched, as far as words about it name it. */
export interface FetchedFrom {
  readonly host: string;
  readonly user: string;
  readonly folder: string;
  readonly doneFolder: string | null;
}

/** Why no mail comes in, and what a person can do; by the stable key that the reading wrote. */
export function fetchFailureWords(
  failure: string,
  { host, user, folder, doneFolder }: FetchedFrom,
  locale: Language,
): string {
  const options = { locale };
  switch (failure) {
    case 'unreachable':
      return m.mailboxes_failure_unreachable({ host }, options);
    case 'certificate':
      return m.mailboxes_failure_certificate({ host }, options);
    case 'sign-in':
      return m.mailboxes_failure_sign_in({ host, user }, options);
    case 'folder':
      return m.mailboxes_failure_folder({ folder }, options);
    case 'broken':
      return m.mailboxes_failure_broken({ host }, options);
    case 'done-folder':
      return m.mailboxes_failure_done_folder({ folder: doneFolder ?? '' }, options);
    case 'secret-other-key':
    case 'secret-altered':
      return m.mailboxes_failure_secret({}, options);
    case 'grant':
      return m.mailboxes_failure_grant({}, options);
    case 'provider':
      return m.mailboxes_failure_provider({}, options);
    case 'no-room':
      return m.mailboxes_failure_no_room({}, options);
    default:
      return m.mailboxes_failure_internal({}, options);
  }
}
