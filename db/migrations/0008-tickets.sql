-- module: tickets
create type ticket_status as enum (
  'held', 'open', 'waiting', 'resolved', 'closed', 'referred', 'rejected', 'withdrawn'
);
create type resolution_form as enum ('solution', 'instructions', 'accompaniment');

create sequence ticket_number start with 1001;

create table ticket (
  id bigint generated always as identity primary key,
  number bigint not null unique default nextval('ticket_number'),
  organization_id bigint not null references organization,
  requester_person_id bigint not null references person,
  registered_by_person_id bigint references person,
  subject text not null check (length(subject) between 1 and 300),
  expected_result text not null default '',
  status ticket_status not null,
  -- The clauses and reasons that hold it, first one first (I-III, T1, T7).
  held_for jsonb,
  priority priority not null,
  priority_suggested priority,
  -- Where the suggestion was read: the form, a labelled line, a header (IV.d).
  priority_source text,
  priority_verified_at timestamptz,
  priority_verified_by_person_id bigint references person,
  category_id bigint references category,
  service_id bigint references service,
  answers jsonb not null default '{}',
  team_id bigint references team,
  assignee_person_id bigint references agent,
  mailbox_id bigint references mailbox,
  channel channel not null,
  agreement_version integer not null references agreement,
  -- VII: received is not registered: the clocks start at registration, when admission passes.
  received_at timestamptz not null,
  registered_at timestamptz,
  resolved_at timestamptz,
  closed_at timestamptz,
  resolution_form resolution_form,
  billable_minutes integer not null default 0 check (billable_minutes >= 0),
  charged_units integer,
  -- The nearest due moment of its clocks, for the queue.
  next_due_at timestamptz,
  -- When closing by itself or abandonment falls due.
  next_closing_at timestamptz,
  last_message_at timestamptz not null,
  version integer not null default 1,
  updated_at timestamptz not null,
  check ((status = 'held') = (held_for is not null)),
  check (status <> 'open' or registered_at is not null)
);
create index ticket_queue on ticket (coalesce(next_due_at, 'infinity'), id) where status in ('open', 'waiting');
create index ticket_held on ticket (received_at, id) where status = 'held';
create index ticket_held_of_organization on ticket (organization_id, received_at, id) where status = 'held';
create index ticket_of_organization on ticket (organization_id, id desc);
create index ticket_open_of_organization on ticket (organization_id) where status in ('open', 'waiting');
create index ticket_of_requester on ticket (requester_person_id, id desc);
create index ticket_assigned on ticket (assignee_person_id, coalesce(next_due_at, 'infinity'), id) where status in ('open', 'waiting');
create index ticket_closing on ticket (next_closing_at) where next_closing_at is not null;
create index ticket_status_recent on ticket (status, id desc);

-- V.c: what happened, by whom, in order; decisions stand beside it with their clauses.
create table ticket_event (
  id bigint generated always as identity primary key,
  ticket_id bigint not null references ticket,
  type text not null,
  visibility message_visibility not null default 'public',
  actor_person_id bigint references person,
  data jsonb not null default '{}',
  at timestamptz not null
);
create index ticket_event_of_ticket on ticket_event (ticket_id, id);
create trigger ticket_event_append_only before update or delete on ticket_event
  for each row execute function forbid_change();

-- T4: work is a fact. A correction is a new entry that reverses one.
create table work_entry (
  id bigint generated always as identity primary key,
  ticket_id bigint not null references ticket,
  agent_person_id bigint not null references agent,
  minutes integer not null,
  billable_minutes integer not null,
  note text not null default '',
  reverses_id bigint unique references work_entry,
  worked_at timestamptz not null,
  created_at timestamptz not null,
  check (reverses_id is not null or (minutes > 0 and billable_minutes between 0 and minutes))
);
create index work_entry_of_ticket on work_entry (ticket_id, id);
create trigger work_entry_append_only before update or delete on work_entry
  for each row execute function forbid_change();

-- VIII.b: asking for information is an act of its own; only delivered attempts count.
create table information_request (
  id bigint generated always as identity primary key,
  ticket_id bigint not null references ticket,
  asked_by_person_id bigint not null references person,
  asked_at timestamptz not null,
  answered_at timestamptz,
  ended_at timestamptz
);
create unique index information_request_open on information_request (ticket_id) where ended_at is null;
create table information_attempt (
  id bigint generated always as identity primary key,
  information_request_id bigint not null references information_request,
  message_id bigint not null unique references message,
  attempted_at timestamptz not null
);
create index information_attempt_of_request on information_attempt (information_request_id, id);

create table ticket_link (
  from_ticket_id bigint not null references ticket,
  to_ticket_id bigint not null references ticket,
  kind text not null check (kind in ('follow-up', 'split', 'duplicate', 'related')),
  created_at timestamptz not null,
  primary key (from_ticket_id, to_ticket_id, kind)
);
create index ticket_link_back on ticket_link (to_ticket_id);

-- Full-text search, written in the same transaction as what it finds; customers never match internal notes.
create table ticket_search (
  ticket_id bigint primary key references ticket,
  organization_id bigint not null,
  public_document tsvector not null,
  internal_document tsvector not null
);
create index ticket_search_public on ticket_search using gin (public_document);
create index ticket_search_internal on ticket_search using gin (internal_document);

-- Earlier modules name tickets by id; the reference is closed here, where the table is.
alter table decision add foreign key (ticket_id) references ticket;
alter table credit_entry add foreign key (ticket_id) references ticket;
alter table clock_event add foreign key (ticket_id) references ticket;
alter table clock add foreign key (ticket_id) references ticket;
alter table message add foreign key (ticket_id) references ticket;
alter table attachment add foreign key (ticket_id) references ticket;
alter table inbound_mail add foreign key (ticket_id) references ticket;
alter table outgoing_mail add foreign key (ticket_id) references ticket;
