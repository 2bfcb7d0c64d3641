-- module: people
-- Passkeys (WebAuthn): what an authenticator made for this desk, and shows after it recognised its person.
create table passkey (
  id bigint generated always as identity primary key,
  person_id bigint not null references person,
  credential_id text not null unique check (length(credential_id) between 1 and 1400),
  public_key bytea not null,
  -- Goes up with each use where the authenticator counts: one that goes back belongs to a copy.
  counter bigint not null check (counter >= 0),
  transports text[] not null,
  -- By which authenticators tell people apart: random, the same for all passkeys of a person.
  user_handle bytea not null,
  name text not null check (length(name) between 1 and 60),
  created_at timestamptz not null,
  last_used_at timestamptz
);
create index passkey_of_person on passkey (person_id);

-- Something to be signed once: by a new passkey of a person, or by one that shows who somebody is.
create table passkey_challenge (
  challenge_sha256 bytea primary key,
  -- Who makes a passkey, and its handle; at sign-in nobody is known yet.
  person_id bigint references person,
  user_handle bytea,
  -- The first factor that was proved before, when it is shown as the second.
  sign_in_token_sha256 bytea references sign_in_challenge on delete cascade,
  expires_at timestamptz not null,
  check ((person_id is null) = (user_handle is null)),
  check (person_id is null or sign_in_token_sha256 is null)
);
create index passkey_challenge_of_person on passkey_challenge (person_id);
create index passkey_challenge_of_sign_in on passkey_challenge (sign_in_token_sha256);

-- Recovery codes help whoever lost a factor of any kind.
alter table recovery_code drop constraint recovery_code_person_id_fkey;
alter table recovery_code add constraint recovery_code_person_id_fkey foreign key (person_id) references person;
