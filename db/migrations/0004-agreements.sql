-- module: agreements
create type channel as enum ('portal', 'email', 'phone', 'visit', 'api');

-- The firm that gives the support: one row.
create table firm (
  id integer primary key check (id = 1),
  name text not null,
  language language not null default 'es',
  time_zone text not null default 'America/Caracas'
);

-- The agreement as data. A published version never changes; a ticket keeps its version for life.
create table agreement (
  version integer primary key check (version > 0),
  terms jsonb not null,
  clauses jsonb not null,
  effective_from timestamptz not null,
  published_by_person_id bigint references person,
  published_at timestamptz not null
);
create trigger agreement_append_only before update or delete on agreement
  for each row execute function forbid_change();

-- T7: accepted once per person and version.
create table terms_acceptance (
  person_id bigint not null references person,
  agreement_version integer not null references agreement,
  accepted_at timestamptz not null,
  channel channel not null,
  ip_address text,
  primary key (person_id, agreement_version)
);
create trigger terms_acceptance_append_only before update or delete on terms_acceptance
  for each row execute function forbid_change();

-- Every decision taken by itself: what, by which clause of which version, on which facts.
create table decision (
  id bigint generated always as identity primary key,
  ticket_id bigint,
  organization_id bigint references organization,
  kind text not null,
  clause text not null,
  agreement_version integer not null references agreement,
  facts jsonb not null,
  actor_person_id bigint references person,
  at timestamptz not null
);
create index decision_of_ticket on decision (ticket_id, id);
create trigger decision_append_only before update or delete on decision
  for each row execute function forbid_change();
