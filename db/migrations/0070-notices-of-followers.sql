-- module: notifications
-- What a person of the desk is told of: a decision (V.d), or, of what they follow, a line of its log or a message.
alter table notice
  drop constraint notice_pkey,
  add column id bigint generated always as identity primary key,
  alter column decision_id drop not null,
  add column event_id bigint references ticket_event,
  add column message_id bigint references message,
  add constraint notice_about_one check (num_nonnulls(decision_id, event_id, message_id) = 1),
  add constraint notice_once_of_decision unique (person_id, decision_id),
  add constraint notice_once_of_event unique (person_id, event_id),
  add constraint notice_once_of_message unique (person_id, message_id);
create index notice_of_person on notice (person_id, id desc);
