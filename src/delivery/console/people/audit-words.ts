import * as m from '../../ui/words/generated/messages.js';

const words = new Map<string, () => string>([
  ['agent.added', m.console_act_agent_added],
  ['agent.updated', m.console_act_agent_updated],
  ['api-key.created', m.console_act_api_key_created],
  ['api-key.revoked', m.console_act_api_key_revoked],
  ['calendar.saved', m.console_act_calendar_saved],
  ['category.changed', m.console_act_category_changed],
  ['category.created', m.console_act_category_created],
  ['contact.added', m.console_act_contact_added],
  ['contact.updated', m.console_act_contact_updated],
  ['contract.added', m.console_act_contract_added],
  ['contract.ended', m.console_act_contract_ended],
  ['desk.set-up', m.console_act_desk_set_up],
  ['firm.changed', m.console_act_firm_changed],
  ['invitation.accepted', m.console_act_invitation_accepted],
  ['mail.discarded', m.console_act_mail_discarded],
  ['mail.released', m.console_act_mail_released],
  ['mailbox.changed', m.console_act_mailbox_changed],
  ['mailbox.created', m.console_act_mailbox_created],
  ['mailbox.removed', m.console_act_mailbox_removed],
  ['imap-source.set', m.console_act_imap_source_set],
  ['imap-source.removed', m.console_act_imap_source_removed],
  ['organization.created', m.console_act_organization_created],
  ['organization.standing-set', m.console_act_organization_standing_set],
  ['organization.updated', m.console_act_organization_updated],
  ['password.changed', m.console_act_password_changed],
  ['person.invited', m.console_act_person_invited],
  ['service.changed', m.console_act_service_changed],
  ['service.created', m.console_act_service_created],
  ['session.opened', m.console_act_session_opened],
  ['sessions.revoked', m.console_act_sessions_revoked],
  ['team.created', m.console_act_team_created],
  ['team.updated', m.console_act_team_updated],
]);

/** What was done, in words; an act of a newer server is shown by its key. */
export const auditWords = (action: string): string => words.get(action)?.() ?? action;
