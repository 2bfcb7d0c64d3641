-- module: credits
-- Units are money: an append-only ledger per organization, with the balance kept beside it and provable from it.
create type credit_entry_kind as enum (
  'purchase', 'refund', 'hold', 'hold_more', 'charge', 'release', 'adjustment', 'expiry'
);

-- The only row that is locked: one per organization.
create table credit_account (
  organization_id bigint primary key references organization,
  available_units bigint not null default 0,
  held_units bigint not null default 0 check (held_units >= 0),
  consumed_units bigint not null default 0 check (consumed_units >= 0),
  expired_units bigint not null default 0 check (expired_units >= 0),
  issued_units bigint not null default 0,
  available_units_min bigint not null default 0 check (available_units_min <= 0),
  sequence bigint not null default 0,
  last_hash bytea not null default '\x00',
  constraint no_overdraft check (available_units >= available_units_min),
  constraint conserved check (available_units + held_units + consumed_units + expired_units = issued_units)
);

create table credit_entry (
  organization_id bigint not null references credit_account,
  sequence bigint not null,
  kind credit_entry_kind not null,
  available_change bigint not null,
  held_change bigint not null,
  consumed_change bigint not null,
  expired_change bigint not null,
  issued_change bigint not null,
  available_after bigint not null,
  held_after bigint not null,
  ticket_id bigint,
  -- The hold that this entry grows, charges or releases.
  hold_sequence bigint,
  -- The entry that this one corrects.
  corrects_sequence bigint,
  clause text,
  agreement_version integer references agreement,
  work_minutes integer,
  idempotency_key text not null,
  request_sha256 bytea not null,
  actor_person_id bigint references person,
  second_person_id bigint references person,
  -- A purchase's invoice or receipt; free text stays outside the hash, so that a person can be forgotten.
  reference text,
  reason text,
  expires_at timestamptz,
  at timestamptz not null,
  previous_hash bytea not null,
  hash bytea not null,
  primary key (organization_id, sequence),
  unique (organization_id, idempotency_key),
  foreign key (organization_id, hold_sequence) references credit_entry (organization_id, sequence),
  foreign key (organization_id, corrects_sequence) references credit_entry (organization_id, sequence),
  check (available_change + held_change + consumed_change + expired_change = issued_change),
  check (kind not in ('hold', 'hold_more', 'charge', 'release') or (ticket_id is not null and clause is not null))
);
create unique index credit_one_end_per_hold on credit_entry (organization_id, hold_sequence)
  where kind in ('charge', 'release');
create index credit_entry_of_ticket on credit_entry (ticket_id) where ticket_id is not null;
create trigger credit_entry_append_only before update or delete on credit_entry
  for each row execute function forbid_change();
create trigger credit_entry_no_truncate before truncate on credit_entry
  for each statement execute function forbid_change();
