-- module: people
create type standing as enum ('good', 'suspended');
create type customer_role as enum ('customer', 'customer_administrator');
create type agent_role as enum ('agent', 'supervisor', 'billing', 'administrator');
create type language as enum ('es', 'en');

-- II: the customer, its standing, and the contracts that entitle it to support.
create table organization (
  id bigint generated always as identity primary key,
  name text not null unique check (length(name) between 1 and 200),
  tax_id text,
  language language not null default 'es',
  time_zone text not null default 'America/Caracas',
  standing standing not null default 'good',
  standing_reason text,
  standing_changed_at timestamptz not null,
  demo boolean not null default false,
  created_at timestamptz not null
);

create table contract (
  id bigint generated always as identity primary key,
  organization_id bigint not null references organization,
  reference text not null,
  starts_on date not null,
  ends_on date check (ends_on >= starts_on),
  created_at timestamptz not null
);
create index contract_of_organization on contract (organization_id, starts_on);

create table person (
  id bigint generated always as identity primary key,
  name text not null check (length(name) between 1 and 200),
  email text not null unique check (email = lower(email) and position('@' in email) > 1),
  language language not null default 'es',
  time_zone text not null default 'America/Caracas',
  disabled_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- III: every address from which a person may write; the person's own e-mail is always one of them.
create table person_address (
  address text primary key check (address = lower(address)),
  person_id bigint not null references person,
  created_at timestamptz not null
);
create index person_address_of_person on person_address (person_id);

-- II: a contact is a person with a membership in one organization; unauthorised contacts are known but held.
create table contact (
  person_id bigint primary key references person,
  organization_id bigint not null references organization,
  role customer_role not null default 'customer',
  authorised_at timestamptz,
  -- Somebody who was authorised once is told another reason than somebody who never was.
  authorisation_withdrawn_at timestamptz,
  phone text,
  created_at timestamptz not null,
  check (authorised_at is null or authorisation_withdrawn_at is null)
);
create index contact_of_organization on contact (organization_id);

create table agent (
  person_id bigint primary key references person,
  signature text not null default '',
  created_at timestamptz not null
);

create table agent_role_grant (
  person_id bigint not null references agent,
  role agent_role not null,
  granted_at timestamptz not null,
  primary key (person_id, role)
);

create table team (
  id bigint generated always as identity primary key,
  name text not null unique,
  professional_services boolean not null default false,
  created_at timestamptz not null
);

create table team_member (
  team_id bigint not null references team,
  person_id bigint not null references agent,
  primary key (team_id, person_id)
);
create index team_member_of_person on team_member (person_id);

-- Sign-in (docs/decisions: sign-in). Every token is random, has one purpose, and is kept only as its hash.
create table session (
  id bigint generated always as identity primary key,
  person_id bigint not null references person,
  token_sha256 bytea not null unique check (length(token_sha256) = 32),
  ip_address text,
  user_agent text,
  created_at timestamptz not null,
  -- It ends when it was not used for long, and at the latest at expires_at.
  last_used_at timestamptz not null,
  idle_seconds integer not null check (idle_seconds > 0),
  expires_at timestamptz not null
);
create index session_of_person on session (person_id);
create index session_expiry on session (expires_at);

create table password (
  person_id bigint primary key references person,
  -- argon2id with its parameters and salt, in PHC form.
  hash text not null,
  changed_at timestamptz not null
);

create table sign_in_link (
  token_sha256 bytea primary key check (length(token_sha256) = 32),
  person_id bigint not null references person,
  next_path text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null
);
create index sign_in_link_of_person on sign_in_link (person_id);

-- The right to make the first administrator: one row at most, and none once there is one.
create table setup_token (
  only_one boolean primary key default true check (only_one),
  token_sha256 bytea not null check (length(token_sha256) = 32),
  created_at timestamptz not null
);

-- Counters shared by all processes: sign-in, forgotten password, intake per sender.
create table rate_limit (
  key text primary key,
  count integer not null,
  window_ends_at timestamptz not null
);
create index rate_limit_age on rate_limit (window_ends_at);

create table invitation (
  id bigint generated always as identity primary key,
  -- Null until the letter that carries the token is written; sending it again replaces it.
  token_sha256 bytea unique check (length(token_sha256) = 32),
  person_id bigint not null references person,
  invited_by_person_id bigint references person,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null
);
create index invitation_of_person on invitation (person_id);
create unique index invitation_open on invitation (person_id) where accepted_at is null and revoked_at is null;

create table api_key (
  id bigint generated always as identity primary key,
  name text not null,
  key_sha256 bytea not null unique,
  key_start text not null,
  person_id bigint not null references person,
  scopes text[] not null,
  created_by_person_id bigint not null references person,
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz,
  created_at timestamptz not null
);

-- Who changed what in the administration of the desk; tickets have their own log.
create table audit_entry (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  actor_person_id bigint references person,
  action text not null,
  subject text not null,
  detail jsonb not null default '{}',
  ip_address text
);
create index audit_entry_at on audit_entry (at desc, id desc);
create trigger audit_entry_append_only before update or delete on audit_entry
  for each row execute function forbid_change();
