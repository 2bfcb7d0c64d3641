-- module: correspondence
-- II: one letter without content asks the owner of an address whether the mail that waits in its name is genuine.
create table mail_confirmation (
  id bigint generated always as identity primary key,
  address text not null check (address = lower(address)),
  person_id bigint not null references person,
  token_sha256 bytea not null unique check (length(token_sha256) = 32),
  asked_at timestamptz not null,
  expires_at timestamptz not null,
  answered_at timestamptz
);
create index mail_confirmation_of_address on mail_confirmation (address, asked_at desc);
create index inbound_mail_unconfirmed on inbound_mail (lower(from_address), id)
  where outcome = 'quarantined' and quarantine_reason = 'sender-unverified';
