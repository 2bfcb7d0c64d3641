-- module: reporting
-- What past requests would have come to under other terms: asked for, worked out by a job, and kept with its answer.
create type what_if_state as enum ('queued', 'running', 'done', 'failed', 'cancelled');
create table what_if (
  id bigint generated always as identity primary key,
  -- The terms that were tried, as they stood when it was asked; null for those of each request's own version.
  terms jsonb,
  differences jsonb not null,
  registered_from timestamptz not null,
  registered_until timestamptz not null check (registered_until > registered_from),
  state what_if_state not null default 'queued',
  tickets_total integer not null default 0,
  tickets_done integer not null default 0,
  result jsonb,
  requested_by_person_id bigint references person,
  created_at timestamptz not null,
  ended_at timestamptz
);
create index what_if_recent on what_if (id desc);
