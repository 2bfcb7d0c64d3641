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
  -- Entries of one account never go back in time, so a span of days is a span of sequences.
  last_at timestamptz,
  last_hash bytea not null default '\x00',
  constraint no_overdraft check (available_units >= available_units_min),
  constraint conserved check (available_units + held_units + consumed_units + expired_units = issued_units)
);

create table credit_entry (
  organization_id bigint not null references credit_account,
  sequence bigint not null check (sequence > 0),
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
  -- T4: the work that this entry covers, the whole ticket's.
  work_minutes integer check (work_minutes >= 0),
  -- Never free text: it is part of the hash.
  idempotency_key text not null check (idempotency_key ~ '^[A-Za-z0-9:._-]{1,120}$'),
  request_sha256 bytea not null check (length(request_sha256) = 32),
  actor_person_id bigint references person,
  second_person_id bigint references person check (second_person_id <> actor_person_id),
  -- A purchase's invoice or receipt; free text stays outside the hash, so that a person can be forgotten.
  reference text,
  reason text,
  expires_at timestamptz,
  at timestamptz not null,
  previous_hash bytea not null,
  hash bytea not null check (length(hash) = 32),
  primary key (organization_id, sequence),
  unique (organization_id, idempotency_key),
  foreign key (organization_id, hold_sequence) references credit_entry (organization_id, sequence),
  foreign key (organization_id, corrects_sequence) references credit_entry (organization_id, sequence),
  check (hold_sequence < sequence),
  check (corrects_sequence < sequence),
  check (available_change + held_change + consumed_change + expired_change = issued_change),
  -- Money rule 4: what is taken for a ticket names the ticket, its clause, and the work that it covers.
  check (kind not in ('hold', 'hold_more', 'charge', 'release') or (ticket_id is not null and clause is not null and agreement_version is not null)),
  check (kind <> 'charge' or work_minutes is not null),
  check (kind <> 'adjustment' or reason is not null),
  -- What each kind may move; together with conservation this leaves no other way.
  constraint moves_of_kind check (case kind
    when 'purchase' then available_change > 0 and held_change = 0 and consumed_change = 0 and expired_change = 0
    when 'refund' then available_change < 0 and held_change = 0 and consumed_change = 0 and expired_change = 0
    when 'hold' then held_change > 0 and consumed_change = 0 and expired_change = 0 and issued_change = 0
    when 'hold_more' then held_change <> 0 and hold_sequence is not null and consumed_change = 0 and expired_change = 0 and issued_change = 0
    when 'charge' then held_change <= 0 and consumed_change > 0 and expired_change = 0 and issued_change = 0
    when 'release' then held_change < 0 and hold_sequence is not null and consumed_change = 0 and expired_change = 0 and issued_change = 0
    when 'adjustment' then available_change <> 0 and held_change = 0 and expired_change = 0 and (consumed_change = 0 or issued_change = 0)
    when 'expiry' then expired_change > 0 and held_change = 0 and consumed_change = 0 and issued_change = 0
  end)
);
create unique index credit_one_end_per_hold on credit_entry (organization_id, hold_sequence)
  where kind in ('charge', 'release');
create index credit_entry_of_ticket on credit_entry (ticket_id) include (organization_id, kind, held_change, consumed_change)
  where ticket_id is not null;
create index credit_entry_corrects on credit_entry (organization_id, corrects_sequence) include (consumed_change, issued_change)
  where corrects_sequence is not null;
create index credit_entry_at on credit_entry (organization_id, at, sequence) include (available_after, held_after);
create trigger credit_entry_append_only before update or delete on credit_entry
  for each row execute function forbid_change();
create trigger credit_entry_no_truncate before truncate on credit_entry
  for each statement execute function forbid_change();

-- The holds that are open: kept beside the entries like the balance, provable from them, at most one a ticket.
create table credit_hold (
  organization_id bigint not null references credit_account,
  ticket_id bigint not null,
  hold_sequence bigint not null,
  units bigint not null check (units > 0),
  primary key (organization_id, ticket_id),
  foreign key (organization_id, hold_sequence) references credit_entry (organization_id, sequence)
);
