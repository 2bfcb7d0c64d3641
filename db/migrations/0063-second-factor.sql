-- module: people
-- The second factor of a person (RFC 6238): what an authenticator app and the desk share, sealed. Asked for once a code of it was shown.
create table second_factor (
  person_id bigint primary key references person,
  secret_sealed text not null,
  offered_at timestamptz not null,
  confirmed_at timestamptz,
  -- The step of time whose code was used last: no code works twice.
  last_step bigint
);
-- For whoever lost the app. Each works once.
create table recovery_code (
  code_sha256 bytea primary key,
  person_id bigint not null references second_factor on delete cascade
);
create index recovery_code_of_person on recovery_code (person_id);
-- Somebody proved the first factor and owes the second.
create table sign_in_challenge (
  token_sha256 bytea primary key,
  person_id bigint not null references person,
  means text not null check (means in ('password', 'link', 'invitation')),
  expires_at timestamptz not null
);
create index sign_in_challenge_of_person on sign_in_challenge (person_id);
