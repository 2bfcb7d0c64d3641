-- module: reporting
-- Registered requests as reports add them up: what became of each promise, and where the time went. Folded from the clock
-- events by a job; never the truth, and can be made anew at any time.
create table report_request (
  ticket_id bigint primary key references ticket,
  ticket_version integer not null,
  organization_id bigint not null references organization,
  service_id bigint references service,
  priority priority not null,
  registered_at timestamptz not null,
  resolved_at timestamptz,
  -- Over without having been resolved: abandoned, withdrawn, referred, rejected, merged.
  ended_at timestamptz,
  first_response text not null check (first_response in ('none', 'met', 'breached', 'running', 'cancelled')),
  resolution text not null check (resolution in ('none', 'met', 'breached', 'running', 'cancelled')),
  -- V.b: broken by a change that judged the time passed anew, and not by time alone.
  first_response_by_change boolean not null,
  resolution_by_change boolean not null,
  -- The resolution's time since the arrival, by what it was.
  counted_ms bigint not null,
  held_ms bigint not null,
  outside_hours_ms bigint not null,
  waiting_ms bigint not null,
  no_show_ms bigint not null,
  appointment_ms bigint not null,
  untimed_ms bigint not null,
  resolved_ms bigint not null,
  -- Nothing changes it any more.
  settled boolean not null
);
create index report_request_registered on report_request (registered_at);
create index report_request_resolved on report_request (resolved_at) where resolved_at is not null;
create index report_request_ended on report_request (ended_at) where ended_at is not null;
create index report_request_unsettled on report_request (ticket_id) where not settled;

-- How far the job has come. One row at most.
create table report_progress (
  id boolean primary key default true check (id),
  summarised_at timestamptz not null,
  registered_through timestamptz not null
);
