-- module: people
-- An address that mail does not reach: mail to it stops, and whoever looks at the person sees since when and why.
alter table person_address
  -- Mails in a row that did not arrive, for reasons that may pass by themselves.
  add column undelivered_count integer not null default 0,
  add column undelivered_at timestamptz,
  -- Set while nothing more is sent to it.
  add column undeliverable_since timestamptz,
  add column undeliverable_reason text,
  -- RFC 3463, when the other server gave one: 5.1.1.
  add column undeliverable_status text,
  add constraint person_address_undeliverable check ((undeliverable_since is null) = (undeliverable_reason is null));
