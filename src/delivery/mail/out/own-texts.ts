import type { Language } from '../../../kernel/language.ts';
import type { LetterName, LetterTexts } from '../../../modules/notifications/index.ts';
import * as m from '../../ui/words/generated/messages.js';

type Say = { readonly locale: Language };
type Own = (say: Say) => Partial<LetterTexts> & {
  /** What a person wrote has a greeting of its own, if any. */
  readonly greets?: false;
};

/**
 * The product's own texts of a letter, in the form in which an administrator may write others: variables in braces.
 * There is one way from such a text to a letter, whoever wrote it. Pure.
 */
export function ownTexts(name: LetterName, language: Language): LetterTexts {
  const say = { locale: language };
  const greeting = m.mail_greeting({ name: '{contact}' }, say);
  const own = texts[name](say);
  const opening = [own.greets === false ? null : greeting, own.opening];
  return {
    // The number stays in the subject for people; threads are found by address and Message-ID, never by it.
    subject: own.subject ?? m.mail_subject({ number, subject: '{subject}' }, say),
    opening: opening.filter((part) => part != null).join('\n\n'),
    closing: own.closing ?? '',
  };
}

const number = '{ticket}';
const firm = '{firm}';
const units = '{units}';
const customer = '{customer}';

/** A greeting alone before what the desk says; the usual subject. */
const plain: Own = () => ({});
const received: Own = (say) => ({ opening: m.mail_ack_received({ number }, say) });
const aboutObjection: Own = (say) => ({
  subject: m.mail_billing_objection_asked_subject({ number }, say),
});
const aboutTopUp: Own = (say) => ({ subject: m.mail_billing_top_up_asked_subject({ units }, say) });

const texts: Readonly<Record<LetterName, Own>> = {
  'acknowledgement-open': (say) => ({ opening: m.mail_ack_open({ number }, say) }),
  'acknowledgement-held': (say) => ({ opening: m.mail_ack_nothing_lost({ number }, say) }),
  'acknowledgement-referred': received,
  'acknowledgement-rejected': received,
  admitted: plain,
  'priority-changed': (say) => ({ opening: m.mail_priority_verified({ number }, say) }),
  'suggestion-read': (say) => ({ opening: m.mail_understood_thanks({ number }, say) }),
  'message-reply': (say) => ({
    opening: m.mail_reply_opening({ author: '{agent}', number }, say),
    greets: false,
  }),
  'message-question': (say) => ({
    opening: m.mail_question_opening({ author: '{agent}', number }, say),
    greets: false,
  }),
  'message-resolution': (say) => ({
    opening: m.mail_resolution_opening({ author: '{agent}', number }, say),
    greets: false,
  }),
  reminder: plain,
  'units-asked': (say) => ({ subject: m.mail_units_asked_subject({ number, units }, say) }),
  'units-answered-approved': (say) => ({
    subject: m.mail_units_approved_subject({ number, units }, say),
  }),
  'units-answered-declined': (say) => ({
    subject: m.mail_units_declined_subject({ number, units }, say),
  }),
  'ended-closed': plain,
  'ended-abandoned': plain,
  'ended-referred': plain,
  'ended-rejected': plain,
  'ended-withdrawn': plain,
  'scope-decided-in-scope': plain,
  'scope-decided-out-of-scope': plain,
  'scope-claimed': (say) => ({
    subject: m.mail_scope_claimed_subject({ number, subject: '{subject}' }, say),
  }),
  merged: plain,
  'appointment-offered': plain,
  'appointment-accepted': plain,
  'appointment-moved': plain,
  'appointment-reminder': plain,
  'appointment-cancelled': plain,
  'appointment-done': plain,
  'appointment-missed': plain,
  'appointment-answer-refused': plain,
  'standing-planned': (say) => ({ subject: m.mail_standing_planned_subject({}, say) }),
  'standing-withdrawn': (say) => ({ subject: m.mail_standing_withdrawn_subject({}, say) }),
  'standing-began': (say) => ({ subject: m.mail_standing_began_subject({}, say) }),
  'standing-extended': (say) => ({ subject: m.mail_standing_extended_subject({}, say) }),
  'standing-shortened': (say) => ({ subject: m.mail_standing_shortened_subject({}, say) }),
  'standing-restored': (say) => ({ subject: m.mail_standing_restored_subject({}, say) }),
  'balance-low': (say) => ({ subject: m.mail_low_subject({ units }, say) }),
  statement: (say) => ({ subject: m.mail_statement_subject({ month: '{month}' }, say) }),
  'units-expiring': (say) => ({ subject: m.mail_expiring_subject({ units }, say) }),
  'billing-objection-asked': aboutObjection,
  'billing-objection-accepted': aboutObjection,
  'billing-objection-rejected': aboutObjection,
  'billing-objection-withdrawn': aboutObjection,
  'billing-objection-overdue': (say) => ({
    subject: m.mail_billing_overdue_subject({ number }, say),
  }),
  'billing-objection-asked-desk': aboutObjection,
  'objection-due-warned': (say) => ({
    subject: m.mail_objection_warned_subject({ number, customer }, say),
  }),
  'objection-due-overdue': (say) => ({
    subject: m.mail_objection_overdue_subject({ number, customer }, say),
  }),
  'billing-top-up-asked': aboutTopUp,
  'billing-top-up-recorded': aboutTopUp,
  'billing-top-up-declined': aboutTopUp,
  'billing-top-up-asked-desk': aboutTopUp,
  invitation: (say) => ({
    subject: m.mail_invitation_subject({ firm }, say),
    opening: m.mail_invitation({ firm }, say),
  }),
  'sign-in-link': (say) => ({
    subject: m.mail_sign_in_subject({ firm }, say),
    opening: m.mail_sign_in({}, say),
  }),
  'password-changed': (say) => ({ subject: m.mail_password_subject({ firm }, say) }),
  'second-factor-on': (say) => ({ subject: m.mail_factor_on_subject({ firm }, say) }),
  'second-factor-off': (say) => ({ subject: m.mail_factor_off_subject({ firm }, say) }),
  'passkey-added': (say) => ({ subject: m.mail_passkey_added_subject({ firm }, say) }),
  'passkey-removed': (say) => ({ subject: m.mail_passkey_removed_subject({ firm }, say) }),
  'recovery-code-used': (say) => ({ subject: m.mail_recovery_used_subject({ firm }, say) }),
  'recovery-codes-renewed': (say) => ({
    subject: m.mail_recovery_renewed_subject({ firm }, say),
  }),
  'mail-confirmation': (say) => ({ subject: m.mail_confirm_subject({ firm }, say) }),
  'appointment-answered-accepted': (say) => ({
    subject: m.mail_answered_accepted_subject({ number, activity: '{activity}' }, say),
  }),
  'appointment-answered-proposed': (say) => ({
    subject: m.mail_answered_proposed_subject({ number, activity: '{activity}' }, say),
  }),
  'appointment-answered-cancelled': (say) => ({
    subject: m.mail_answered_cancelled_subject({ number, activity: '{activity}' }, say),
  }),
  'appointment-answered-tentative': (say) => ({
    subject: m.mail_answered_tentative_subject({ number, activity: '{activity}' }, say),
  }),
  'appointment-answered-refused': (say) => ({
    subject: m.mail_answered_refused_subject({ number, activity: '{activity}' }, say),
  }),
  'clock-warned': (say) => ({
    subject: m.mail_clock_warned_subject({ number, subject: '{subject}' }, say),
  }),
  'clock-breached': (say) => ({
    subject: m.mail_clock_breached_subject({ number, subject: '{subject}' }, say),
  }),
  'clock-escalated': (say) => ({
    subject: m.mail_clock_escalated_subject({ number, subject: '{subject}' }, say),
  }),
  undelivered: (say) => ({ subject: m.mail_undelivered_subject({ number }, say) }),
  'undelivered-digest': (say) => ({
    subject: m.mail_digest_subject({ count: '{count}' }, say),
    opening: m.mail_digest({}, say),
  }),
};
