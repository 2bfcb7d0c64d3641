-- module: people
-- How long a public reply of this agent waits before it is published, so that it can be taken back.
alter table agent add column undo_seconds smallint not null default 10 check (undo_seconds between 0 and 30);
