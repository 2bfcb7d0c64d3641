-- module: appointments
create type appointment_state as enum ('offered', 'accepted', 'done', 'no-show', 'cancelled');

-- T5, T6: an activity scheduled with the customer. Its times are offered first and agreed by both.
create table appointment (
  id bigint generated always as identity primary key,
  ticket_id bigint not null references ticket,
  organization_id bigint not null references organization,
  agent_person_id bigint not null references agent,
  state appointment_state not null,
  subject text not null check (length(subject) between 1 and 200),
  place text not null check (place in ('remote', 'onsite')),
  -- The address of a visit; how to connect to a remote session, when that is known.
  location text not null default '',
  duration_minutes integer not null check (duration_minutes between 5 and 1440),
  -- T5: proposed with a visit, and owed once the visit took place.
  surcharge_units integer check (surcharge_units >= 0),
  surcharge_note text not null default '',
  -- The agreed start; null until a time was accepted.
  starts_at timestamptz,
  -- Of the invitation (RFC 5545): grows whenever its time changes or it is cancelled.
  sequence integer not null default 0,
  invited boolean not null default false,
  accepted_at timestamptz,
  ended_at timestamptz,
  -- What came of it: why it was cancelled, what was done, or how the customer was waited for and sought.
  outcome_note text not null default '',
  attempts_note text not null default '',
  charged_units integer not null default 0,
  -- The next reminder, or the start.
  next_at timestamptz,
  created_at timestamptz not null,
  check (state not in ('accepted', 'done', 'no-show') or starts_at is not null),
  check ((place = 'onsite') = (surcharge_units is not null)),
  check (place = 'remote' or location <> ''),
  check ((state in ('done', 'no-show', 'cancelled')) = (ended_at is not null))
);
create index appointment_of_ticket on appointment (ticket_id, id);
create index appointment_agenda on appointment (starts_at, id) where state = 'accepted';
create index appointment_agenda_of_agent on appointment (agent_person_id, starts_at, id) where state = 'accepted';
create index appointment_agenda_of_organization on appointment (organization_id, starts_at, id) where state = 'accepted';
create index appointment_offered on appointment (created_at, id) where state = 'offered';
create index appointment_next on appointment (next_at) where next_at is not null;

-- The times that one side proposed to the other and that nobody has answered yet; closed when one is agreed.
create table appointment_slot (
  id bigint generated always as identity primary key,
  appointment_id bigint not null references appointment,
  starts_at timestamptz not null,
  proposed_by text not null check (proposed_by in ('agent', 'customer')),
  person_id bigint not null references person,
  channel channel not null,
  -- T5: whether the customer accepted the additional charge with its proposal.
  surcharge_accepted boolean not null default false,
  proposed_at timestamptz not null,
  closed_at timestamptz
);
create unique index appointment_slot_open on appointment_slot (appointment_id, starts_at) where closed_at is null;

-- T5, T6: what the customer accepted with a time: who, when, which version of the agreement, by which clause.
create table appointment_acceptance (
  id bigint generated always as identity primary key,
  appointment_id bigint not null references appointment,
  person_id bigint not null references person,
  clause text not null check (clause in ('T5', 'T6')),
  agreement_version integer not null references agreement,
  starts_at timestamptz not null,
  units integer not null check (units >= 0),
  channel channel not null,
  accepted_at timestamptz not null
);
create index appointment_acceptance_of_appointment on appointment_acceptance (appointment_id, id);
create trigger appointment_acceptance_append_only before update or delete on appointment_acceptance
  for each row execute function forbid_change();

-- Each reminder of a time goes once; a moved appointment is reminded of its new time.
create table appointment_reminder (
  appointment_id bigint not null references appointment,
  starts_at timestamptz not null,
  minutes_before integer not null,
  reminded_at timestamptz not null,
  primary key (appointment_id, starts_at, minutes_before)
);
create trigger appointment_reminder_append_only before update or delete on appointment_reminder
  for each row execute function forbid_change();
