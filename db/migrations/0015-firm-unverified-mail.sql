-- module: agreements
-- II: what is done with mail that nothing proves, for every customer that has no choice of its own.
alter table firm add column unverified_mail text not null default 'accept-unpublished'
  check (unverified_mail in ('confirm', 'accept-unpublished', 'accept'));
