import type { Language } from '../../kernel/language.ts';
import type { LetterName, LetterVariable } from '../../modules/notifications/index.ts';
import * as m from '../ui/words/generated/messages.js';

type Words = (none: object, say: { readonly locale: Language }) => string;

/** What each letter is, for whoever adjusts its texts. */
export const letterTitles: Readonly<Record<LetterName, Words>> = {
  'acknowledgement-open': m.letters_title_acknowledgement_open,
  'acknowledgement-held': m.letters_title_acknowledgement_held,
  'acknowledgement-referred': m.letters_title_acknowledgement_referred,
  'acknowledgement-rejected': m.letters_title_acknowledgement_rejected,
  admitted: m.letters_title_admitted,
  'priority-changed': m.letters_title_priority_changed,
  'suggestion-read': m.letters_title_suggestion_read,
  'message-reply': m.letters_title_message_reply,
  'message-question': m.letters_title_message_question,
  reminder: m.letters_title_reminder,
  'message-resolution': m.letters_title_message_resolution,
  'ended-closed': m.letters_title_ended_closed,
  'ended-abandoned': m.letters_title_ended_abandoned,
  'ended-referred': m.letters_title_ended_referred,
  'ended-rejected': m.letters_title_ended_rejected,
  'ended-withdrawn': m.letters_title_ended_withdrawn,
  merged: m.letters_title_merged,
  'appointment-offered': m.letters_title_appointment_offered,
  'appointment-accepted': m.letters_title_appointment_accepted,
  'appointment-moved': m.letters_title_appointment_moved,
  'appointment-reminder': m.letters_title_appointment_reminder,
  'appointment-cancelled': m.letters_title_appointment_cancelled,
  'appointment-done': m.letters_title_appointment_done,
  'appointment-missed': m.letters_title_appointment_missed,
  'appointment-answer-refused': m.letters_title_appointment_answer_refused,
  'balance-low': m.letters_title_balance_low,
  'units-expiring': m.letters_title_units_expiring,
  statement: m.letters_title_statement,
  'billing-objection-asked': m.letters_title_billing_objection_asked,
  'billing-objection-accepted': m.letters_title_billing_objection_accepted,
  'billing-objection-rejected': m.letters_title_billing_objection_rejected,
  'billing-objection-asked-desk': m.letters_title_billing_objection_asked_desk,
  'billing-top-up-asked': m.letters_title_billing_top_up_asked,
  'billing-top-up-recorded': m.letters_title_billing_top_up_recorded,
  'billing-top-up-declined': m.letters_title_billing_top_up_declined,
  'billing-top-up-asked-desk': m.letters_title_billing_top_up_asked_desk,
  invitation: m.letters_title_invitation,
  'sign-in-link': m.letters_title_sign_in_link,
  'password-changed': m.letters_title_password_changed,
  'mail-confirmation': m.letters_title_mail_confirmation,
  'clock-warned': m.letters_title_clock_warned,
  'clock-breached': m.letters_title_clock_breached,
  'clock-escalated': m.letters_title_clock_escalated,
  undelivered: m.letters_title_undelivered,
  'undelivered-digest': m.letters_title_undelivered_digest,
};

/** What stands for each variable. */
export const variableWords: Readonly<Record<LetterVariable, Words>> = {
  contact: m.letters_variable_contact,
  firm: m.letters_variable_firm,
  ticket: m.letters_variable_ticket,
  subject: m.letters_variable_subject,
  agent: m.letters_variable_agent,
  activity: m.letters_variable_activity,
  customer: m.letters_variable_customer,
  units: m.letters_variable_units,
  month: m.letters_variable_month,
  count: m.letters_variable_count,
};
