-- module: platform
-- A desk that was restored from a backup is held until somebody releases it: what the backup still had to send may have
-- been sent since, and what it had to fetch may have been fetched.
create table restoration (
  id bigint generated always as identity primary key,
  backup_taken_at timestamptz not null,
  restored_at timestamptz not null,
  released_at timestamptz,
  check (released_at >= restored_at)
);
create index restoration_held on restoration (id) where released_at is null;
