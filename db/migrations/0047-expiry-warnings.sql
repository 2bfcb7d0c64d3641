-- module: credits
-- That a customer was told of units that come to their day: once a purchase and step, whichever process found it.
create table credit_expiry_warning (
  organization_id bigint not null,
  -- The purchase.
  entry_sequence bigint not null,
  -- So many days before: one of `credits.expiryWarningDays` as it stood then.
  step_days integer not null check (step_days > 0),
  warned_at timestamptz not null,
  primary key (organization_id, entry_sequence, step_days),
  foreign key (organization_id, entry_sequence) references credit_entry (organization_id, sequence)
);
create trigger credit_expiry_warning_append_only before update or delete on credit_expiry_warning
  for each row execute function forbid_change();

-- How many days before is a term since now: earlier versions are given what version 1 is published with.
alter table agreement disable trigger agreement_append_only;
update agreement set terms = jsonb_set(terms, '{credits,expiryWarningDays}', '[30, 7]')
 where not terms -> 'credits' ? 'expiryWarningDays';
alter table agreement enable trigger agreement_append_only;
update agreement_draft set terms = jsonb_set(terms, '{credits,expiryWarningDays}', '[30, 7]')
 where not terms -> 'credits' ? 'expiryWarningDays';
