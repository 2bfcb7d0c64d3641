-- module: agreements
-- The next version of the agreement while it is written: one for the whole desk, so that two people do not write two.
create table agreement_draft (
  only_one boolean primary key default true check (only_one),
  based_on_version integer not null references agreement,
  terms jsonb not null,
  clauses jsonb not null,
  revision integer not null default 1,
  changed_by_person_id bigint references person,
  changed_at timestamptz not null
);
