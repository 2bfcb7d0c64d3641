-- module: clocks
-- An edit of a service calendar reaches the clocks that are open in batches, in the background: how far it has come.
create table calendar_rollout (
  calendar_id bigint not null,
  version integer not null,
  tickets_total integer not null check (tickets_total >= 0),
  tickets_done integer not null default 0 check (tickets_done >= 0),
  clocks_moved integer not null default 0 check (clocks_moved >= 0),
  started_at timestamptz not null,
  finished_at timestamptz,
  primary key (calendar_id, version),
  foreign key (calendar_id, version) references calendar_version
);

-- Only open clocks are ever judged by another version; the rest keep the one that judged them.
drop index clock_calendar;
create index clock_calendar_open on clock (calendar_id, ticket_id)
  where state in ('none', 'running', 'paused');
