-- module: clocks
create type clock_kind as enum ('first_response', 'resolution');
create type clock_state as enum ('none', 'running', 'paused', 'met', 'cancelled');

-- Service calendars: hours, holidays and zone. A version never changes; an edit makes the next one.
create table calendar (
  id bigint generated always as identity primary key,
  name text not null unique
);
create table calendar_version (
  calendar_id bigint not null references calendar,
  version integer not null,
  definition jsonb not null,
  created_by_person_id bigint references person,
  created_at timestamptz not null,
  primary key (calendar_id, version)
);
create trigger calendar_version_append_only before update or delete on calendar_version
  for each row execute function forbid_change();

-- VII: what happened to the clocks of a ticket, in order. The rows of `clock` are this, folded.
create table clock_event (
  ticket_id bigint not null,
  sequence integer not null,
  type text not null,
  at timestamptz not null,
  data jsonb not null default '{}',
  actor_person_id bigint references person,
  primary key (ticket_id, sequence)
);
create trigger clock_event_append_only before update or delete on clock_event
  for each row execute function forbid_change();

create table clock (
  ticket_id bigint not null,
  kind clock_kind not null,
  cycle integer not null default 1,
  state clock_state not null,
  agreement_version integer not null references agreement,
  calendar_id bigint references calendar,
  calendar_version integer,
  target_minutes integer,
  elapsed_ms bigint not null default 0,
  running_since timestamptz,
  due_at timestamptz,
  breach_at timestamptz,
  breached_at timestamptz,
  breach_detected_at timestamptz,
  met_at timestamptz,
  met_on_time boolean,
  next_at timestamptz,
  next_step text,
  primary key (ticket_id, kind),
  foreign key (calendar_id, calendar_version) references calendar_version
);
create index clock_next on clock (next_at) where next_at is not null;
create index clock_calendar on clock (calendar_id) where calendar_id is not null;

-- The first result of a clock stays when a reopening continues it.
create table clock_result (
  ticket_id bigint not null,
  kind clock_kind not null,
  cycle integer not null,
  met_at timestamptz not null,
  due_at timestamptz,
  on_time boolean not null,
  elapsed_ms bigint not null,
  primary key (ticket_id, kind, cycle)
);

-- A step fires once for the moment it was due: a moved due date may warn again, the same one never.
create table clock_fired (
  ticket_id bigint not null,
  kind clock_kind not null,
  cycle integer not null,
  step text not null,
  scheduled_for timestamptz not null,
  fired_at timestamptz not null,
  primary key (ticket_id, kind, cycle, step, scheduled_for)
);
