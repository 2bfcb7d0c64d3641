-- module: people
-- II: how a customer stood, stands and will stand. Nothing is edited: what is taken back or corrected is named by the
-- entry that replaces it. Who reads it works out the standing at a moment (src/policy/standing.ts).
create table standing_entry (
  id bigint generated always as identity primary key,
  organization_id bigint not null references organization,
  -- Null: it only takes back the one that it replaces.
  standing standing,
  -- For the firm alone: no customer is ever shown it.
  reason text not null,
  -- For the customer, as the firm wrote it.
  customer_reason_es text check (length(customer_reason_es) between 1 and 500),
  customer_reason_en text check (length(customer_reason_en) between 1 and 500),
  valid_from timestamptz not null,
  valid_until timestamptz check (valid_until > valid_from),
  replaces_id bigint,
  set_by_person_id bigint references person,
  recorded_at timestamptz not null,
  unique (organization_id, id),
  foreign key (organization_id, replaces_id) references standing_entry (organization_id, id),
  check (standing is not null or replaces_id is not null),
  check (standing is not distinct from 'suspended'
    or (valid_until is null and customer_reason_es is null and customer_reason_en is null)),
  check (valid_from >= recorded_at)
);
create trigger standing_entry_append_only before update or delete on standing_entry
  for each row execute function forbid_change();

-- What is known of every customer: its present standing, since when, and the reason that only the firm saw.
insert into standing_entry (organization_id, standing, reason, valid_from, recorded_at)
select id, standing, coalesce(standing_reason, ''), standing_changed_at, standing_changed_at from organization;

alter table organization
  drop column standing,
  drop column standing_reason,
  drop column standing_changed_at;
