-- module: tickets
-- A view of the queue, with its search as it was written. Without an owner it is the whole desk's.
create table saved_view (
  id bigint generated always as identity primary key,
  owner_person_id bigint references agent,
  name text not null check (length(name) between 1 and 40),
  queue_view text not null,
  search text check (length(search) between 1 and 200),
  priority priority,
  organization_id bigint references organization,
  saved_by_person_id bigint not null references person,
  saved_at timestamptz not null
);
create unique index saved_view_name on saved_view (owner_person_id, lower(name)) nulls not distinct;
