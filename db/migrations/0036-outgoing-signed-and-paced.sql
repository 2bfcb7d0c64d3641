-- module: correspondence
-- RFC 6376: the keys with which mail of a domain is signed. The private half is sealed with a key outside the database.
create table dkim_key (
  id bigint generated always as identity primary key,
  domain text not null check (domain = lower(domain)),
  selector text not null,
  public_key text not null,
  sealed_private_key text not null,
  created_by_person_id bigint references person,
  created_at timestamptz not null,
  -- Set once the record was found in the DNS: from then on it signs.
  active_since timestamptz,
  retired_at timestamptz,
  unique (domain, selector)
);
create unique index dkim_key_one_active on dkim_key (domain) where active_since is not null and retired_at is null;

-- One firm's mail server is not overrun: what is on its way to a domain, and what went there in the last minute.
alter table outgoing_mail
  add column to_domain text not null generated always as (lower(substring(to_address from '[^@]*$'))) stored;
create index outgoing_mail_to_domain on outgoing_mail (to_domain, sent_at) where sent_at is not null;
create index outgoing_mail_under_way on outgoing_mail (to_domain, id) where state in ('queued', 'sending', 'deferred');
