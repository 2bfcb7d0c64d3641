-- module: people
-- II: what is done with mail of this customer's addresses that nothing proves; null: as the firm decides.
alter table organization add column unverified_mail text
  check (unverified_mail in ('confirm', 'accept-unpublished', 'accept'));
