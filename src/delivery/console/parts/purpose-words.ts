import * as m from '../../ui/words/generated/messages.js';

const words = new Map<string, () => string>([
  ['acknowledgement', m.console_purpose_acknowledgement],
  ['admitted', m.console_purpose_admitted],
  ['message', m.console_purpose_message],
  ['copy', m.console_purpose_copy],
  ['units-asked', m.console_purpose_units_asked],
  ['units-answered', m.console_purpose_units_answered],
  ['reminder', m.console_purpose_reminder],
  ['priority-changed', m.console_purpose_priority_changed],
  ['clock', m.console_purpose_clock],
  ['merged', m.console_purpose_merged],
  ['suggestion-read', m.console_purpose_suggestion_read],
  ['closed', m.console_purpose_closed],
  ['abandoned', m.console_purpose_abandoned],
  ['referred', m.console_purpose_referred],
  ['rejected', m.console_purpose_rejected],
  ['withdrawn', m.console_purpose_withdrawn],
  ['appointment', m.console_purpose_appointment],
  ['invitation', m.console_purpose_invitation],
  ['sign-in-link', m.console_purpose_sign_in_link],
  ['letter-preview', m.letters_purpose_preview],
  ['probe', m.console_purpose_probe],
  ['mail-confirmation', m.console_purpose_mail_confirmation],
  ['password-changed', m.console_purpose_password_changed],
  ['undelivered', m.console_purpose_undelivered],
  ['undelivered-digest', m.console_purpose_undelivered_digest],
]);

/** Why a mail was written; a purpose of a newer server is shown by its key. */
export const purposeWords = (purpose: string): string => words.get(purpose)?.() ?? purpose;
