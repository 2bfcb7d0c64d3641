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
  email_verified boolean not null default false,
  image text,
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
  phone text,
  created_at timestamptz not null
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

-- Sign-in. The rows are the sign-in library's; the names are ours.
create table auth_session (
  id bigint generated always as identity primary key,
  person_id bigint not null references person on delete cascade,
  token text not null unique,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index auth_session_of_person on auth_session (person_id);

create table auth_account (
  id bigint generated always as identity primary key,
  person_id bigint not null references person on delete cascade,
  account_id text not null,
  provider_id text not null,
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (provider_id, account_id)
);
create index auth_account_of_person on auth_account (person_id);

create table auth_verification (
  id bigint generated always as identity primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index auth_verification_identifier on auth_verification (identifier);

-- Counters shared by all processes: sign-in, forgotten password, intake per sender.
create table rate_limit (
  key text primary key,
  count integer not null,
  window_ends_at timestamptz not null
);

create table invitation (
  id bigint generated always as identity primary key,
  token_sha256 bytea not null unique,
  person_id bigint not null references person,
  invited_by_person_id bigint references person,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null
);
create index invitation_of_person on invitation (person_id);

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
